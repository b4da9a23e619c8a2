/**
 * The pipeline: a request becomes a result, top to bottom. It never throws and knows no vendor, no face, no platform.
 *
 * request → action → configuration → inputs → client → module → output → message
 */
import { readConfig, secretsOf } from './config.ts'
import { Deadline } from './deadline.ts'
import { ActionError, toActionError } from './errors.ts'
import type { StopSignal } from './http/exchange.ts'
import { buildInputs } from './inputs.ts'
import type { ActionModule, Integration, LoadedAction } from './integration.ts'
import { type Collected, collect } from './outcome.ts'
import type { Bag } from './params.ts'
import { DEEPEST, toPlain } from './plain-data.ts'
import { readRequest } from './request.ts'
import { dryResult, fail, finish } from './result.ts'
import { ModuleContext, Scope } from './run-scope.ts'
import { begin, chooseLocale, type Found, keepSecret, type Run, type RunOptions } from './run-state.ts'
import { openSession } from './session.ts'
import type { Context, Outcome, Result } from './types.ts'
import { say } from './words.ts'

export type { RunOptions } from './run-state.ts'

/** Milliseconds a run may take when neither request nor manifest say. */
const DEFAULT_TIMEOUT = 60_000

/** Runs one action. `input` is a parsed request; whatever is wrong with it is an answer, too. */
export async function runAction(
  integration: Integration,
  input: unknown,
  options: RunOptions = {},
): Promise<Result> {
  const run = begin(integration, options)
  return settle(run, async () => {
    const found = await lookUp(run, input)
    const inputs = await makeInputs(run, found)
    return execute(run, found, inputs)
  })
}

/** Does the work; whatever it throws becomes the result of the run. */
export async function settle(run: Run, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    const error = toActionError(thrown)
    // What cannot even be told, because its details are broken, is still an answer.
    return fail(run, error).catch((fault) =>
      fail(
        run,
        new ActionError('INTERNAL', { reason: say('its details cannot be shown') }, { cause: fault }),
      ),
    )
  }
}

/** Steps 1 to 3: what is the same for every run of one request. */
export async function lookUp(run: Run, input: unknown): Promise<Found> {
  const { integration, options } = run
  const request = readRequest(input)
  run.request = request
  run.locale = chooseLocale(integration, request.locale, options.env)
  const action = await integration.action(request.action)
  run.action = action
  const keep = (found: Bag): void => keepSecret(run, secretsOf(integration.spec.config, found))
  const config = readConfig(
    integration,
    request.config ?? {},
    options.env ?? {},
    options.problems?.config,
    keep,
  )
  return { request, action, config }
}

/** Step 4: what the module receives. */
export async function makeInputs(run: Run, { request, action }: Found): Promise<Bag> {
  const { options, locale } = run
  const scope = {
    ...options.names,
    context: request.context ?? {},
    run: { action: action.id, locale, started: run.clock },
  }
  const inputs = await buildInputs(action, request, scope, {
    locale,
    problems: options.problems?.parameters ?? [],
    unjudged: options.unjudged ?? [],
    ...(options.undefined === undefined ? {} : { undefined: options.undefined }),
  })
  keepSecret(run, secretsOf(action.specs, inputs))
  run.inputs = inputs
  return inputs
}

/** Steps 5 to 8. */
export async function execute(run: Run, found: Found, inputs: Bag): Promise<Result> {
  const outcome = await callModule(run, found, inputs)
  if (!outcome) return dryResult(run)
  return finish(run, found.action, outcome.outcome, outcome.collected)
}

/** Steps 5 to 7 under one deadline. Undefined after a dry run. */
async function callModule(run: Run, found: Found, inputs: Bag): Promise<Worked | undefined> {
  const { request, action } = found
  const timeout = request.timeout_ms ?? action.manifest.timeout_ms ?? DEFAULT_TIMEOUT
  const deadline = new Deadline(run.started, timeout, run.options.signal)
  try {
    const scope = new Scope(run, found, deadline, run.started + timeout)
    const { integration, options } = run
    const client = await openSession(integration, found.config, options.env ?? {}, scope)
    const module = await action.module()
    const state = toPlain(request.state ?? null, sameText, refuseState)
    if (deadline.aborted) throw deadline.reason
    const context = new ModuleContext(inputs, client, run.log, state, deadline)
    const done = await deadline.bound(work(run, action, module, context))
    return request.dry_run ? undefined : done
  } catch (thrown) {
    if (run.dry) return undefined
    throw deadlineError(run, action, toActionError(thrown), deadline)
  } finally {
    deadline.stop()
  }
}

/** What a module answered, and its data. */
interface Worked {
  outcome: Outcome
  collected: Collected
}

async function work(run: Run, action: LoadedAction, module: ActionModule, context: Context): Promise<Worked> {
  const outcome = await module.run(context)
  return { outcome, collected: await collect(action, outcome.result, run.masker.mask, run.options.takeRow) }
}

const sameText = (text: string): string => text

function refuseState(): never {
  const reason = say('"state" is nested deeper than {limit} levels.', { limit: DEEPEST })
  throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
}

/** A module that threw because the signal was aborted failed for the signal's reason. */
function deadlineError(run: Run, action: LoadedAction, error: ActionError, signal: StopSignal): ActionError {
  if (!signal.aborted || error.code === 'OUTCOME_UNKNOWN') return error
  const reason: unknown = signal.reason
  const known = reason instanceof ActionError ? reason : error
  // A write that was cut off after requests had left may have been carried out, whatever the module made of it.
  if (action.manifest.effect !== 'read' && run.requests > 0 && !error.facts.unsent && error === reason) {
    const host = run.integration.spec.vendor
    return new ActionError(
      'OUTCOME_UNKNOWN',
      { host, reason: say('the run was stopped while it waited') },
      { cause: error },
    )
  }
  if (error.code === 'INTERNAL') return new ActionError(known.code, known.words, { cause: error })
  return error
}
