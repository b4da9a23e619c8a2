/** Many runs of one action: what is the same for all of them is looked up and checked once. */
import type { Result } from '../contract/result.ts'
import type { Load } from '../http/rate-limit.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Integration } from '../integration/integration.ts'
import type { Bag } from '../schema/parameters.ts'
import { loadOf } from './client.ts'
import { execute, type RunOptions } from './perform.ts'
import { lookUp, makeInputs } from './prepare.ts'
import { settle } from './result.ts'
import { again, begin, type Found, type Run } from './state.ts'

/** What may differ from run to run. */
export interface Turn {
  /** Values by parameter name. */
  parameters: Bag
  /** Templates by parameter name; they win. */
  templates: Record<string, string>
  /** Names that templates see. */
  names: Bag
}

/** How one prepared run is carried out. */
export type TurnOptions = Pick<RunOptions, 'signal' | 'takeRow' | 'sentence' | 'beforeWrite'>

/** What one run came to. */
export interface Ran {
  result: Result
  /** A request that changes things may have been carried out. */
  written: boolean
}

/** A run that is ready to go, or the reason why it is not. */
export type Ready = { inputs: Bag; perform(options: TurnOptions): Promise<Ran> } | { failed: Result }

/** One action, one configuration, any number of runs. */
export interface Series {
  readonly action: LoadedAction
  /** The configuration, complete. */
  readonly config: Bag
  /** Names of the configuration's secrets. */
  readonly secrets: ReadonlySet<string>
  /** Builds and checks the inputs of one run; sends nothing. */
  prepare(turn: Turn): Promise<Ready>
  /** What templates see as `run.started` from now on; until then the moment the series was opened. */
  setClock(clock: string): void
  /** What all requests of this configuration have met so far. */
  load(): Promise<Load>
}

/** Options of a series: those of a run that hold for all. */
export type SeriesOptions = Omit<RunOptions, 'takeRow' | 'beforeWrite' | 'names'>

/**
 * Looks up what a request names.
 *
 * @throws ActionError REQUEST_INVALID, ACTION_UNKNOWN, MANIFEST_INVALID, CONFIG_INVALID
 */
export async function openSeries(
  integration: Integration,
  request: unknown,
  options: SeriesOptions,
): Promise<Series> {
  const ground = begin(integration, options)
  const found = await lookUp(ground, request)
  const secretive = Object.values(found.action.specs).some((spec) => spec.secret)
  return {
    action: found.action,
    config: found.config,
    secrets: new Set(
      Object.entries(integration.spec.config).flatMap(([name, spec]) => (spec.secret ? [name] : [])),
    ),
    prepare: (turn) => prepare(ground, found, secretive, turn),
    setClock: (clock) => {
      ground.clock = clock
    },
    load: () => loadOf(integration, found.config, options.env ?? {}),
  }
}

async function prepare(
  ground: Run,
  found: Found,
  secretive: boolean,
  { parameters, templates, names }: Turn,
): Promise<Ready> {
  const run = again(ground, { ...ground.options, names }, secretive)
  const own = { ...found, request: { ...found.request, parameters, templates } }
  let inputs: Bag
  try {
    inputs = await makeInputs(run, own)
  } catch (thrown) {
    return { failed: await settle(run, () => Promise.reject(thrown)) }
  }
  let first = true
  return {
    inputs,
    perform: async (options) => {
      const whole = { ...run.options, ...options }
      const attempt = first
        ? Object.assign(run, { options: whole, started: Date.now() })
        : again(run, whole, secretive)
      first = false
      const result = await settle(attempt, () => execute(attempt, own, inputs))
      return { result, written: attempt.written }
    },
  }
}
