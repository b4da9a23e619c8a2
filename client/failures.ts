/** Converts a vendor's error response of any shape to one list of failures. */
import type { Json, VendorFailure } from '../runtime/sdk/index.ts'
import { codeIn, isWord, listsIn, messageIn, wordIn } from './failure-fields.ts'

/** Maximum characters of one message and of all messages together. */
const LONGEST_MESSAGE = 500
const LONGEST_REASON = 2000

/** Maximum nesting depth of lists and objects in an error. */
const DEEPEST = 4

/** Redacts secrets in a text before the text is truncated. */
type Redact = (text: string) => string

/** All entries of `fail`, each kept: a list, one object or a text, with `errors` inside or the code directly. */
export function failuresOf(fail: unknown, redact: Redact): VendorFailure[] {
  if (Array.isArray(fail)) return fail.flatMap((item) => entries(item, redact))
  return entries(fail, redact)
}

/**
 * All failures in the body of a refusal: those of `fail`, otherwise those that API gateways and the resource paths of API
 * 2.0 write: `error`, `errors` or `fault` (a text, an object, a list, messages by field), otherwise a code or message of the
 * body itself.
 */
export function failuresIn(body: unknown, redact: Redact): VendorFailure[] {
  if (typeof body !== 'object' || body === null) return []
  const { fail } = body as { fail?: unknown }
  const failed = failuresOf(fail, redact)
  if (failed.length > 0) return failed
  return Array.isArray(body) ? listed(body, redact, DEEPEST) : inside(body, redact, DEEPEST)
}

/**
 * The failures of a response with a success status. Mimecast writes `fail` there; `error` or `errors` count only if the
 * response contains nothing else.
 */
export function failuresBeside(
  body: { data?: unknown; fail?: unknown } | undefined,
  redact: Redact,
): VendorFailure[] {
  const failed = failuresOf(body?.fail, redact)
  const answered = Array.isArray(body?.data) && body.data.length > 0
  if (failed.length > 0 || answered || body === undefined) return failed
  return listsIn(body).flatMap((errors) => listed(errors, redact, DEEPEST))
}

/** The messages of all entries, with the field they name; the code in parentheses if there are no messages. */
export function wordsOf(failures: VendorFailure[]): string {
  const words = failures.map(({ code, field, message }) => {
    if (!message) return code ? `(${code})` : ''
    return field ? `${message} (${field})` : message
  })
  const joined = words.filter(Boolean).join('; ')
  return joined.length > LONGEST_REASON ? `${joined.slice(0, LONGEST_REASON)} …` : joined
}

/** Third-party text prepared for one line: without control characters and line ends, and truncated. */
export function tidy(text: string, length = LONGEST_MESSAGE): string {
  const line = text
    .slice(0, length * 4)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line.length > length ? `${line.slice(0, length)} …` : line
}

/** An entry of `fail`. An entry without code and message counts as well. */
function entries(item: unknown, redact: Redact): VendorFailure[] {
  if (item === undefined || item === null || item === '') return []
  if (typeof item !== 'object') return [{ message: tidy(redact(String(item))) }]
  const { key } = item as { key?: Json }
  const read = inside(item, redact, DEEPEST)
  if (read.length === 0) read.push({})
  return key === undefined ? read : read.map((failure) => ({ ...failure, key }))
}

/** The failures of an object: the errors it lists, otherwise its own code and message. */
function inside(holder: object, redact: Redact, depth: number): VendorFailure[] {
  if (depth === 0) return []
  const errors = listsIn(holder).flatMap((list) => listed(list, redact, depth - 1))
  return errors.length > 0 ? errors : own(holder, redact)
}

/** Errors in a list, a single error, or messages by the field they are about. */
function listed(errors: unknown, redact: Redact, depth: number): VendorFailure[] {
  if (errors === undefined || errors === null || errors === '') return []
  if (typeof errors !== 'object') return [{ message: tidy(redact(String(errors))) }]
  if (depth === 0) return []
  if (Array.isArray(errors)) return errors.flatMap((error) => listed(error, redact, depth - 1))
  const read = inside(errors, redact, depth)
  return read.length > 0 ? read : byField(errors, redact)
}

/** `{ "sender": ["is not valid"] }`. */
function byField(errors: object, redact: Redact): VendorFailure[] {
  return Object.entries(errors).flatMap(([field, said]) =>
    [said]
      .flat()
      .filter(isWord)
      .map((message) => ({ message: tidy(redact(String(message))), field: tidy(redact(field)) })),
  )
}

function own(error: object, redact: Redact): VendorFailure[] {
  const clean = (word: unknown): string => tidy(redact(String(word)))
  const [code, message] = [codeIn(error), messageIn(error)]
  const [field, retryable] = [wordIn(error, ['field']), (error as { retryable?: unknown }).retryable]
  if (code === undefined && message === undefined) return []
  return [
    {
      ...(code !== undefined && { code: clean(code) }),
      ...(message !== undefined && { message: clean(message) }),
      ...(field !== undefined && { field: clean(field) }),
      ...(typeof retryable === 'boolean' && { retryable }),
    },
  ]
}
