/** Ends a table run: counts, status and sentence. */

import type { Code } from '../../../contract/codes.ts'
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import type { Result } from '../../../contract/result.ts'
import { languageOf, writeWord } from '../../../i18n/sentences.ts'
import { failedResult } from '../../../run/refused.ts'
import type { Totals } from '../../../table/totals.ts'
import { endOf, textOf } from '../execute/record.ts'
import type { RunRecord, RunStatus } from '../run.ts'
import type { LiveRun, Runs } from '../runs.ts'
import type { StoredEnd } from '../store/store.ts'
import type { TableFacts } from './facts.ts'
import type { OpenTable } from './open.ts'

/** Unknown rows that are recognised when they are sent again; the others are known only by their run. */
const MOST_TWINS = 10_000

/** What a table run left behind. */
interface Outcome {
  totals: Totals
  requests: number
  unknown: readonly string[]
  /** Why it ended early. */
  thrown: unknown
}

/** Completes the record of a table run. */
export async function tableEnd(
  runs: Runs,
  { locale, facts }: Pick<OpenTable, 'locale' | 'facts'>,
  live: Pick<LiveRun, 'record'>,
  { totals, requests, unknown, thrown }: Outcome,
): Promise<StoredEnd> {
  const { record } = live
  const code = codeOf(totals, thrown)
  const sentence = thrown instanceof ActionError && code === thrown.code ? thrown : undefined
  const ms = Date.now() - Date.parse(record.started_at)
  const run = { action: facts.id, version: facts.version, locale, ms, requests }
  const language = await languageOf(locale)
  const counts = {
    rows: totals.rows,
    succeeded: totals.succeeded,
    failed: totals.failed,
    unknown: totals.unknown.rows,
  }
  const message = sentence
    ? (await failedResult(sentence, locale)).output_message
    : writeWord(language, wordsOf(counts))
  const result: Result = {
    is_success: code === 'OK',
    output_message: message,
    json_result: null,
    ...(code === 'OK' ? {} : { error: { code, reason: message, retryable: false } }),
    run,
  }
  const { record: ended } = endOf(runs, record, result)
  const done: RunRecord = {
    ...ended,
    status: statusOf(totals, code),
    rows: totals.rows,
    progress: { rows: totals.rows, requests },
    ...(record.table && { table: { ...record.table, ...countsOf(totals) } }),
  }
  return { record: done, text: textOf(done), twins: unknown.slice(0, MOST_TWINS) }
}

/** The part of a record that counts rows. */
export function countsOf(totals: Totals): Pick<TableFacts, 'counts' | 'failures'> {
  const { rows, succeeded, failed, empty, before, failures } = totals
  return {
    counts: { rows, succeeded, failed, unknown: totals.unknown.rows, empty, before },
    failures: { ...failures },
  }
}

function codeOf(totals: Totals, thrown: unknown): Code | 'OK' {
  if (totals.unknown.rows > 0 || totals.lost) return 'OUTCOME_UNKNOWN'
  if (thrown instanceof ActionError) return thrown.code
  if (totals.stopped) return 'CANCELLED'
  const [most] = Object.entries(totals.failures).sort(([, a], [, b]) => b - a)
  return (most?.[0] as Code | undefined) ?? 'OK'
}

function statusOf({ rows, failed, stopped }: Totals, code: Code | 'OK'): RunStatus {
  if (code === 'OUTCOME_UNKNOWN') return 'unknown'
  if (stopped) return 'cancelled'
  if (code === 'OK') return 'succeeded'
  return failed > 0 && failed < rows ? 'partly' : 'failed'
}

const wordsOf = (counts: { rows: number; succeeded: number; failed: number; unknown: number }) =>
  counts.unknown > 0
    ? phrase(
        '{succeeded} of {rows} rows succeeded, {failed} failed; the outcome of {unknown} is unknown.',
        counts,
      )
    : phrase('{succeeded} of {rows} rows succeeded, {failed} failed.', counts)
