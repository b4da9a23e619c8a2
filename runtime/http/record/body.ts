/** Converts bodies to their recorded form and back. */
import { isUtf8 } from 'node:buffer'
import type { Json } from '../../contract/json.ts'
import { suggestsCredential } from '../../safety/credential-names.ts'
import { DEEPEST, isDeeper } from '../../safety/plain-data.ts'
import type { RecordedBody } from './exchange.ts'
import type { Hide } from './hide.ts'

/** Characters of one line of base64. */
const LINE = 76

/** The recorded form of a body; undefined if it is empty. */
export function recordBody(
  body: string | Uint8Array | undefined | null,
  contentType: string,
  hide: Hide,
): RecordedBody | undefined {
  if (body === undefined || body === null || body.length === 0) return undefined
  const bytes =
    typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.length)
  if (!isUtf8(bytes)) return recordBytes(bytes, hide)
  const text = bytes.toString()
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return { form: formOf(text, hide) }
  const json = losslessJson(text)
  if (json !== undefined) return { json: hide.json(json.value) }
  return { text: textLines(hide.text(text)) }
}

/** The bytes of a recorded body. */
export function bodyBytes(body: RecordedBody | undefined): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  if ('json' in body) return Buffer.from(JSON.stringify(body.json))
  if ('form' in body) return Buffer.from(new URLSearchParams(pairsOf(body.form)).toString())
  if ('text' in body) return Buffer.from(body.text.join(''))
  return Buffer.from(body.base64.join(''), 'base64')
}

/** Bytes that contain a secret become text, in which it can be hidden in every spelling. */
function recordBytes(bytes: Buffer, hide: Hide): RecordedBody {
  const lossy = bytes.toString()
  if (hide.secrets(lossy) !== lossy) return { text: textLines(hide.text(lossy)) }
  return { base64: linesOf(hide.secrets(bytes.toString('base64'))) }
}

const textLines = (text: string): string[] => text.split(/(?<=\n)/)

/** Values by name; a list for a name that is given more than once. */
function formOf(text: string, hide: Hide): Record<string, string | string[]> {
  const pairs = [...new URLSearchParams(text)]
  const values = Map.groupBy(pairs, ([name]) => name)
  return Object.fromEntries(
    [...values].map(([name, all]) => {
      const shown = all.map(([, value]) => (suggestsCredential(name) ? hide.credential : hide.text(value)))
      return [hide.text(name), shown.length === 1 ? (shown[0] ?? '') : shown]
    }),
  )
}

/** Names and values of a recorded form. */
export const pairsOf = (form: Record<string, string | string[]>): [string, string][] =>
  Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))

/** Divides base64 into lines. */
export const linesOf = (text: string): string[] =>
  Array.from({ length: Math.ceil(text.length / LINE) }, (_, at) => text.slice(at * LINE, (at + 1) * LINE))

/**
 * Parses a text as JSON; undefined if it is not JSON, or if JSON would lose something: the spelling of a number, one of two
 * fields with the same name, an order of fields that JavaScript does not keep.
 */
function losslessJson(text: string): { value: Json } | undefined {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return undefined
  }
  if (isDeeper(value, DEEPEST)) return undefined
  return JSON.stringify(value) === compact(text) ? { value } : undefined
}

/** JSON without the blanks between its parts, and with each text spelled as `JSON.stringify` does. */
const compact = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) =>
    part.startsWith('"') ? JSON.stringify(JSON.parse(part)) : '',
  )
