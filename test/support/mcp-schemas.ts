/** The validators of the SDK's client, kept: a client compiles the output schema of every tool before its first call. */
import type { JsonSchemaType, JsonSchemaValidator, jsonSchemaValidator } from '@modelcontextprotocol/client'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv'

const validator = new AjvJsonSchemaValidator()
const kept = new Map<string, JsonSchemaValidator<unknown>>()

/** What the SDK's client uses by default; a schema that any client has seen is not compiled again. */
export const schemas: jsonSchemaValidator = {
  getValidator<T>(schema: JsonSchemaType) {
    const key = JSON.stringify(schema)
    const known = kept.get(key) ?? validator.getValidator<unknown>(schema)
    kept.set(key, known)
    return known as JsonSchemaValidator<T>
  },
}
