/** Fetches the answers of chunks that an earlier run started and did not finish. */
import { toActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import type { ChunkLine } from '../../../table/ledger/records.ts'
import { failureLine } from '../../../table/lines.ts'
import { boxOf } from '../../../table/output/line-buffer.ts'
import { failedTask, subjectOf, unknownOutcome } from '../failed.ts'
import { type ChunkOutcome, outcomeOf } from './ask.ts'
import type { ChunkTable } from './chunk-table.ts'
import { readOutcome, recordOfRest } from './take.ts'

/** Milliseconds for which an engine certainly remembers a chunk. Retention is a day or more. */
const REMEMBERED = 12 * 60 * 60_000

type Resumed = Pick<ChunkTable, 'engine' | 'start' | 'pause' | 'chunk' | 'ledger' | 'print'>

/**
 * Asks the engine for every chunk that the ledger knows as started, waits for those that run, and records their answers. Open the
 * ledger again afterwards.
 *
 * @param now epoch milliseconds
 * @returns the rows of chunks that never reached the engine, with the id under which to start them
 */
export async function resumeChunks(table: Resumed, now: number): Promise<Map<number, string>> {
  const again = new Map<number, string>()
  const ended = new Set(
    table.ledger.chunks.filter(({ rows }) => rows === undefined).map(({ chunk }) => chunk),
  )
  const open = table.ledger.chunks.filter(({ chunk, rows }) => rows !== undefined && !ended.has(chunk))
  for (const line of open) {
    const rows = positionsOf(line)
    const outcome = await outcomeOf(table, line.chunk).catch(notFound)
    const isRecent = now - Date.parse(line.at) < REMEMBERED
    if (outcome === undefined && isRecent) for (const row of rows) again.set(row, line.chunk)
    else {
      await record(table, rows, outcome)
      await table.ledger.chunk({ chunk: line.chunk, at: new Date(now).toISOString() })
    }
  }
  return again
}

function notFound(thrown: unknown): undefined {
  if (toActionError(thrown).code !== 'NOT_FOUND') throw thrown
}

const positionsOf = ({ rows = [] }: ChunkLine): number[] =>
  rows.flatMap(([from, count]) => Array.from({ length: count }, (_, at) => from + at))

/** Records the answers of a chunk, and what is known about rows without an answer; rows that were not begun have no record. */
async function record(
  table: Resumed,
  rows: readonly number[],
  outcome: ChunkOutcome | undefined,
): Promise<void> {
  const { ledger, print } = table
  const { answers, rest } = outcome ? await readOutcome(outcome, table) : await forgotten(table)
  const answered = new Map(answers.map((answer) => [answer.i, answer]))
  for (const i of rows) {
    const answer = answered.get(i)
    if (answer) {
      const { s, code, retry, text, n } = answer
      const box = Object.assign(boxOf([text]), { lines: n })
      await ledger.done({ i, s, ...(code !== undefined && { code }), ...(retry && { retry }) }, box)
    } else if (rest) {
      const { code } = recordOfRest(rest)
      const row = { index: i, columns: undefined }
      await ledger.done(
        { i, ...recordOfRest(rest) },
        boxOf([print(failureLine(rest.output_message, code, null), row, [])]),
      )
    }
  }
}

/** The engine may have forgotten the chunk, so writes may have been sent. Reads are run again. */
async function forgotten({ chunk }: Resumed): ReturnType<typeof readOutcome> {
  const subject = subjectOf(chunk)
  if (subject.effect === 'read') return { answers: [] }
  const reason = phrase('the engine no longer knows the rows that were given to it')
  return { answers: [], rest: await failedTask(unknownOutcome(subject, reason), subject) }
}
