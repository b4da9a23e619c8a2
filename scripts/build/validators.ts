import { _, Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { formats } from '../../runtime/schema/formats.ts'
import { ajvOptions, type JsonSchema } from '../../runtime/schema/validate.ts'

/** From the root, without its path: the product is the same wherever it is built, and so are its source maps. */
const FORMATS = './runtime/schema/formats.ts'

/**
 * Compiles schemas to a CommonJS module that exports one Ajv function each and needs no Ajv.
 *
 * @param schemas by the name of the export
 */
export function validatorsModule(schemas: Record<string, JsonSchema>): string {
  const ajv = new Ajv({
    ...ajvOptions,
    allowUnionTypes: true,
    code: { source: true, formats: _`require(${FORMATS}).formats` },
  })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name)
  const names = Object.keys(schemas)
  return standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])))
}
