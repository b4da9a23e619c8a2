/** Converts JSON Schemas to TypeScript types. */
import { isRecord, type Json } from '../../contract/json.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import { type Field, literal, type TypeNode, union } from './typescript.ts'

/** Converts a value to its literal type. */
export const typeOfValue = (value: Json): TypeNode =>
  value === null || typeof value !== 'object' ? literal(value) : 'unknown'

/** Converts a JSON Schema to a type; rules without a TypeScript equivalent are only checked at run time. */
export function typeOf(schema: Json | undefined): TypeNode {
  if (!isSchema(schema)) return 'unknown'
  if (schema.const !== undefined) return typeOfValue(schema.const)
  if (Array.isArray(schema.enum)) return union(schema.enum.map(typeOfValue))
  if (schema.type !== undefined) return union([schema.type].flat().map((type) => typeOfKind(type, schema)))
  const branches = schema.anyOf ?? schema.oneOf
  return Array.isArray(branches) ? union(branches.map(typeOf)) : 'unknown'
}

function typeOfKind(type: Json | undefined, schema: JsonSchema): TypeNode {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
    case 'number':
      return type
    case 'integer':
      return 'number'
    case 'array':
      return { list: typeOf(schema.items) }
    case 'object':
      return typeOfObject(schema)
    default:
      return 'unknown'
  }
}

function typeOfObject(schema: JsonSchema): TypeNode {
  const open = schema.additionalProperties !== false
  const required = Array.isArray(schema.required) ? schema.required : []
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : []
  const fields = properties.map(
    ([name, property]): Field => ({
      name,
      type: typeOf(property),
      optional: !required.includes(name),
      ...(isSchema(property) && typeof property.description === 'string'
        ? { description: property.description }
        : {}),
    }),
  )
  return { fields, open }
}

const isSchema = (value: Json | undefined): value is JsonSchema => isRecord(value)
