/**
 * The grammar that parameters and configuration share: names, coercion by declared type, JSON Schema.
 *
 * Coercion is ours because Ajv's turns null into "" and refuses "True"; Ajv only judges what comes out.
 */
import type { RawProblem, Values } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { nearest } from '../i18n/nearest.ts'
import { type JsonSchema, show } from './validate.ts'

/** The types a parameter can have. */
export type ParameterType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'json'

/** One parameter or one field of the configuration, as a manifest declares it. */
export interface ParameterSpec {
  /** The name that people and platforms see. */
  label: string
  description: string
  type: ParameterType
  format?: string
  /** The format by the value of one other parameter: `{ sender_type: { Email Address: email } }`. */
  format_when?: Record<string, Record<string, string>>
  /** The choices; of the entries when the type is `list`. */
  enum?: Json[]
  /** Other spellings of a choice, each with the choice it stands for. */
  enum_aliases?: Record<string, Json>
  /** True takes a choice or one of its other spellings in any letter case. */
  ignore_case?: boolean
  required?: boolean
  /** Required when every other parameter named here has the value, or one of the values. */
  required_when?: Record<string, Json>
  /** A value, or a template over `context` and `run`. */
  default?: Json
  /** Other names it is accepted under. */
  aliases?: string[]
  /** Never shown anywhere. */
  secret?: boolean
  /** False keeps blanks at both ends of text. Secrets keep them always. */
  trim?: boolean
  minimum?: number
  maximum?: number
  min_length?: number
  max_length?: number
  min_items?: number
  max_items?: number
  pattern?: string
  /** JSON Schema of the value, for type `json`. */
  schema?: JsonSchema
  /** Environment variable, for configuration. */
  env?: string
  /** Shown behind "advanced" where a platform has that. */
  advanced?: boolean
}

/** Parameters by name, in the manifest's order. */
export type ParameterSpecs = Record<string, ParameterSpec>

/** Values by parameter name. */
export type Bag = Record<string, unknown>

/** Names as people write them: case, blanks, dashes and underscores do not matter. */
export const foldName = (name: string): string => name.toLowerCase().replace(/[\s_\-:()?]+/g, '')

const finders = new WeakMap<ParameterSpecs, (written: string) => string | undefined>()

/** Finds the parameter that a written name means: its name, its label or an alias. */
export function nameFinder(specs: ParameterSpecs): (written: string) => string | undefined {
  const known = finders.get(specs)
  if (known) return known
  const byFolded = new Map<string, string>()
  for (const [name, spec] of Object.entries(specs)) {
    for (const alias of [...(spec.aliases ?? []), spec.label, name]) byFolded.set(foldName(alias), name)
  }
  const find = (written: string) =>
    Object.hasOwn(specs, written) ? written : byFolded.get(foldName(written))
  finders.set(specs, find)
  return find
}

/** Values under whatever name they came, by parameter name; unknown names and double ones are problems. */
export function byName(specs: ParameterSpecs, given: Record<string, unknown>, problems: RawProblem[]): Bag {
  const find = nameFinder(specs)
  const bag: Bag = {}
  for (const written of Object.keys(given)) {
    const name = find(written)
    if (name === undefined) problems.push(unknownName(specs, written, problems.length < 50))
    else if (!isAbsent(given[written])) {
      if (Object.hasOwn(bag, name)) problems.push(givenTwice(specs, given, name, written))
      bag[name] = given[written]
    }
  }
  return bag
}

function givenTwice(specs: ParameterSpecs, given: Bag, name: string, second: string): RawProblem {
  const spellings = Object.keys(given).filter((written) => !isAbsent(given[written]))
  const earlier = spellings.slice(0, spellings.indexOf(second))
  const first = earlier.findLast((written) => nameFinder(specs)(written) === name) ?? name
  return { where: name, rule: 'given_twice', values: { name: specs[name]?.label ?? name, first, second } }
}

function unknownName(specs: ParameterSpecs, written: string, looksFor: boolean): RawProblem {
  const labels = Object.values(specs).map((spec) => spec.label)
  const meant = looksFor ? nearest(written, [...labels, ...Object.keys(specs)]) : undefined
  const values: Values = { name: written.slice(0, 80), allowed: labels.join(', ') || 'none' }
  if (meant !== undefined)
    values.nearest = Object.hasOwn(specs, meant) ? (specs[meant]?.label ?? meant) : meant
  return { where: written.slice(0, 80), rule: 'unknown_parameter', values }
}

export const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === ''

/** What a sentence may show of a value: nothing of a secret. */
export const shown = (spec: ParameterSpec, value: unknown): string => (spec.secret ? '***' : show(value))

/** Which conditionally required parameters are missing from complete inputs. */
export function missingByCondition(specs: ParameterSpecs, inputs: Bag): RawProblem[] {
  const problems: RawProblem[] = []
  for (const name of Object.keys(specs)) {
    const spec = specs[name]
    if (!spec?.required_when || inputs[name] !== undefined) continue
    const conditions = Object.entries(spec.required_when)
    const holds = conditions.every(([other, wanted]) => [wanted].flat().includes(inputs[other] as Json))
    const first = conditions[0]
    if (!holds || !first) continue
    const [other] = first
    const values = { name: spec.label, other: specs[other]?.label ?? other, value: show(inputs[other]) }
    problems.push({ where: name, rule: 'required_when', values })
  }
  return problems
}

/** The JSON Schema of complete inputs: what Ajv judges, what MCP and forms publish. */
export function toJsonSchema(specs: ParameterSpecs): JsonSchema {
  const entries = Object.entries(specs)
  const required = entries.filter(([, spec]) => spec.required).map(([name]) => name)
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length ? { required } : {}),
    properties: Object.fromEntries(entries.map(([name, spec]) => [name, schemaOf(spec)])),
  }
}

/** Megabytes in one field are a mistake; a manifest that means them says so with `max_length`. */
const LONGEST_TEXT = 1_000_000

function schemaOf(spec: ParameterSpec): JsonSchema {
  const text: JsonSchema = { type: 'string' }
  if (spec.format) text.format = spec.format
  if (spec.pattern) text.pattern = spec.pattern
  if (spec.min_length !== undefined) text.minLength = spec.min_length
  text.maxLength = spec.max_length ?? LONGEST_TEXT
  const describe = { title: spec.label, description: spec.description }
  const choices = spec.enum ? { enum: spec.enum } : {}
  const range: JsonSchema = {}
  if (spec.minimum !== undefined) range.minimum = spec.minimum
  if (spec.maximum !== undefined) range.maximum = spec.maximum
  switch (spec.type) {
    case 'string':
      return { ...text, ...choices, ...describe }
    case 'integer':
    case 'number':
      return { type: spec.type, ...range, ...choices, ...describe }
    case 'boolean':
      return { type: 'boolean', ...describe }
    case 'list': {
      const list: JsonSchema = { type: 'array', items: { ...text, ...choices }, ...describe }
      if (spec.min_items !== undefined) list.minItems = spec.min_items
      if (spec.max_items !== undefined) list.maxItems = spec.max_items
      return list
    }
    case 'json':
      return { ...(spec.schema ?? {}), ...describe }
  }
}
