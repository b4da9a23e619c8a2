/** Field names that error responses use for code, message and lists of errors. */

/** A code or message: text that is not blank, or a number. */
export type FailureWord = string | number

/** Distinguishes a text or number from everything else. */
export const isWord = (value: unknown): value is FailureWord =>
  (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'

/**
 * Names of messages, the most specific first: Mimecast's own, RFC 6749 (error_description), RFC 9457 (detail, title), and
 * those of API gateways.
 */
const MESSAGES = [
  'message',
  'errorMessage',
  'errorDescription',
  'description',
  'detail',
  'details',
  'faultString',
  'msg',
  'title',
]
const CODES = ['code', 'errorCode']
const LISTS = ['errors', 'error', 'fault']

/** Names in the form in which they are compared: `error_message`, `ErrorMessage` and `errormessage` are the same. */
const folded = (name: string): string => name.toLowerCase().replace(/[_-]/g, '')

/** Maximum number of fields in an error object; an object with more is not an error. */
const MOST = 100

function fieldsOf(holder: object): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const [name, value] of Object.entries(holder).slice(0, MOST)) {
    if (!fields.has(folded(name))) fields.set(folded(name), value)
  }
  return fields
}

/** The first text or number under any of the names. */
export function wordIn(holder: object, names: readonly string[]): FailureWord | undefined {
  const fields = fieldsOf(holder)
  return names.map((name) => fields.get(folded(name))).find(isWord)
}

/**
 * The message of an error. A text called `error` is the message if there is no other (`{"error": "No such thing"}`),
 * otherwise the code, as in OAuth.
 */
export const messageIn = (holder: object): FailureWord | undefined => wordIn(holder, [...MESSAGES, 'error'])

/** The code of an error. */
export function codeIn(holder: object): FailureWord | undefined {
  const code = wordIn(holder, CODES) ?? codeBelow(holder)
  if (code !== undefined) return code
  return wordIn(holder, MESSAGES) === undefined ? undefined : wordIn(holder, ['error'])
}

/** Apigee puts the code in an object called `detail`. */
function codeBelow(holder: object): FailureWord | undefined {
  const detail = fieldsOf(holder).get('detail')
  return typeof detail === 'object' && detail !== null ? wordIn(detail, CODES) : undefined
}

/**
 * The values that an object lists as errors: objects and lists only, because a text called `error` is a code or a message.
 */
export function listsIn(holder: object): unknown[] {
  const fields = fieldsOf(holder)
  return LISTS.flatMap((name) => {
    const value = fields.get(name)
    const isText = name !== 'errors' && typeof value !== 'object'
    return value === undefined || value === null || isText ? [] : [value]
  })
}
