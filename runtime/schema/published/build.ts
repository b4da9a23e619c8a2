/** Helpers for writing JSON Schemas. */
import type { Json } from '../../contract/json.ts'
import type { JsonSchema } from '../validate.ts'

export const text = (description: string, extra: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description,
  ...extra,
})

export const count = (description: string, minimum = 0): JsonSchema => ({
  type: 'integer',
  minimum,
  description,
})

export const map = (values: Json, description: string): JsonSchema => ({
  type: 'object',
  description,
  propertyNames: { pattern: '^[a-z][a-z0-9_]*$' },
  additionalProperties: values,
})
