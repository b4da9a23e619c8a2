/**
 * The lines of a ledger.
 *
 * Each is a JSON object. A record that has an answer is followed by the answer itself: the output's own bytes, whose
 * number the record contains. docs/rows.md shows one.
 */
import type { FileHandle } from 'node:fs/promises'
import type { ProcessId } from '../../safety/process.mjs'
import { readFrom } from '../output/line-buffer.ts'

/** The states of a row. Later records take precedence. */
export type RowState = 'planned' | 'sent' | 'answered' | 'failed' | 'unknown'

/** The facts that a table run must share with the run that created the ledger. */
export interface Fingerprint {
  action: string
  /** Of templates, columns and constants. */
  inputs: string
  /** Of the configuration without its secrets. */
  config: string
  /** The format of the answer. */
  output: string
}

/** The first line. */
export interface Header {
  ledger: 1
  fingerprint: Fingerprint
  /** What templates see as `run.started`, in every run of this ledger. */
  clock: string
}

/** A process starts to work. */
export interface Begun extends ProcessId {
  begun: string
}

/** A process has finished its work. */
export interface Ended {
  ended: string
}

/** The state of one row. */
export interface RowRecord {
  /** Its position in the table, from 0. */
  i: number
  s: RowState
  /** With `planned`: hash of its inputs. */
  h?: string
  /** Code of the failure. */
  code?: string
  /** Nothing was changed and a retry may help: a resumed run retries it. */
  retry?: true
  /** Lines and bytes of the answer that follows. */
  n?: number
  bytes?: number
}

/** Rows were given to a worker as one piece of work, or that piece has ended and its answers are recorded. */
export interface ChunkLine {
  /** Id of the work. */
  chunk: string
  /** When: ISO time. */
  at: string
  /** The rows: first position and number of each run of them. Absent at the end. */
  rows?: [from: number, count: number][]
}

/** Any line. */
export type LedgerLine = Header | Begun | Ended | RowRecord | ChunkLine

/** The record of a row's plan; formatted by hand, since there is one for every row. */
export const plannedLine = (index: number, hash: string): string =>
  `{"i":${index},"s":"planned","h":"${hash}"}\n`

/** The record before the first request of a row that changes things. */
export const sentLine = (index: number): string => `{"i":${index},"s":"sent"}\n`

/** The text of any line. */
export const lineOf = (line: LedgerLine): string => `${JSON.stringify(line)}\n`

/** A line with its position: `from` is where its answer begins. */
export interface Scanned {
  line: LedgerLine
  from: number
}

const NEWLINE = 10

/**
 * Reads a ledger from its start. Stops at the first incomplete line, answer included: the end that a killed process left.
 *
 * @returns bytes of all complete lines
 * @throws Error if a complete line does not belong to a ledger
 */
export async function scan(handle: FileHandle, take: (scanned: Scanned) => void): Promise<number> {
  const { size } = await handle.stat()
  let whole = 0
  let held = Buffer.alloc(0)
  let start = 0
  for await (const chunk of readFrom(handle, 0, size)) {
    held = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk])
    let at = 0
    for (;;) {
      const position = start + at
      if (position < whole) {
        // Inside an answer.
        at = Math.min(held.length, at + whole - position)
        if (start + at < whole) break
      }
      // After a power failure, a file system may show zeros where nothing was written yet.
      if (held[at] === 0) return start + at
      const end = held.indexOf(NEWLINE, at)
      if (end < 0) break
      const line = readLine(held.toString('utf8', at, end), start + at)
      const from = start + end + 1
      const bytes = 'bytes' in line ? (line.bytes ?? 0) : 0
      if (from + bytes > size) return start + at
      take({ line, from })
      whole = from + bytes
      at = end + 1
    }
    held = held.subarray(at)
    start += at
  }
  return Math.min(whole, size)
}

function readLine(text: string, place: number): LedgerLine {
  const broken = () => new Error(`unexpected content at byte ${place}: "${text.slice(0, 60)}"`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw Object.assign(broken(), { cause })
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw broken()
  if (!['ledger', 'begun', 'ended', 'i', 'chunk'].some((name) => Object.hasOwn(value, name))) throw broken()
  return value as LedgerLine
}
