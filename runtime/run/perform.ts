/**
 * The pipeline: a request becomes a result, top to bottom.
 *
 * It never throws and is independent of vendors, faces and platforms.
 *
 * request → action → configuration → inputs → client → module → output → message
 */
import type { Context, Outcome } from '../contract/action.ts'
import { ActionError, toActionError } from '../contract/errors.ts'
import { phrase } from '../contract/phrases.ts'
import { refuse } from '../contract/refuse.ts'
import type { Result } from '../contract/result.ts'
import type { StopSignal } from '../http/scope.ts'
import type { ActionModule, LoadedAction } from '../integration/action.ts'
import { toPlain } from '../safety/plain-data.ts'
import type { Bag } from '../schema/parameters.ts'
import { openSession } from './client.ts'
import { Deadline } from './deadline.ts'
import { ModuleContext, Scope } from './module.ts'
import { type Collected, collect } from './output.ts'
import { tooDeep } from './request.ts'
import { dryResult, finish } from './result.ts'
import { type Run, type Target, timeoutOf } from './state.ts'

/** Runs steps 5 to 8. */
export async function execute(run: Run, target: Target, inputs: Bag): Promise<Result> {
  const outcome = await callModule(run, target, inputs)
  if (!outcome) return dryResult(run)
  return finish(run, target.action, outcome.outcome, outcome.collected)
}

/** Runs steps 5 to 7 under one deadline. Returns undefined after a dry run. */
async function callModule(run: Run, target: Target, inputs: Bag): Promise<Worked | undefined> {
  const { request, action } = target
  const timeout = timeoutOf(target)
  const deadline = new Deadline(run.started, timeout, run.perform.signal ?? run.options.signal)
  try {
    const scope = new Scope(run, target, deadline, run.started + timeout)
    const { integration, options } = run
    const client = await openSession(integration, target.config, options, scope)
    const module = await action.module()
    const state = toPlain(request.state ?? null, sameText, refuseState)
    // Work since the start of the run may have blocked its timer.
    if (Date.now() >= run.started + timeout) deadline.timedOut()
    if (deadline.aborted) throw deadline.reason
    const context = new ModuleContext(inputs, client, run.log, state, deadline, action.toRow)
    const done = await deadline.bound(work(run, action, module, { context, deadline }))
    return run.dryRun ? undefined : done
  } catch (thrown) {
    if (run.dryRun && run.dry) return undefined
    throw deadlineError(run, action, toActionError(thrown), deadline)
  } finally {
    deadline.stop()
  }
}

/** What a module returned, and its data. */
interface Worked {
  outcome: Outcome
  collected: Collected
}

async function work(
  run: Run,
  action: LoadedAction,
  module: ActionModule,
  { context, deadline }: { context: Context; deadline: StopSignal },
): Promise<Worked> {
  const outcome = await module.run(context)
  const collected = await collect(action, outcome.result, run.redactor.redact, run.perform, deadline)
  return { outcome, collected }
}

const sameText = (text: string): string => text

function refuseState(): never {
  const reason = tooDeep('state')
  throw refuse(reason)
}

/** If a module threw because the signal was aborted, the failure is the signal's reason. */
function deadlineError(run: Run, action: LoadedAction, error: ActionError, signal: StopSignal): ActionError {
  if (!signal.aborted || error.code === 'OUTCOME_UNKNOWN') return error
  const reason: unknown = signal.reason
  const known = reason instanceof ActionError ? reason : error
  // A write that was interrupted after requests were sent may have been carried out, regardless of the module's error.
  if (action.manifest.effect !== 'read' && run.requests > 0 && !error.facts.unsent && error === reason) {
    const host = run.integration.spec.vendor
    return new ActionError(
      'OUTCOME_UNKNOWN',
      { host, reason: phrase('the run was stopped while it waited for the response') },
      { cause: error },
    )
  }
  if (error.code === 'INTERNAL') return new ActionError(known.code, known.words, { cause: error })
  return error
}
