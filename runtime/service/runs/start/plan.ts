/** Plans: what a run would do, shown before a person confirms it. */
import { phrase } from '../../../contract/phrases.ts'
import { languageOf, writeWord } from '../../../i18n/sentences.ts'
import type { Plan, PlanWarning } from '../order.ts'
import type { Runs } from '../runs.ts'
import type { Judged } from './judge.ts'
import { twinsOf } from './keys.ts'

/** Writes the plan of a judged order. */
export async function planOf(runs: Runs, judged: Judged): Promise<Plan> {
  const { order, tenant, action, facts, inputs, request } = judged
  const { kind, label, account } = tenant
  return {
    ...runs.ids.make(judged.parts, judged.started),
    effect: facts.effect,
    idempotent: facts.idempotent,
    permissions: action.manifest.permissions,
    connection: {
      name: order.connection,
      ...(kind && { kind }),
      ...(label !== undefined && { label }),
      ...(account !== undefined && { account }),
    },
    ...(judged.objects === undefined ? {} : { objects: judged.objects }),
    request,
    more_requests: request === null ? 'none' : 'possible',
    inputs,
    warnings: await warningsOf(runs, judged),
    ms: judged.ms,
  }
}

async function warningsOf(runs: Runs, judged: Judged): Promise<PlanWarning[]> {
  const { order, locale, warnings } = judged
  const own = warnings.map((message): PlanWarning => ({ code: 'WARNING', message }))
  const run = await runs.store.twin(order.connection, twinsOf(judged))
  if (run === undefined) return own
  const message = writeWord(
    await languageOf(locale),
    phrase('The run {run} sent the same write, and its outcome is unknown. Check the tenant first.', { run }),
  )
  return [{ code: 'UNSETTLED_TWIN', message, run }, ...own]
}
