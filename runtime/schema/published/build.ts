/** Helpers for writing JSON Schemas. */
import type { Json } from '../../contract/json.ts'
import type { JsonSchema } from '../validate.ts'

/** A text that is not empty. */
export const text = (description: string, extra: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  minLength: 1,
  description,
  ...extra,
})

/** A text that may be empty, as results have it. */
export const anyText = (description: string, extra: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  description,
  ...extra,
})

export const flag = (description: string): JsonSchema => ({ type: 'boolean', description })

export const list = (items: Json, description: string): JsonSchema => ({ type: 'array', items, description })

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
