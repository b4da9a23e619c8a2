/** Splits a stream into lines of bounded size. */
import { isUtf8 } from 'node:buffer'
import { toUtf8 } from '../../../safety/encoding.ts'

/** One line, or the request id of a line that cannot be used. */
export type Frame = { text: string } | { bad: 'too long' | 'not UTF-8'; id: string | number | null }

/** Number of characters, at both ends of an oversized line, that are searched for the id of its request. */
const ENDS = 512

/**
 * Splits a stream into lines, without their ends. If a line is longer than `most` bytes or is not UTF-8, only the id of
 * the request is returned. Throws ActionError for a stream that is not text.
 */
export async function* splitFrames(
  input: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  most: number,
): AsyncGenerator<Frame> {
  let line = startLine(most)
  for await (const bytes of toUtf8(input, 'standard input')) {
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      line.add(bytes.subarray(from, end))
      from = end + 1
      yield line.frame()
      line = startLine(most)
    }
    line.add(bytes.subarray(from))
  }
  if (line.begun()) yield line.frame()
}

interface Line {
  add(bytes: Buffer): void
  begun(): boolean
  frame(): Frame
}

function startLine(most: number): Line {
  let parts: Buffer[] = []
  let size = 0
  let head = ''
  let tail = ''
  return {
    add: (bytes) => {
      if (bytes.length === 0) return
      size += bytes.length
      if (size <= most) {
        parts.push(bytes)
        return
      }
      if (parts.length > 0) {
        head = parts
          .map((part) => part.toString('latin1', 0, ENDS))
          .join('')
          .slice(0, ENDS)
        parts = []
      } else if (head === '') head = bytes.toString('latin1', 0, ENDS)
      tail = (tail + bytes.toString('latin1', Math.max(0, bytes.length - ENDS))).slice(-ENDS)
    },
    begun: () => size > 0,
    frame: () => {
      if (size > most) return { bad: 'too long', id: idIn(head, tail) }
      const bytes = Buffer.concat(parts)
      if (isUtf8(bytes)) return { text: bytes.toString('utf8').replace(/\r$/, '') }
      const text = bytes.toString('latin1')
      return { bad: 'not UTF-8', id: idIn(text.slice(0, ENDS), text.slice(-ENDS)) }
    },
  }
}

const ID = String.raw`"id"\s*:\s*(\d{1,15}|"[\w.:-]{1,100}")\s*`
const FIRST = new RegExp(String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?${ID},`)
const LAST = new RegExp(String.raw`,\s*${ID}\}\s*$`)

/** Clients put the id before or after everything else. */
function idIn(head: string, tail: string): string | number | null {
  const [, id] = FIRST.exec(head) ?? LAST.exec(tail) ?? []
  return id === undefined ? null : (JSON.parse(id) as string | number)
}
