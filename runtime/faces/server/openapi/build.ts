/** Helpers for the schemas of the API. */
import type { JsonSchema } from '../../../schema/validate.ts'

/** A reference to one of the schemas. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })

/** An object that may get further fields in later versions. */
export const object = (
  properties: JsonSchema,
  required: readonly string[],
  description: string,
): JsonSchema => ({ type: 'object', description, required: [...required], properties })

/** An object with any fields. Without the keyword, generators of clients take it for an empty object. */
export const anyObject = (description: string): JsonSchema => ({
  type: 'object',
  additionalProperties: true,
  description,
})

/** The fields of a request body that may be left out; null counts as absent. */
export const optional = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : schema,
    ]),
  )
