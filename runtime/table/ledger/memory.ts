/** The rows of a ledger in memory, in a few bytes each. */
import { type Code, codes } from '../../contract/codes.ts'
import type { RowRecord, RowState } from './records.ts'

/** The known state of one row. */
export interface Known {
  state: RowState
  /** Hash of its inputs, as planned; undefined if it could not be planned. */
  hash: string | undefined
  /** Why it failed. */
  code: Code | undefined
  /** A retry changes nothing twice and may help. */
  retry: boolean
  /** Position of its answer in the ledger; undefined without one. */
  answer?: { from: number; bytes: number; lines: number }
}

/** The index of a ledger. */
export interface Memory {
  /** Adds a record; `from` is the position where its answer begins. */
  learn(record: RowRecord, from: number): void
  recall(index: number): Known | undefined
  /** Number of known rows. */
  readonly size: number
}

const STATES: readonly RowState[] = ['planned', 'sent', 'answered', 'failed', 'unknown']
const CODES = Object.keys(codes) as Code[]
const RETRY = 8

/** Makes an empty index. */
export function createMemory(): Memory {
  let room = 1024
  let states = new Uint8Array(room)
  let reasons = new Uint8Array(room)
  let hashes = new BigUint64Array(room)
  let places = new Float64Array(room)
  let sizes = new Float64Array(room)
  let lines = new Uint32Array(room)
  let size = 0

  function grow(index: number): void {
    if (index < room) return
    while (room <= index) room *= 2
    const [s, r, h, p, b, l] = [states, reasons, hashes, places, sizes, lines]
    states = new Uint8Array(room)
    reasons = new Uint8Array(room)
    hashes = new BigUint64Array(room)
    places = new Float64Array(room)
    sizes = new Float64Array(room)
    lines = new Uint32Array(room)
    states.set(s)
    reasons.set(r)
    hashes.set(h)
    places.set(p)
    sizes.set(b)
    lines.set(l)
  }

  return {
    get size() {
      return size
    },
    learn({ i, s, h, code, retry, n, bytes }, from) {
      grow(i)
      if (states[i] === 0) size++
      // 0 marks rows without a known state.
      states[i] = STATES.indexOf(s) + 1 + (retry ? RETRY : 0)
      if (h !== undefined) hashes[i] = BigInt(`0x${h}`)
      reasons[i] = CODES.indexOf(code as Code) + 1
      places[i] = bytes === undefined ? -1 : from
      sizes[i] = bytes ?? 0
      lines[i] = n ?? 0
    },
    recall(index) {
      const stored = index < room ? (states[index] ?? 0) : 0
      const state = STATES[(stored % RETRY) - 1]
      if (state === undefined) return undefined
      const from = places[index] ?? -1
      return {
        state,
        hash: hashes[index] ? hashes[index].toString(16).padStart(16, '0') : undefined,
        code: CODES[(reasons[index] ?? 0) - 1],
        retry: stored >= RETRY,
        ...(from >= 0 && { answer: { from, bytes: sizes[index] ?? 0, lines: lines[index] ?? 0 } }),
      }
    },
  }
}
