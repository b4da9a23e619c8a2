/** Writes JSON Schemas as lines for people. */
import type { ApiSchema, OpenApi } from '../../api/openapi.ts'

/** One field of a schema. */
export interface SchemaLine {
  /** Path of names, such as `parameters.sender`. */
  name: string
  type: string
  isRequired: boolean
  description: string
}

/** Levels of nested objects that are listed. */
const DEEPEST = 3

/** The schema that a reference leads to; unknown references are empty schemas. */
function resolved(schema: ApiSchema | undefined, api: OpenApi): ApiSchema {
  const { $ref } = schema ?? {}
  if ($ref === undefined) return schema ?? {}
  return api.components?.schemas?.[$ref.split('/').at(-1) ?? ''] ?? {}
}

/** The type of a schema in a few words: `text`, `integer`, `one of a, b`, `list of text`. */
export function typeOf(schema: ApiSchema, api: OpenApi): string {
  const { enum: choices, const: only, type, format, items, anyOf, oneOf } = resolved(schema, api)
  if (choices) return choices.map((choice) => JSON.stringify(choice)).join(' | ')
  if (only !== undefined) return JSON.stringify(only)
  const some = anyOf ?? oneOf
  if (some) return [...new Set(some.map((one) => typeOf(one, api)))].join(' | ')
  if (items) return `${typeOf(items, api)}[]`
  const name = schema.$ref?.split('/').at(-1) ?? [type ?? 'any'].flat().join(' | ')
  return format ? `${name} (${format})` : name
}

/** The fields of an object, and those of objects in it. */
export function linesOf(schema: ApiSchema, api: OpenApi, prefix = '', depth = 0): SchemaLine[] {
  const { properties = {}, required = [], allOf } = resolved(schema, api)
  if (allOf) return allOf.flatMap((part) => linesOf(part, api, prefix, depth))
  return Object.entries(properties).flatMap(([name, field]) => {
    const whole = resolved(field, api)
    const path = `${prefix}${name}`
    const line = {
      name: path,
      type: typeOf(field, api),
      isRequired: required.includes(name) || field['x-soar-required'] === true,
      description: field.description ?? whole.description ?? whole.title ?? '',
    }
    const isOpen = depth < DEEPEST && field.$ref === undefined
    return [line, ...(isOpen && whole.properties ? linesOf(whole, api, `${path}.`, depth + 1) : [])]
  })
}
