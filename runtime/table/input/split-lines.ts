/** Splits a byte stream into lines. */
import type { Chunks } from './rows.ts'

/** A line that exceeds the limit; its text is not kept. */
export const TOO_LONG = Symbol('too long')

/** Default for the maximum size of a line in bytes. */
const LONGEST = 64 * 1024 * 1024

/** The bytes of a line, or a marker that it was too long. */
export type Line = Buffer | typeof TOO_LONG

const NEWLINE = 10
const RETURN = 13

/**
 * Splits bytes into lines, without their ends (LF or CRLF). Lines arrive in lists, one for each chunk that completes any:
 * a turn of the event loop for each line would cost more than the splitting.
 */
export async function* splitLines(chunks: Chunks, longest = LONGEST): AsyncGenerator<Line[]> {
  let held: Buffer[] = []
  let size = 0
  const finish = (end: Buffer): Line => {
    const tooLong = size + end.length > longest
    const line = held.length === 0 ? end : Buffer.concat([...held, end])
    held = []
    size = 0
    return tooLong ? TOO_LONG : line.subarray(0, line.at(-1) === RETURN ? -1 : undefined)
  }
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : asBuffer(chunk)
    const lines: Line[] = []
    let from = 0
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      lines.push(finish(bytes.subarray(from, at)))
      from = at + 1
    }
    if (from < bytes.length) {
      size += bytes.length - from
      // An oversized line is counted, and its text is dropped.
      if (size <= longest) held.push(from === 0 ? bytes : Buffer.from(bytes.subarray(from)))
      else held = []
    }
    if (lines.length > 0) yield lines
  }
  if (size > 0) yield [finish(Buffer.alloc(0))]
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
