/** Compiles schemas to the text of a module that needs no Ajv. */
import { _, Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import { formats } from './formats.ts'
import { ajvOptions, type JsonSchema } from './validate.ts'

/** Where the module finds formats and helpers: runtime/schema/compiled.ts, in every built product. */
const COMPILED = 'soar:compiled'

/** A helper of Ajv in the text that Ajv writes. */
const HELPER = /require\("ajv\/dist\/runtime\/(\w+)"\)\.default/g

/**
 * Compiles schemas to a CommonJS module that exports one Ajv function each and imports `soar:compiled` alone.
 *
 * @param schemas by the name of the export
 */
export function validatorsModule(schemas: Record<string, JsonSchema>): string {
  const ajv = new Ajv({
    ...ajvOptions,
    allowUnionTypes: true,
    code: { source: true, formats: _`require(${COMPILED}).formats` },
  })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name)
  const names = Object.keys(schemas)
  const text = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])))
  return text.replace(HELPER, `require(${JSON.stringify(COMPILED)}).$1`)
}
