/** Runs the rows of a table on an engine, chunk by chunk. */
import { randomUUID } from 'node:crypto'
import type { Code } from '../../../contract/codes.ts'
import type { SourceRow } from '../../../platforms/table.ts'
import { failureLine } from '../../../table/lines.ts'
import { createLockout, MOST_FAILURES } from '../../../table/lockout.ts'
import { boxOf } from '../../../table/output/line-buffer.ts'
import { shownData } from '../../../table/run-row.ts'
import { answerSettled } from '../../../table/run-table.ts'
import { count, loseRows } from '../../../table/totals.ts'
import { exactJson } from '../../../template/values/exact-json.ts'
import { outcomeOf, startChunk } from './ask.ts'
import { type Batch, type Batches, rangesOf } from './batches.ts'
import type { ChunkRow } from './chunk.ts'
import type { ChunkTable } from './chunk-table.ts'
import { readOutcome, recordOfRest } from './take.ts'

/** Chunks on their way at once. */
const MOST_CHUNKS = 16

/**
 * Runs the table to its end, or until it is stopped. Every chunk is in the ledger before it is started, so that a resumed run
 * asks for it instead of starting it again.
 *
 * @throws any error that makes continuing impossible: output, ledger, engine; a chunk that no worker can run
 */
export async function runChunks(table: ChunkTable, batches: Batches): Promise<void> {
  const { emitter, totals, stop } = table
  const halt = new AbortController()
  const lockout = createLockout()
  const on = new Set<Promise<void>>()
  let broken: { error: unknown } | undefined
  const stopFor = (error: unknown): void => {
    broken ??= { error }
    halt.abort()
  }
  const pending = new Set<Promise<void>>()
  const track = (work: Promise<void>): Promise<void> => {
    const tracked: Promise<void> = work.catch(stopFor).finally(() => pending.delete(tracked))
    pending.add(tracked)
    return tracked
  }
  // Wrong credentials must not be tried by sixteen workers at once.
  let width = 1
  const onCode = (code: Code | undefined): void => {
    lockout.record(code)
    if (code !== 'AUTH_FAILED') width = MOST_CHUNKS
  }
  let finished = false
  while (!stop.aborted && !halt.signal.aborted) {
    const next = await batches.next().catch(stopFor)
    if (next === undefined) {
      finished = broken === undefined
      break
    }
    if ('do' in next) {
      // Not awaited: the output may be waiting for rows of a batch that is not complete yet.
      track(answerSettled(table, next))
      continue
    }
    while (on.size >= width) await Promise.race(on)
    const running: Promise<void> = track(runBatch(table, next, { lockout, onCode })).finally(() =>
      on.delete(running),
    )
    on.add(running)
  }
  while (pending.size > 0) await Promise.all(pending)
  totals.stopped = stop.aborted && !finished
  const failure = broken ?? (await emitter.end().then(undefinedOf, (error: unknown) => ({ error })))
  if (!failure) return
  loseRows(totals, await emitter.abandon())
  throw failure.error
}

const undefinedOf = (): undefined => undefined

/** What chunks share. */
interface Shared {
  lockout: ReturnType<typeof createLockout>
  onCode(code: Code | undefined): void
}

/** Runs the rows of a batch. Rows that a worker did not begin are given to another one. */
async function runBatch(table: ChunkTable, batch: Batch, { lockout, onCode }: Shared): Promise<void> {
  const { ledger, emitter, totals } = table
  const delivered: (Promise<void> | void)[] = []
  const deliver = async (row: SourceRow, record: Delivered, text: string, lines: number): Promise<void> => {
    const { index: i } = row
    const box = Object.assign(boxOf([text]), { lines })
    count(totals, { index: i, code: record.code, lines })
    onCode(record.code)
    await ledger.done({ i, ...record }, box)
    // Not awaited here: the output may be waiting for rows of the same batch.
    delivered.push(emitter.put(i, box))
  }
  const fail = (row: SourceRow, record: Delivered, reason: string): Promise<void> =>
    deliver(
      row,
      record,
      table.print(failureLine(reason, record.code ?? null, shownData(table, row)), row, []),
      1,
    )

  let rows = batch.rows
  let known = batch.id
  while (rows.length > 0) {
    if (lockout.isOpen) {
      for (const row of rows) await fail(row, { s: 'failed', code: 'AUTH_FAILED', retry: true }, NOT_TRIED)
      break
    }
    const id: string = known ?? batch.newId()
    if (known === undefined)
      await ledger.chunk({
        chunk: id,
        at: new Date().toISOString(),
        rows: rangesOf(rows.map(({ index }) => index)),
      })
    known = undefined
    await startChunk(table, id, { ...table.chunk, rows: rows.map(toChunkRow) })
    const { answers, rest, broken } = await readOutcome(await outcomeOf(table, id), table)
    const answered = new Map(answers.map((answer) => [answer.i, answer]))
    await Promise.all(
      rows.map((row) => {
        const answer = answered.get(row.index)
        if (answer) return deliver(row, recordOfAnswer(answer), answer.text, answer.n)
        return rest && fail(row, recordOfRest(rest), rest.output_message)
      }),
    )
    await ledger.chunk({ chunk: id, at: new Date().toISOString() })
    if (broken) throw broken
    rows = rest ? [] : rows.filter(({ index }) => !answered.has(index))
  }
  await Promise.all(delivered)
}

/** The ledger's record of a row, without its position. */
type Delivered = { s: 'answered' | 'failed' | 'unknown'; code?: Code; retry?: true }

const recordOfAnswer = ({ s, code, retry }: Delivered): Delivered => ({
  s,
  ...(code !== undefined && { code }),
  ...(retry && { retry }),
})

const toChunkRow = ({ index: i, columns, fault }: SourceRow): ChunkRow =>
  columns === undefined ? { i, fault: fault ?? '' } : { i, c: exactJson(columns) }

/** Ids of the chunks of one run: nothing of the table is in them, and no other table has them. */
export function chunkIds(action: string): () => string {
  const run = randomUUID()
  let n = 0
  return () => `rows:${action}:${run}:${n++}`
}

const NOT_TRIED = `Not sent: the credentials were refused for ${MOST_FAILURES} consecutive rows.`
