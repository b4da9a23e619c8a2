/** Step 3: the configuration, from the request, the environment and the defaults, in the grammar of parameters. */
import { ActionError, type RawProblem } from './errors.ts'
import type { Integration } from './integration.ts'
import { type Bag, byName, coerceAll, missingByCondition } from './params.ts'

/** Environment variables, as process.env has them. */
export type Environment = Record<string, string | undefined>

/**
 * Reads the configuration. Throws CONFIG_INVALID with every problem at once, those that were `found` before included.
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
  const problems: RawProblem[] = [...found]
  const named = byName(specs, given, problems)
  for (const [name, spec] of Object.entries(specs)) {
    if (named[name] !== undefined) continue
    const fromEnv = spec.env === undefined ? undefined : env[spec.env]
    const value = fromEnv === undefined || fromEnv === '' ? spec.default : fromEnv
    if (value !== undefined) named[name] = value
  }
  const config = coerceAll(specs, named, problems)
  keep(config)
  const seen = new Set(problems.map((problem) => problem.where))
  const judged = integration.validateConfig(config).filter((problem) => !seen.has(problem.where))
  problems.push(...judged, ...missingByCondition(specs, config))
  for (const problem of problems) {
    if (specs[problem.where]?.secret) problem.values.received = '***'
  }
  if (problems.length) throw new ActionError('CONFIG_INVALID', {}, { problems, unsent: true })
  return config
}

/** The values of a bag that its specs call secret. */
export function secretsOf(specs: Integration['spec']['config'], bag: Bag): string[] {
  return Object.entries(bag).flatMap(([name, value]) =>
    specs[name]?.secret && typeof value === 'string' ? [value] : [],
  )
}
