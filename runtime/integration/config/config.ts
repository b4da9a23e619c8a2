/** Step 3: the configuration, from the request, the environment and the defaults, in the grammar of parameters. */
import { ActionError, type RawProblem } from '../../contract/errors.ts'
import { isReplaced } from '../../safety/encoding.ts'
import { coerceAll } from '../../schema/coerce.ts'
import {
  type Bag,
  byName,
  missingByCondition,
  type ParameterSpec,
  type ParameterSpecs,
} from '../../schema/parameters.ts'
import type { Integration } from '../integration.ts'

/** Environment variables, as process.env has them. */
export type Environment = Record<string, string | undefined>

/** Configurations by what they were read from: an engine sends the same one with every run. The latest are kept. */
const readBefore = new WeakMap<ParameterSpecs, Map<string, Bag>>()
const MOST = 100

/**
 * Reads the configuration; it is shared and must not be changed. Throws CONFIG_INVALID with every problem at once, those
 * that were `found` before included.
 *
 * @param keep is told the values before they are judged: a secret is none the less one when something else is wrong
 */
export function readConfig(
  integration: Integration,
  given: Bag,
  env: Environment,
  found: readonly RawProblem[] = [],
  keep: (config: Bag) => void = () => {},
): Bag {
  const specs = integration.spec.config
  const variables = fromEnvironment(specs, env)
  const source = JSON.stringify([given, variables])
  const before = readBefore.get(specs) ?? new Map<string, Bag>()
  readBefore.set(specs, before)
  const known = found.length === 0 ? before.get(source) : undefined
  if (known) {
    keep(known)
    return known
  }
  const config = Object.freeze(judge(integration, given, variables, found, keep))
  if (before.size >= MOST) before.delete(before.keys().next().value ?? '')
  before.set(source, config)
  return config
}

/** What the environment says, by name. An empty variable says nothing. */
function fromEnvironment(specs: ParameterSpecs, env: Environment): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of Object.keys(specs)) {
    const variable = specs[name]?.env
    const value = variable === undefined ? undefined : env[variable]
    if (value) found[name] = value
  }
  return found
}

function judge(
  { spec, validateConfig }: Integration,
  given: Bag,
  variables: Bag,
  found: readonly RawProblem[],
  keep: (config: Bag) => void,
): Bag {
  const specs = spec.config
  const problems: RawProblem[] = [...found]
  const named = byName(specs, given, problems)
  for (const [name, { default: standard }] of Object.entries(specs)) {
    if (named[name] !== undefined) continue
    const value = variables[name] ?? standard
    if (typeof value === 'string' && isReplaced(value)) problems.push(notUtf8(name, specs[name]))
    else if (value !== undefined) named[name] = value
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

const notUtf8 = (where: string, { label = where, env = '' }: Partial<ParameterSpec> = {}): RawProblem => ({
  where,
  rule: 'not_utf8',
  values: { name: label, variable: env },
})

/** The values of a bag that its specs call secret. */
export function secretsOf(specs: ParameterSpecs, bag: Bag): string[] {
  const secrets: string[] = []
  for (const name of Object.keys(bag)) {
    const value = bag[name]
    if (specs[name]?.secret && typeof value === 'string') secrets.push(value)
  }
  return secrets
}
