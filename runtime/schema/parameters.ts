/**
 * Definitions that parameters and configuration share: names, coercion by declared type, JSON Schema.
 *
 * We do not use Ajv's coercion because it turns null into "" and refuses "True"; Ajv only validates the coerced values.
 */
import type { RawProblem, Values } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { nearest } from '../i18n/nearest.ts'
import { type JsonSchema, show } from './validate.ts'

/** The types a parameter can have. */
export type ParameterType = 'string' | 'integer' | 'number' | 'boolean' | 'list' | 'json'

/** The declaration of one parameter or one field of the configuration. */
export interface ParameterSpec {
  /** The name that people and platforms see. */
  label: string
  description: string
  type: ParameterType
  format?: string
  /** The format, chosen by the value of one other parameter: `{ sender_type: { Email Address: email } }`. */
  format_when?: Record<string, Record<string, string>>
  /** The allowed values; for type `list`, the allowed values of its entries. */
  enum?: Json[]
  /** Other spellings of a choice, mapped to the choice. */
  enum_aliases?: Record<string, Json>
  /** True accepts a choice and its other spellings in any letter case. */
  ignore_case?: boolean
  required?: boolean
  /** Required if every parameter named here has the given value, or one of the given values. */
  required_when?: Record<string, Json>
  /** A value, or a template over `context` and `run`. */
  default?: Json
  /** Other accepted names. */
  aliases?: string[]
  /** Never shown anywhere. */
  secret?: boolean
  /** False keeps leading and trailing blanks of text. Secrets always keep them. */
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
  /** Shown under "advanced" on platforms with such a section. */
  advanced?: boolean
}

/** Parameters by name, in the manifest's order. */
export type ParameterSpecs = Record<string, ParameterSpec>

/** Values by parameter name. */
export type Bag = Record<string, unknown>

/** Normalizes a name: case, blanks, dashes and underscores do not matter. */
export const foldName = (name: string): string => name.toLowerCase().replace(/[\s_\-:()?]+/g, '')

const finders = new WeakMap<ParameterSpecs, (written: string) => string | undefined>()

/** Resolves a written name to its parameter: by name, label or alias. */
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

/** Maps values under any accepted name to parameter names; unknown and duplicate names are problems. */
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

/** Returns the form of a value for messages; secrets are redacted. */
export const shown = (spec: ParameterSpec, value: unknown): string => (spec.secret ? '***' : show(value))

/** Returns the conditionally required parameters that complete inputs lack. */
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

/** Returns the JSON Schema of complete inputs, which Ajv validates and which MCP and forms publish. */
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

/** Default limit: megabytes in one field are a mistake. A manifest that needs more sets `max_length`. */
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
