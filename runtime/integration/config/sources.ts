/** The sources of a configuration and their order of precedence. */
import type { RawProblem } from '../../contract/errors.ts'
import { isReplaced } from '../../safety/encoding.ts'
import { type Bag, byName, type ParameterSpec, type ParameterSpecs } from '../../schema/parameters.ts'

/** Environment variables, as process.env has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One source of configuration. The first source in order with a value for a field decides it. */
export interface ConfigSource {
  /** Values by field, under any spelling of its name. An empty one counts as absent. */
  values: Readonly<Bag>
  /** The environment variable that a value comes from, by field, where the source names one. */
  variables?: Readonly<Record<string, string>>
  /**
   * Fields that later sources cannot set; `all`: this source is complete by itself. Defaults still apply.
   */
  final?: 'all' | readonly string[]
  /** Checks a value that decides a field, beyond its type; returns the problem. */
  fault?: (name: string, value: unknown) => RawProblem | undefined
}

/**
 * Returns the environment as a source. An empty variable counts as absent.
 *
 * @param others variables that carry a secret of another integration: a field that they decide is refused
 */
export function environmentSource(
  specs: ParameterSpecs,
  env: Environment,
  others?: ReadonlyMap<string, string>,
): ConfigSource {
  const values: Record<string, string> = {}
  for (const name of Object.keys(specs)) {
    const variable = specs[name]?.env
    const value = variable === undefined ? undefined : env[variable]
    if (value) values[name] = value
  }
  return {
    values,
    fault: (name, value) => {
      const other = others?.get(specs[name]?.env ?? '')
      if (other !== undefined) return notOwn(name, specs[name], other)
      return typeof value === 'string' && isReplaced(value) ? notUtf8(name, specs[name]) : undefined
    },
  }
}

const notOwn = (
  where: string,
  { label = where, env = '' }: Partial<ParameterSpec> = {},
  other: string,
): RawProblem => ({ where, rule: 'not_own', values: { name: label, variable: env, other } })

const notUtf8 = (where: string, { label = where, env = '' }: Partial<ParameterSpec> = {}): RawProblem => ({
  where,
  rule: 'not_utf8',
  values: { name: label, variable: env },
})

/** A field with its effective value and the source of that value. */
export interface Decided {
  value: unknown
  source: ConfigSource
}

/** Determines which source decides each field. Unknown names are added to `problems`. */
export function decide(
  specs: ParameterSpecs,
  sources: readonly ConfigSource[],
  problems: RawProblem[],
): Map<string, Decided> {
  const decided = new Map<string, Decided>()
  const closed = new Set<string>()
  for (const source of sources) {
    for (const [name, value] of Object.entries(byName(specs, source.values, problems))) {
      if (!decided.has(name) && !closed.has(name)) decided.set(name, { value, source })
    }
    if (source.final === 'all') break
    for (const name of source.final ?? []) closed.add(name)
  }
  return decided
}
