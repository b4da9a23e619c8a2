/** Ends the runs that a crash interrupted, and shuts a server down. */
import { ActionError, isRetryable } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'
import { failedResult } from '../../run/refused.ts'
import { auditRun } from './audit-lines.ts'
import { storeAgain } from './execute/live.ts'
import { endOf } from './execute/record.ts'
import type { RunRecord } from './run.ts'
import type { Runs } from './runs.ts'
import type { StoredEnd } from './store/store.ts'
import { recoveredTable } from './tables/recover.ts'

/**
 * Ends every run that has no end. A write that may have left is unknown; a run that sent no write was interrupted and may be
 * repeated. Call it before the first run starts.
 *
 * @returns the number of unknown and of interrupted runs
 */
export async function recoverRuns(runs: Runs): Promise<{ unknown: number; interrupted: number }> {
  const found = { unknown: 0, interrupted: 0 }
  for (const record of await runs.store.unfinished()) {
    const end = record.table ? await recoveredTable(runs, record) : await recoveredAction(runs, record)
    if (end.record.status === 'unknown') found.unknown++
    else found.interrupted++
    await runs.store.end(end)
    await auditRun(runs, end.record, { specs: {}, confirmed: record.plan_id !== undefined })
  }
  return found
}

async function recoveredAction(runs: Runs, record: RunRecord): Promise<StoredEnd> {
  const result = await interrupted(record, record.request.locale ?? runs.locale)
  const end = endOf(runs, record, result)
  // How many requests were sent is not known; the last count is all there is.
  end.record.progress = record.progress
  return end
}

async function interrupted({ phase, action, first_request }: RunRecord, locale: string): Promise<Result> {
  const host = URL.parse(first_request?.url ?? '')?.host ?? action.integration
  const error =
    phase === 'sent'
      ? new ActionError('OUTCOME_UNKNOWN', { host, reason: phrase('the server ended before the response') })
      : new ActionError('INTERRUPTED', {}, { unsent: true })
  const result = await failedResult(error, locale, action.id)
  const repeatable = action.effect === 'read' || action.idempotent
  if (result.error) result.error.retryable = isRetryable(error, repeatable)
  result.run.version = action.version
  return result
}

/**
 * Starts no further runs, waits for those in progress, and cancels what is left after the grace period: writes that were sent
 * end as OUTCOME_UNKNOWN.
 */
export async function drainRuns(runs: Runs, graceMs: number): Promise<void> {
  runs.draining = true
  const reason = new ActionError('CANCELLED', { reason: phrase('the server is shutting down') })
  await Promise.allSettled(runs.starting)
  // A table run begins no further rows; it can be resumed.
  for (const { record, controller } of runs.live.values()) if (record.table) controller.abort(reason)
  const all = Promise.allSettled([...runs.live.values()].map(({ ended }) => ended))
  let timer: NodeJS.Timeout | undefined
  const grace = new Promise<'over'>((resolve) => {
    timer = setTimeout(resolve, graceMs, 'over')
  })
  if ((await Promise.race([all, grace])) === 'over') {
    for (const { controller, hard } of runs.live.values()) {
      controller.abort(reason)
      hard?.abort(reason)
    }
  }
  clearTimeout(timer)
  await all
  await storeAgain(runs)
}
