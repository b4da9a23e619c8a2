/** The ledger of a chunk: sent rows go to the engine, answers stay in memory. */
import type { Ledger } from '../../../table/ledger/ledger.ts'
import type { RowRecord } from '../../../table/ledger/records.ts'
import { type Lease, recordWrite } from '../lease.ts'
import type { ChunkRecord } from './chunk.ts'
import { createRowSet, type RowSet } from './row-set.ts'

/** The state of a chunk during one attempt. */
export interface ChunkState {
  /** Rows of which this attempt or an earlier one may have sent a write. */
  sent: RowSet
  /** Rows that an earlier attempt answered. */
  answered: RowSet
  /** Attempts that began since the last one that ended by itself. */
  tries: number
}

/** The state with which an attempt begins. A record that cannot be read counts as if everything had been sent. */
export function stateAt({ attempt, record }: Lease<ChunkRecord>, size: number): ChunkState {
  if (record === undefined || record === null)
    return { sent: createRowSet(size), answered: createRowSet(size), tries: attempt === 1 ? 1 : 2 }
  const { sent, answered, tries } = record
  const isWhole = typeof sent === 'string' && typeof answered === 'string' && Number.isSafeInteger(tries)
  const all = Buffer.alloc(Math.ceil(size / 8), 0xff).toString('base64')
  return {
    sent: createRowSet(size, isWhole ? sent : all),
    answered: createRowSet(size, isWhole ? answered : ''),
    tries: isWhole ? tries + 1 : 2,
  }
}

/** What is recorded of a state. */
export const recordOf = ({ sent, answered, tries }: ChunkState): ChunkRecord => ({
  sent: sent.text(),
  answered: answered.text(),
  tries,
})

/**
 * Makes the ledger of an attempt. Rows that are about to be sent at the same time share one record.
 *
 * @param onAnswer receives every answered row with its lines, complete
 */
export function createLeaseLedger(
  lease: Lease<ChunkRecord>,
  state: ChunkState,
  clock: string,
  onAnswer: (record: Omit<RowRecord, 'n' | 'bytes'>, text: string, lines: number) => void,
): Ledger {
  let group: number[] = []
  let next: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function store(before: Promise<unknown>): Promise<void> {
    await before
    next = undefined
    const rows = group
    group = []
    const isNew = rows.filter((at) => !state.sent.has(at))
    for (const at of rows) state.sent.add(at)
    try {
      await recordWrite(lease, recordOf(state))
    } catch (error) {
      // These rows are not sent. A later record must not say that they were.
      for (const at of isNew) state.sent.remove(at)
      throw error
    }
  }

  return {
    clock,
    recall: () => undefined,
    answerOf: () => {
      throw new Error('A chunk has no answers of earlier attempts')
    },
    planned: () => {},
    chunks: [],
    chunk: async () => {},
    sent: (at) => {
      group.push(at)
      if (next === undefined) {
        next = store(last)
        last = next.catch(() => {})
      }
      return next
    },
    done: async (record, box) => {
      let text = box.text
      if (text === undefined) {
        const parts: Buffer[] = []
        for await (const part of box.chunks()) parts.push(Buffer.from(part))
        text = Buffer.concat(parts).toString('utf8')
        await box.drop()
      }
      state.answered.add(record.i)
      onAnswer(record, text, box.lines)
    },
    end: async () => {},
  }
}
