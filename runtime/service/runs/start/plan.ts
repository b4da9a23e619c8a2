/** Plans: what a run would do, shown before a person confirms it. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { languageOf, writeWord } from '../../../i18n/sentences.ts'
import type { Plan, PlanWarning } from '../order.ts'
import type { Runs } from '../runs.ts'
import type { Found, Judged } from './judge.ts'
import { twinsOf } from './keys.ts'
import type { PlanParts } from './plan-id.ts'

type PlanHead = Pick<Plan, 'effect' | 'idempotent' | 'permissions' | 'connection'>

/** What every plan says about the action and the tenant. */
export function planHead({ order, tenant, action, facts }: Found): PlanHead {
  const { kind, label, account } = tenant
  return {
    effect: facts.effect,
    idempotent: facts.idempotent,
    permissions: action.manifest.permissions,
    connection: {
      name: order.connection,
      ...(kind && { kind }),
      ...(label !== undefined && { label }),
      ...(account !== undefined && { account }),
    },
  }
}

/** Returns why a plan does not cover a run with these parts; undefined if it does. */
export function planError({ ids }: Runs, plan: string, parts: PlanParts): ActionError | undefined {
  if (ids.matches(plan, parts)) return undefined
  const reason =
    ids.startOf(plan) === undefined
      ? phrase('it has expired, or this server did not make it')
      : phrase('the request, the configuration or the person is not the one that it was made for')
  return new ActionError('PLAN_CHANGED', { reason }, { unsent: true })
}

/** Writes the plan of a judged order. */
export async function planOf(runs: Runs, judged: Judged): Promise<Plan> {
  const { inputs, request } = judged
  return {
    ...runs.ids.make(judged.parts, judged.started),
    ...planHead(judged),
    ...(judged.objects === undefined ? {} : { objects: judged.objects }),
    ...(judged.undo && { undo: judged.undo }),
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
