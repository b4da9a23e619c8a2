/** Reads `from` in the output of a manifest: the vendor's field of a column. */
import { isRecord, type Json } from '../../contract/json.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import type { WireColumn } from '../../sdk/lists/wire-rows.ts'
import type { Finding, YamlFile } from './yaml.ts'

/** The output as a JSON Schema, and its columns if it has any. */
export interface ReadOutput {
  output: JsonSchema
  wire?: WireColumn[]
}

/**
 * Takes `from` out of the rows of an output, or of its one object. A column with `from` is always present, so it is required
 * and may be null; a list of rows with columns of their own is empty instead of null.
 */
export function readOutput(output: JsonSchema): ReadOutput {
  const { items } = output
  const rows = output.type === 'array' && isRecord(items)
  const { schema, columns } = readRow((rows ? items : output) as JsonSchema)
  if (columns.length === 0) return { output }
  return { output: rows ? { ...output, items: schema } : schema, wire: columns }
}

/** Reads the columns of one object; without any, the schema is returned as it is. */
function readRow(row: JsonSchema): { schema: JsonSchema; columns: WireColumn[] } {
  const columns: WireColumn[] = []
  if (!isRecord(row.properties)) return { schema: row, columns }
  const properties = Object.entries(row.properties as JsonSchema).map(([name, property]): [string, Json] => {
    if (!isRecord(property) || !isPath(property.from)) return [name, property as Json]
    const { from, ...schema } = property as JsonSchema & { from: string }
    const list =
      schema.type === 'array' && isRecord(schema.items) ? readRow(schema.items as JsonSchema) : undefined
    const path = from.split('.')
    if (list === undefined || list.columns.length === 0) {
      columns.push({ name, from: path })
      return [name, orNull(schema)]
    }
    columns.push({ name, from: path, rows: list.columns })
    return [name, { ...schema, items: list.schema }]
  })
  if (columns.length === 0) return { schema: row, columns }
  const { type = 'object', required, ...rest } = row
  const listed = Array.isArray(required) ? required : []
  const always = new Set<Json>([...columns.map(({ name }) => name), ...listed])
  return {
    schema: { type, required: [...always], ...rest, properties: Object.fromEntries(properties) },
    columns,
  }
}

const isPath = (from: unknown): from is string =>
  typeof from === 'string' && from.split('.').every((part) => part.trim() !== '')

function orNull(schema: JsonSchema): JsonSchema {
  const types = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length === 0 || types.includes('null')) return schema
  const choices = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}
  return { ...schema, type: [...types, 'null'], ...choices }
}

/** Reports every `from` that names no field: an empty name, a value that is not text. */
export function columnFindings(yaml: YamlFile, schema: Json | undefined, path: string[]): Finding[] {
  if (!isRecord(schema)) return []
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : []
  const wrong = properties.flatMap(([name, property]): Finding[] => {
    const at = [...path, 'properties', name]
    if (!isRecord(property)) return []
    const own =
      property.from === undefined || isPath(property.from)
        ? []
        : [
            yaml.find(
              [...at, 'from'],
              'Name the field that the vendor sends, such as fileName or sender.address.',
            ),
          ]
    return [...own, ...columnFindings(yaml, property as JsonSchema, at)]
  })
  return [...wrong, ...columnFindings(yaml, schema.items as Json | undefined, [...path, 'items'])]
}
