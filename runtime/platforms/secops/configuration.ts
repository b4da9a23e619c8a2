/** Reads the platform's stored configuration, settings of a step and the last poll. */
import type { RawProblem } from '../../contract/errors.ts'
import type { ConfigSource } from '../../integration/config/config.ts'
import { nameFinder } from '../../schema/parameters.ts'
import type { Catalogue } from '../dialect.ts'
import type { Fields } from './context.ts'
import { type IntegrationFacts, isBlank, isEmpty, sortByLabel } from './names.ts'

/** The value of the last poll, by convention of the platform's asynchronous actions. */
const LAST_POLL = 'additional_data'

/** Settings without a parameter of the action: settings that the platform may choose per step, the state of the last poll. */
export function beyondParameters(
  specs: Catalogue['spec']['config'],
  facts: IntegrationFacts,
  rest: ReadonlyMap<string, unknown>,
): { settings: Fields; problems: RawProblem[]; state?: unknown; unknown: string[] } {
  const choosable = Object.fromEntries(
    Object.entries(specs).filter(([name]) => Object.hasOwn(facts.config, name)),
  )
  const filled = new Map([...rest].filter(([, value]) => !isBlank(value)))
  const lastPoll = filled.get(LAST_POLL)
  filled.delete(LAST_POLL)
  const { values, problems, rest: unknown } = sortByLabel(choosable, Object.fromEntries(filled))
  return {
    settings: values,
    problems,
    ...(lastPoll === undefined ? {} : { state: stateOf(lastPoll) }),
    unknown: [...unknown.keys()],
  }
}

function stateOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A field that every configuration of the platform has and that has no meaning for an action. */
const AGENT = 'AgentIdentifier'

/**
 * The platform's stored configuration, completed with the values that integration.yaml gives for this platform. If the
 * platform has a field, its value is final, even if empty: the process environment is not read.
 */
export function readConfiguration(
  { spec }: Pick<Catalogue, 'spec'>,
  facts: IntegrationFacts,
  configuration: Fields,
  settings: Fields = {},
): { source: ConfigSource; problems: RawProblem[]; unknown: string[] } {
  const sorted = sortByLabel(spec.config, configuration)
  const values = { ...facts.config, ...sorted.values, ...settings }
  const isGiven = Object.keys(configuration).length > 0
  const absent = isGiven ? facts.required.filter((names) => names.every((name) => isEmpty(values[name]))) : []
  const required = absent.map((names): RawProblem => {
    const [where = ''] = names
    return { where, rule: 'required', values: { name: spec.config[where]?.label ?? where } }
  })
  const find = nameFinder(spec.config)
  return {
    source: {
      values,
      final: Object.keys(configuration).flatMap((label) => find(label) ?? []),
    },
    problems: [...sorted.problems, ...required],
    unknown: [...sorted.rest]
      .filter(([label, value]) => label !== AGENT && !isBlank(value))
      .map(([label]) => label),
  }
}
