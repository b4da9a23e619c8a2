/** Every observed shape of `fail` (eleven, with the answers that have none), read into one list, and its words. */
import type { Json, VendorFailure } from '../runtime/types.ts'

/** Characters of one message and of all of them together. */
const LONGEST_MESSAGE = 500
const LONGEST_REASON = 2000

/** Takes secrets out of a text, while they are whole. */
type Mask = (text: string) => string

/** All entries of `fail`, each kept: a list, one object or a text, with `errors` inside or the code directly. */
export function failuresOf(fail: unknown, mask: Mask): VendorFailure[] {
  if (Array.isArray(fail)) return fail.flatMap((item) => entries(item, mask))
  return entries(fail, mask)
}

/** Entries that belong to the same item of the request, together. */
export function groupByKey(failures: VendorFailure[]): VendorFailure[][] {
  const groups = new Map<unknown, VendorFailure[]>()
  for (const failure of failures) {
    const group = groups.get(failure.key)
    if (group) group.push(failure)
    else groups.set(failure.key, [failure])
  }
  return [...groups.values()]
}

/** The words of all entries, with the field they name; the code in parentheses where there are none. */
export function wordsOf(failures: VendorFailure[]): string {
  const words = failures.map(({ code, field, message }) => {
    if (!message) return code ? `(${code})` : ''
    return field ? `${message} (${field})` : message
  })
  const joined = words.filter(Boolean).join('; ')
  return joined.length > LONGEST_REASON ? `${joined.slice(0, LONGEST_REASON)} …` : joined
}

/** Text of a stranger, fit for one line: no control characters, no line ends, not too long. */
export function tidy(text: string, length = LONGEST_MESSAGE): string {
  const line = text
    .slice(0, length * 4)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line.length > length ? `${line.slice(0, length)} …` : line
}

function entries(item: unknown, mask: Mask): VendorFailure[] {
  if (item === undefined || item === null || item === '') return []
  if (typeof item !== 'object') return [{ message: tidy(mask(String(item))) }]
  const { errors, key } = item as { errors?: unknown; key?: Json }
  const listed = Array.isArray(errors) ? errors : errors === undefined ? [] : [errors]
  const read = listed.flatMap((error) => one(error, mask))
  if (read.length === 0) read.push(...one(item, mask))
  return key === undefined ? read : read.map((failure) => ({ ...failure, key }))
}

function one(error: unknown, mask: Mask): VendorFailure[] {
  if (error === undefined || error === null) return []
  if (typeof error !== 'object') return [{ message: tidy(mask(String(error))) }]
  const { code, message, field, retryable } = error as Record<string, unknown>
  const failure: VendorFailure = {
    ...(isWord(code) && { code: tidy(mask(String(code))) }),
    ...(isWord(message) && { message: tidy(mask(String(message))) }),
    ...(isWord(field) && { field: tidy(mask(String(field))) }),
    ...(typeof retryable === 'boolean' && { retryable }),
  }
  return [failure]
}

const isWord = (value: unknown): boolean =>
  (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
