/** Decisions of people about runs: cancelling one, settling an unknown outcome. */
import { ActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import { auditSettlement, requireAudit } from './audit-lines.ts'
import { getRun } from './history.ts'
import type { Refusal } from './order.ts'
import { noRun, refusalOf } from './refusal.ts'
import { type Actor, isUnsettled, type RunRecord } from './run.ts'
import type { Runs } from './runs.ts'

/** Maximum length of a remark in characters. */
const LONGEST = 2_000

/** Asks a run to stop. A write that was sent ends as OUTCOME_UNKNOWN. */
export async function cancelRun(runs: Runs, actor: Actor, id: string): Promise<RunRecord | Refusal> {
  const run = await getRun(runs, actor, id)
  if (run === undefined) return refusalOf(noRun(id), runs.locale)
  const live = runs.live.get(id)
  if (live === undefined || live.record.phase === 'ended')
    return refusalOf(new ActionError('RUN_ENDED', { run: id }), runs.locale)
  const reason = phrase('{subject} cancelled the run', { subject: actor.subject })
  live.controller.abort(new ActionError('CANCELLED', { reason }))
  return live.record
}

/** Records whether a write of unknown outcome was carried out. It repeats nothing. */
export async function settleRun(
  runs: Runs,
  actor: Actor,
  id: string,
  { happened, note }: { happened: boolean; note?: string },
): Promise<RunRecord | Refusal> {
  try {
    return await runs.locked(`settle ${id}`, async () => {
      const run = await getRun(runs, actor, id)
      if (run === undefined) throw noRun(id)
      if (!isUnsettled(run)) throw notUnsettled(run)
      requireAudit(runs)
      const remark = note === undefined || note === '' ? {} : { note: note.slice(0, LONGEST) }
      const at = new Date().toISOString()
      const settled = { ...run, settlement: { happened, ...remark, by: actor.subject, at } }
      await runs.store.settle(settled)
      const live = runs.live.get(id) ?? runs.recent.get(id)
      if (live) live.record = { ...live.record, settlement: settled.settlement }
      await auditSettlement(runs, actor, settled)
      return settled
    })
  } catch (thrown) {
    return refusalOf(thrown, runs.locale)
  }
}

function notUnsettled({ id, status, settlement }: RunRecord): ActionError {
  const reason =
    settlement === null
      ? phrase('its outcome is known ({status})', { status })
      : phrase('{subject} settled it already', { subject: settlement.by })
  return new ActionError('SETTLEMENT_REFUSED', { run: id, reason })
}
