/** Starts a run, or says why it is not started. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { auditRefusal, requireAudit } from '../audit-lines.ts'
import { execute } from '../execute/execute.ts'
import { launch, storeAgain } from '../execute/live.ts'
import { endOf, newRecord, textOf } from '../execute/record.ts'
import type { Order, Plan, Refusal, Started, StartOptions } from '../order.ts'
import { isRefusal, refusalOf } from '../refusal.ts'
import type { Actor } from '../run.ts'
import type { Runs } from '../runs.ts'
import { type Found, find, type Judged, judge } from './judge.ts'
import { checkTwins, type Key, readKey, replay, twinsOf } from './keys.ts'
import { planOf } from './plan.ts'

/** Default maximum number of runs that wait for a slot. */
const WAITING = 1_000

/** Milliseconds after which a caller may try again when too many runs wait. */
const BUSY_MS = 2_000

/** Plans an order. Sends nothing and records nothing. */
export async function makePlan(runs: Runs, actor: Actor, order: Order): Promise<Plan | Refusal> {
  try {
    mayUse(actor, order)
    const judged = await judge(runs, await find(runs, order), actor.subject)
    return isRefusal(judged) ? judged : await planOf(runs, judged)
  } catch (thrown) {
    return refusalOf(thrown, order.locale ?? runs.locale)
  }
}

/** Starts a run. A refusal sent nothing, used up no key, and has its audit line. */
export async function startRun(
  runs: Runs,
  actor: Actor,
  order: Order,
  how: StartOptions,
): Promise<Started | Refusal> {
  let found: Found | undefined
  const begin = async (): Promise<Started | Refusal> => {
    mayUse(actor, order)
    found = await find(runs, order)
    const key = readKey(actor, found, how.key)
    if (key === undefined) return beginNew(runs, actor, found, how, undefined)
    // Two requests with one key at once: the second one finds the run of the first.
    const { locale } = found
    const first = found
    return runs.locked(
      key.scope,
      async () => (await replay(runs, key, locale)) ?? beginNew(runs, actor, first, how, key),
    )
  }
  const answer = await begin().catch((thrown: unknown) => {
    const run = thrown instanceof ActionError ? thrown.values.run : undefined
    const more = typeof run === 'string' ? { run_id: run } : {}
    return refusalOf(thrown, order.locale ?? runs.locale, more)
  })
  if (isRefusal(answer)) {
    const known = found && { effect: found.facts.effect, specs: found.action.specs }
    await auditRefusal(runs, actor, order, answer.refused.code, known)
  }
  return answer
}

/** @throws ActionError NOT_FOUND for a connection that the actor may not use: its existence is not revealed */
function mayUse({ connections }: Actor, { connection }: Order): void {
  if (connections === undefined || connections.includes(connection)) return
  throw new ActionError(
    'NOT_FOUND',
    { reason: phrase('There is no connection "{name}".', { name: connection.slice(0, 80) }) },
    { unsent: true },
  )
}

async function beginNew(
  runs: Runs,
  actor: Actor,
  found: Found,
  how: StartOptions,
  key: Key | undefined,
): Promise<Started | Refusal> {
  const isWrite = found.facts.effect !== 'read'
  requireRoom(runs)
  if (isWrite) requireAudit(runs)
  const planned = how.plan === undefined ? undefined : runs.ids.startOf(how.plan)
  const judged = await judge(runs, found, actor.subject, planned)
  if (isRefusal(judged)) return judged
  const unconfirmed = await checkPlan(runs, actor, judged, how)
  if (unconfirmed) return unconfirmed
  const twins = twinsOf(judged)
  const repeats = await checkTwins(runs, found.order.connection, twins, how)
  const record = { ...newRecord(runs, actor, judged, how), ...(repeats !== undefined && { repeats }) }
  await storeAgain(runs)
  // Judging took time.
  requireRoom(runs)
  await runs.store.create({ record, ...(key && { key }), twins, text: textOf(record) })
  const live = launch(runs, record, {
    log: judged.log,
    specs: found.action.specs,
    confirmed: how.plan !== undefined || how.confirmed === true,
    carryOut: async (started) => {
      const result = await execute(runs, judged, started)
      return endOf(runs, started.record, result)
    },
  })
  follow(live.controller, how.signal, live.ended)
  return { run: record, replayed: false, ended: live.ended }
}

/** @throws ActionError DRAINING, BUSY */
function requireRoom({ draining, load, waiting = WAITING }: Runs): void {
  if (draining) throw new ActionError('DRAINING', {}, { unsent: true })
  if (load.queued < waiting) return
  const seconds = Math.ceil(BUSY_MS / 1000)
  const reason = phrase('{count} runs are waiting.', { count: load.queued })
  throw new ActionError('BUSY', { reason, seconds }, { unsent: true, retry_after_ms: BUSY_MS })
}

/** Returns a refusal if a person has not confirmed exactly what would be sent now. */
async function checkPlan(
  runs: Runs,
  actor: Actor,
  judged: Judged,
  { plan, confirmed }: StartOptions,
): Promise<Refusal | undefined> {
  const { facts, locale } = judged
  if (plan === undefined) {
    const required = facts.effect !== 'read' && (actor.person || runs.requirePlan === true) && !confirmed
    if (!required) return undefined
    const error = new ActionError('PLAN_REQUIRED', { action: facts.id }, { unsent: true })
    return refusalOf(error, locale, { plan: await planOf(runs, judged) })
  }
  if (runs.ids.matches(plan, judged.parts)) return undefined
  const reason =
    runs.ids.startOf(plan) === undefined
      ? phrase('it has expired, or this server did not make it')
      : phrase('the request, the configuration or the person is not the one that it was made for')
  const error = new ActionError('PLAN_CHANGED', { reason }, { unsent: true })
  return refusalOf(error, locale, { plan: await planOf(runs, judged) })
}

/** Cancels a run when the caller's signal is aborted. */
function follow(controller: AbortController, signal: AbortSignal | undefined, ended: Promise<unknown>): void {
  if (signal === undefined) return
  const cancel = (): void => controller.abort(signal.reason)
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  ended.then(() => signal.removeEventListener('abort', cancel))
}
