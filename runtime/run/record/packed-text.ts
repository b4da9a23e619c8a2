/** Reads and writes recorded bodies that are text packed with gzip. */
import { isUtf8 } from 'node:buffer'
import { gunzipSync, gzipSync } from 'node:zlib'
import { bodyBytes, linesOf } from '../../http/record/body.ts'
import type { RecordedBody } from '../../http/record/exchange.ts'

/** Maximum size of an unpacked body in bytes; a larger one is kept as it is. */
const LARGEST = 64 * 2 ** 20

/** Returns the lines of a packed text, with their line ends; undefined if the body is anything else. */
export function unpack(body: RecordedBody): string[] | undefined {
  if (!('base64' in body)) return undefined
  const bytes = bodyBytes(body)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return undefined
  try {
    const text = gunzipSync(bytes, { maxOutputLength: LARGEST })
    return isUtf8(text) ? text.toString().split(/(?<=\n)/) : undefined
  } catch {
    // Damaged or too large.
    return undefined
  }
}

/** Packs lines. */
export const pack = (lines: readonly string[]): RecordedBody => ({
  base64: linesOf(gzipSync(lines.join('')).toString('base64')),
})
