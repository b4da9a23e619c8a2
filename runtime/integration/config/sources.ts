/** The places that a configuration comes from, and which of them decides a field. */
import type { RawProblem } from '../../contract/errors.ts'
import { isReplaced } from '../../safety/encoding.ts'
import { type Bag, byName, type ParameterSpec, type ParameterSpecs } from '../../schema/parameters.ts'

/** Environment variables, as process.env has them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One place with configuration. Sources are asked in order, and the first that has a value for a field decides it. */
export interface ConfigSource {
  /** Values by field, under any spelling of its name. An empty one counts as absent. */
  values: Readonly<Bag>
  /**
   * Fields of which later sources are not asked; `all`: this source is complete by itself. Defaults still apply.
   */
  final?: 'all' | readonly string[]
  /** What is wrong with a value that decides a field, beyond its type. */
  fault?: (name: string, value: unknown) => RawProblem | undefined
}

/** What the environment says. An empty variable says nothing. */
export function environmentSource(specs: ParameterSpecs, env: Environment): ConfigSource {
  const values: Record<string, string> = {}
  for (const name of Object.keys(specs)) {
    const variable = specs[name]?.env
    const value = variable === undefined ? undefined : env[variable]
    if (value) values[name] = value
  }
  return {
    values,
    fault: (name, value) =>
      typeof value === 'string' && isReplaced(value) ? notUtf8(name, specs[name]) : undefined,
  }
}

const notUtf8 = (where: string, { label = where, env = '' }: Partial<ParameterSpec> = {}): RawProblem => ({
  where,
  rule: 'not_utf8',
  values: { name: label, variable: env },
})

/** A field with the value that counts and the source it is from. */
export interface Decided {
  value: unknown
  source: ConfigSource
}

/** Which source decides each field. Names that no field has are added to `problems`. */
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
