/** Reads the configuration of an integration from its sources. */
import { ActionError, type RawProblem } from '../../contract/errors.ts'
import { coerceAll } from '../../schema/coerce.ts'
import { type Bag, missingByCondition, type ParameterSpecs } from '../../schema/parameters.ts'
import type { Integration } from '../integration.ts'
import { type ConfigSource, decide } from './sources.ts'

export { type ConfigSource, type Environment, environmentSource } from './sources.ts'

/** Cached configurations by their source values: an engine sends the same one with every run. The oldest is evicted first. */
const readBefore = new WeakMap<ParameterSpecs, Map<string, Bag>>()
const MOST = 100

/**
 * Reads the configuration, which is shared and must not be changed. Throws CONFIG_INVALID with every problem at once,
 * including those `found` before.
 *
 * @param sources the first source with a value for a field wins; then the default
 * @param keep receives the values before they are checked: a secret must be known even if another field is invalid
 */
export function readConfig(
  integration: Integration,
  sources: readonly ConfigSource[],
  found: readonly RawProblem[] = [],
  keep: (config: Bag) => void = () => {},
): Bag {
  const specs = integration.spec.config
  const key = JSON.stringify(sources.map(({ values, final }) => [values, final]))
  const before = readBefore.get(specs) ?? new Map<string, Bag>()
  readBefore.set(specs, before)
  const known = found.length === 0 ? before.get(key) : undefined
  if (known) {
    keep(known)
    return known
  }
  const config = Object.freeze(judge(integration, sources, found, keep))
  if (before.size >= MOST) before.delete(before.keys().next().value ?? '')
  before.set(key, config)
  return config
}

function judge(
  { spec, validateConfig }: Integration,
  sources: readonly ConfigSource[],
  found: readonly RawProblem[],
  keep: (config: Bag) => void,
): Bag {
  const specs = spec.config
  const problems: RawProblem[] = [...found]
  const decided = decide(specs, sources, problems)
  const named: Bag = {}
  for (const [name, { default: standard }] of Object.entries(specs)) {
    const one = decided.get(name)
    const fault = one?.source.fault?.(name, one.value)
    if (fault) problems.push(fault)
    else if (one) named[name] = one.value
    else if (standard !== undefined) named[name] = standard
  }
  const config = coerceAll(specs, named, problems)
  keep(config)
  const seen = new Set(problems.map((problem) => problem.where))
  const judged = validateConfig(config).filter((problem) => !seen.has(problem.where))
  problems.push(...judged, ...missingByCondition(specs, config))
  for (const problem of problems) {
    if (specs[problem.where]?.secret) problem.values.received = '***'
  }
  if (problems.length) throw new ActionError('CONFIG_INVALID', {}, { problems, unsent: true })
  return config
}

/** Returns the values of a bag that its specs declare secret. */
export function secretsOf(specs: ParameterSpecs, bag: Bag): string[] {
  const secrets: string[] = []
  for (const name of Object.keys(bag)) {
    const value = bag[name]
    if (specs[name]?.secret && typeof value === 'string') secrets.push(value)
  }
  return secrets
}
