/** Applies the outcome of a chunk to its rows. */
import type { Code } from '../../../contract/codes.ts'
import { ActionError } from '../../../contract/errors.ts'
import { phrase, quoted } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Result } from '../../../contract/result.ts'
import { failedTask, subjectOf } from '../failed.ts'
import { resultOf } from '../result-of.ts'
import type { ChunkOutcome } from './ask.ts'
import { type ChunkAnswer, type ChunkResult, isChunkResult } from './chunk.ts'
import type { ChunkTable } from './chunk-table.ts'

/** What an outcome says about the rows of a chunk. */
export interface Taken {
  /** Answers as the worker wrote them. */
  answers: ChunkAnswer[]
  /** How the rows without an answer ended; undefined: they were not begun, and another chunk may run them. */
  rest?: Result
  /** Why no chunk of this table can be run. */
  broken?: ActionError
}

/** Reads the outcome of a chunk. A row that may have been written has an unknown outcome. */
export async function readOutcome(
  outcome: ChunkOutcome,
  table: Pick<ChunkTable, 'chunk' | 'start'>,
): Promise<Taken> {
  const subject = subjectOf({ ...table.chunk })
  const { value } = outcome
  if (!isChunkResult(value))
    return { answers: [], rest: await resultOf(outcome, { ...subject, within_ms: table.start.within_ms }) }
  const { answers, failed, ended }: ChunkResult = value
  if (failed?.error?.code === 'OUTCOME_UNKNOWN') return { answers, rest: failed }
  if (failed) return { answers, broken: refuse(quoted(failed.output_message)) }
  if (ended !== 'cancelled') return { answers }
  const reason = phrase('the run was asked to stop')
  return {
    answers,
    rest: await failedTask(new ActionError('CANCELLED', { reason }, { unsent: true }), subject),
  }
}

/** The ledger's record of a row that ended with a result and without an answer. */
export function recordOfRest({ error }: Result): { s: 'failed' | 'unknown'; code: Code; retry?: true } {
  const code = error?.code ?? 'INTERNAL'
  if (code === 'OUTCOME_UNKNOWN') return { s: 'unknown', code }
  return { s: 'failed', code, ...(error?.retryable && { retry: true }) }
}
