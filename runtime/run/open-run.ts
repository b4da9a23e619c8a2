/** Opens a run: looks up request, action and configuration once. */
import type { ActionError } from '../contract/errors.ts'
import type { Result } from '../contract/result.ts'
import type { Load } from '../http/rate-limit.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Integration } from '../integration/integration.ts'
import type { Bag } from '../schema/parameters.ts'
import { loadOf } from './client.ts'
import type { PerformOptions, RunOptions } from './options.ts'
import { execute } from './perform.ts'
import { lookUp, makeInputs } from './prepare.ts'
import { settle, toResult } from './result.ts'
import { again, begin, type Run, type Target } from './state.ts'

/** A run whose request, action and configuration are known. Opening sends nothing. */
export interface OpenRun {
  readonly action: LoadedAction
  /** The complete configuration. */
  readonly config: Bag
  /** Names of the configuration's secrets. */
  readonly secrets: ReadonlySet<string>
  /** Builds and validates the inputs; without a turn, those of the request. Sends nothing. */
  prepare(turn?: Turn): Promise<ReadyRun | RefusedRun>
  /** Sets what templates see as `run.started`; default is the time the run was opened. */
  setClock(clock: string): void
  /** What templates see as `run.started`, an ISO time. */
  readonly clock: string
  /** Redacts the secrets that are known so far. */
  redact(text: string): string
  /** Returns the load statistics of all requests of this configuration so far. */
  load(): Promise<Load>
}

/** What may differ between executions of one open run, such as the rows of a table. */
export interface Turn {
  /** Values by parameter name. */
  parameters: Bag
  /** Templates by parameter name; they take precedence over values. */
  templates: Record<string, string>
  /** Names that templates see. */
  names: Bag
}

/** A run whose inputs are final: the inputs that a person confirms are the inputs that are used. */
export interface ReadyRun {
  readonly action: LoadedAction
  readonly inputs: Bag
  /** Runs the module with exactly these inputs. May be called again. Never throws. */
  perform(options?: PerformOptions): Promise<Performed>
}

/** A request that cannot be run. Nothing was sent. */
export interface RefusedRun {
  readonly failed: Result
  readonly error: ActionError
}

/** The outcome of one execution. */
export interface Performed {
  result: Result
  /** True if a write may have been carried out. */
  written: boolean
}

/** Looks up what a request names. `request` is parsed but not yet checked; every problem in it is returned as a refusal. */
export async function openRun(
  integration: Integration,
  request: unknown,
  options: RunOptions = {},
): Promise<OpenRun | RefusedRun> {
  const ground = begin(integration, options)
  let target: Target
  try {
    target = await lookUp(ground, request)
  } catch (thrown) {
    return refusal(ground, thrown)
  }
  const { action, config } = target
  const secretive = Object.values(action.specs).some((spec) => spec.secret)
  return {
    action,
    config,
    get secrets() {
      const specs = Object.entries(integration.spec.config)
      return new Set(specs.flatMap(([name, spec]) => (spec.secret ? [name] : [])))
    },
    prepare: (turn) => prepare(ground, target, secretive, turn),
    setClock: (clock) => {
      ground.clock = clock
    },
    get clock() {
      return ground.clock
    },
    redact: (text) => ground.redactor.redact(text),
    load: () => loadOf(integration, config, options),
  }
}

async function refusal(run: Run, thrown: unknown): Promise<RefusedRun> {
  const { result, error } = await toResult(run, thrown)
  return { failed: result, error }
}

async function prepare(
  ground: Run,
  target: Target,
  secretive: boolean,
  turn: Turn | undefined,
): Promise<ReadyRun | RefusedRun> {
  const run = again(ground, secretive)
  // A run of the request itself started when it was opened.
  if (turn === undefined) run.started = ground.started
  const own = turn === undefined ? target : { ...target, request: withTurn(target.request, turn) }
  let inputs: Bag
  try {
    inputs = await makeInputs(run, own, turn?.names)
  } catch (thrown) {
    return refusal(run, thrown)
  }
  const spent = Date.now() - run.started
  let first = true
  return {
    action: target.action,
    inputs,
    perform: async (options = {}) => {
      const attempt = first ? run : again(run, secretive)
      first = false
      // The time between preparing and performing does not count: a person may be confirming.
      attempt.started = Date.now() - spent
      attempt.perform = options
      attempt.dryRun = options.dryRun ?? own.request.dry_run === true
      // A module may change its inputs; the copy ensures that the inputs shown by a dry run are the ones sent later.
      const given = attempt.dryRun ? structuredClone(inputs) : inputs
      const result = await settle(attempt, () => execute(attempt, own, given))
      return { result, written: attempt.written }
    },
  }
}

const withTurn = (request: Target['request'], { parameters, templates }: Turn): Target['request'] => ({
  ...request,
  parameters,
  templates,
})
