/** Building blocks of the package's schemas (docs/platforms/secops-package.md#limits). */

import type { Json } from '../../../../contract/json.ts'
import type { JsonSchema } from '../../../../schema/validate.ts'
import { LIMITS } from '../codes.ts'

/** An object with these fields and no others; a field whose name ends in `?` may be missing. */
export function record(fields: Record<string, JsonSchema>): JsonSchema {
  const properties: [string, Json][] = Object.entries(fields).map(([name, schema]) => [bare(name), schema])
  const required = Object.keys(fields).filter((name) => !name.endsWith('?'))
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties: Object.fromEntries(properties),
  }
}

const bare = (name: string): string => name.replace(/\?$/, '')

/** An object with any names and one shape of values; at least one of them. */
export const mapOf = (values: JsonSchema): JsonSchema => ({
  type: 'object',
  minProperties: 1,
  additionalProperties: values,
})

/** A list of things of one shape. */
export const listOf = (items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: 'array',
  items,
  ...more,
})

/** One of these values. */
export const oneOf = (values: readonly Json[]): JsonSchema => ({ enum: [...values] })

/** The same schema, or null. */
export const orNull = (type: string): JsonSchema => ({ type: [type, 'null'] })

export const text: JsonSchema = { type: 'string' }
export const filled: JsonSchema = { type: 'string', minLength: 1 }
export const flag: JsonSchema = { type: 'boolean' }
export const link: JsonSchema = { type: 'string', format: 'url' }
export const version: JsonSchema = { type: 'number', minimum: 1 }
export const identifier: JsonSchema = limited(LIMITS.displayName, '^[a-zA-Z0-9\\-_]+$')
export const displayName: JsonSchema = limited(LIMITS.displayName, '^[A-Za-z0-9\\-_,\\s]+$')
export const parameterName: JsonSchema = limited(LIMITS.displayName, "^[a-zA-Z0-9\\-'\\s]+$")
export const description: JsonSchema = { ...filled, maxLength: LIMITS.description }
export const resultName: JsonSchema = { ...filled, maxLength: LIMITS.scriptResultName }
export const scalar: JsonSchema = { type: ['string', 'boolean', 'number', 'null'] }

/** The parameters of one component. */
export const parameters = (fields: Record<string, JsonSchema>): JsonSchema =>
  listOf(record(fields), { maxItems: LIMITS.parameters })

function limited(maxLength: number, pattern: string): JsonSchema {
  return { type: 'string', minLength: 1, maxLength, pattern }
}
