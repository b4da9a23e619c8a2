/** Starts a run, or says why it is not started. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import type { Result } from '../../../contract/result.ts'
import { auditRefusal, requireAudit } from '../audit-lines.ts'
import { execute } from '../execute/execute.ts'
import { launch, storeAgain } from '../execute/live.ts'
import { endOf, newRecord, textOf } from '../execute/record.ts'
import type { Order, Plan, Refusal, Started, StartOptions } from '../order.ts'
import { isRefusal, refusalOf } from '../refusal.ts'
import type { Actor, RunRecord } from '../run.ts'
import type { Runs } from '../runs.ts'
import { checkUndoes, markUndone } from '../undo.ts'
import { type Found, find, type Judged, judge } from './judge.ts'
import { checkTwins, type Key, readKey, replay, twinsOf } from './keys.ts'
import { planError, planOf } from './plan.ts'
import { checkRoom } from './room.ts'

/** Plans an order. Sends nothing and records nothing. */
export async function makePlan(runs: Runs, actor: Actor, order: Order): Promise<Plan | Refusal> {
  try {
    mayUse(actor, order)
    await checkUndoes(runs, actor, order)
    const judged = await judge(runs, await find(runs, order), actor.subject)
    return isRefusal(judged) ? judged : await planOf(runs, judged)
  } catch (thrown) {
    return refusalOf(thrown, order.locale ?? runs.locale)
  }
}

/** Starts a run. A refusal sent nothing, used up no key, and has its audit line. */
export const startRun = (
  runs: Runs,
  actor: Actor,
  order: Order,
  how: StartOptions,
): Promise<Started | Refusal> =>
  answerOrRefuse(runs, actor, order, (found) =>
    withKey(runs, actor, found, how, (key) => beginOnce(runs, actor, found, how, key)),
  )

/** Begins a run of an order whose action is known; every error becomes a refusal with its audit line. */
export async function answerOrRefuse(
  runs: Runs,
  actor: Actor,
  order: Order,
  begin: (found: Found) => Promise<Started | Refusal>,
): Promise<Started | Refusal> {
  const starting = attempt(runs, actor, order, begin)
  runs.starting.add(starting)
  return starting.finally(() => runs.starting.delete(starting))
}

async function attempt(
  runs: Runs,
  actor: Actor,
  order: Order,
  begin: (found: Found) => Promise<Started | Refusal>,
): Promise<Started | Refusal> {
  let found: Found | undefined
  const answer = await (async () => {
    mayUse(actor, order)
    found = await find(runs, order)
    return begin(found)
  })().catch((thrown: unknown) => {
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

/** Begins a run, unless its key is known. Two requests with one key at once: the second one finds the run of the first. */
export async function withKey(
  runs: Runs,
  actor: Actor,
  found: Found,
  how: StartOptions,
  begin: (key: Key | undefined) => Promise<Started | Refusal>,
): Promise<Started | Refusal> {
  const key = readKey(actor, found, how.key)
  if (key === undefined) return begin(undefined)
  return runs.locked(key.scope, async () => (await replay(runs, key, found.locale)) ?? begin(key))
}

/** @throws ActionError NOT_FOUND for a connection that the actor may not use: its existence is not revealed */
export function mayUse({ connections }: Actor, { connection }: Order): void {
  if (connections === undefined || connections.includes(connection)) return
  throw new ActionError(
    'NOT_FOUND',
    { reason: phrase('There is no connection "{name}".', { name: connection.slice(0, 80) }) },
    { unsent: true },
  )
}

/** Of two runs that undo the same one at once, the second is refused. */
function beginOnce(
  runs: Runs,
  actor: Actor,
  found: Found,
  how: StartOptions,
  key: Key | undefined,
): Promise<Started | Refusal> {
  const { undoes } = found.order
  if (undoes === undefined) return beginNew(runs, actor, found, how, key)
  return runs.locked(`undo ${undoes}`, async () => {
    await checkUndoes(runs, actor, found.order)
    const running = [...runs.live.values()].find(({ record }) => record.undoes === undoes)
    if (running) throw new ActionError('RUN_IN_PROGRESS', { run: running.record.id }, { unsent: true })
    return beginNew(runs, actor, found, how, key)
  })
}

async function beginNew(
  runs: Runs,
  actor: Actor,
  found: Found,
  how: StartOptions,
  key: Key | undefined,
): Promise<Started | Refusal> {
  const isWrite = found.facts.effect !== 'read'
  checkRoom(runs)
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
  checkRoom(runs)
  await runs.store.create({ record, ...(key && { key }), twins, text: textOf(record) })
  const { promise: whole, resolve: settle } = Promise.withResolvers<Result>()
  const live = launch(runs, record, {
    log: judged.log,
    specs: found.action.specs,
    confirmed: how.plan !== undefined || how.confirmed === true,
    client: actor.client,
    carryOut: async (started) => {
      const result = await execute(runs, judged, started, how.onRow)
      settle(result)
      if (result.is_success) await recordUndone(runs, started.record)
      return endOf(runs, started.record, result)
    },
  })
  follow(live.controller, how.signal, live.ended)
  return { run: record, replayed: false, ended: live.ended, whole }
}

/** Marks the run that a successful one undid. The undo itself is done: a fault of the store changes nothing about it. */
async function recordUndone(runs: Runs, { id, undoes, actor }: RunRecord): Promise<void> {
  if (undoes === undefined) return
  const undone = { by: actor.subject, at: new Date().toISOString(), run: id }
  await markUndone(runs.store, undoes, undone).catch((error: unknown) =>
    runs.log.line('error', { run: undoes, err: error }, 'An undone run cannot be marked.'),
  )
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
  const error = planError(runs, plan, judged.parts)
  return error && refusalOf(error, locale, { plan: await planOf(runs, judged) })
}

/** Cancels a run when the caller's signal is aborted. */
function follow(controller: AbortController, signal: AbortSignal | undefined, ended: Promise<unknown>): void {
  if (signal === undefined) return
  const cancel = (): void => controller.abort(signal.reason)
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  ended.then(() => signal.removeEventListener('abort', cancel))
}
