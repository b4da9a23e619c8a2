/** Reduces a JSON Schema to the keywords that every vendor of models accepts. */
import { isRecord, type Json } from '../../contract/json.ts'
import type { Translate } from '../../i18n/sentences.ts'
import type { JsonSchema } from '../../schema/validate.ts'

/**
 * The keywords that are kept: the subset of OpenAPI that Gemini reads, the smallest of all. The runtime validates every call
 * with the whole schema, so a call that only the reduced one accepts is refused with a sentence.
 */
const KEPT = [
  'title',
  'description',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'default',
]

/** The only format of texts that all of them accept. */
const DATE_TIME = 'date-time'

const isSchema = (value: Json | undefined): value is JsonSchema => isRecord(value)

/** Returns the reduced copy. Every schema with choices has a type; rules between fields are left to descriptions. */
export function portable(schema: Json, t: Translate): JsonSchema {
  if (!isSchema(schema)) return {}
  const types = typesOf(schema)
  const [type] = types
  const copy: JsonSchema = {}
  if (types.length === 1 && type !== undefined) copy.type = type
  if (types.length > 1) copy.anyOf = types.map((one): JsonSchema => ({ type: one }))
  for (const key of KEPT) if (schema[key] !== undefined) copy[key] = schema[key]
  if (schema.format === DATE_TIME) copy.format = DATE_TIME
  addChoices(copy, choicesOf(schema), t)
  if (Array.isArray(schema.anyOf)) copy.anyOf = schema.anyOf.map((one) => portable(one, t))
  if (type === 'array')
    copy.items = schema.items === undefined ? { type: 'string' } : portable(schema.items, t)
  if (isSchema(schema.properties)) addProperties(copy, schema, schema.properties, t)
  return copy
}

function addProperties(copy: JsonSchema, { required }: JsonSchema, own: JsonSchema, t: Translate): void {
  const entries = Object.entries(own).map(([name, schema]): [string, Json] => [name, portable(schema, t)])
  copy.properties = Object.fromEntries(entries)
  if (Array.isArray(required) && required.length > 0) copy.required = required
}

/** Choices that are not texts become part of the description: Gemini takes texts only. */
function addChoices(copy: JsonSchema, choices: readonly Json[] | undefined, t: Translate): void {
  if (choices === undefined) return
  if (choices.every((choice) => typeof choice === 'string')) copy.enum = [...choices]
  else {
    const sentence = t('choices', { choices: choices.map((choice) => JSON.stringify(choice)).join(', ') })
    copy.description = typeof copy.description === 'string' ? `${copy.description} ${sentence}` : sentence
  }
}

const choicesOf = ({ enum: choices, const: only }: JsonSchema): Json[] | undefined => {
  if (only !== undefined) return [only]
  return Array.isArray(choices) ? choices.filter((choice) => choice !== null) : undefined
}

/** The types besides null, of which every field that may be omitted takes one. Without a declaration, those of the choices. */
function typesOf(schema: JsonSchema): string[] {
  if (schema.type !== undefined)
    return [schema.type].flat().filter((one): one is string => typeof one === 'string' && one !== 'null')
  const choices = choicesOf(schema)
  if (choices !== undefined) return [...new Set(choices.map(typeOf))]
  if (schema.properties !== undefined) return ['object']
  return schema.items === undefined ? [] : ['array']
}

const typeOf = (value: Json): string =>
  Array.isArray(value) ? 'array' : typeof value === 'number' ? 'number' : typeof value
