/** Generates the type of a row on the wire from the columns of an output. */
import { isRecord, type Json } from '../../contract/json.ts'
import type { Manifest } from '../../integration/manifest.ts'
import type { JsonSchema } from '../../schema/validate.ts'
import type { WireColumn } from '../../sdk/lists/wire-rows.ts'
import { typeOf } from './schema-types.ts'
import { type Field, literal, type ObjectNode, type TypeNode, union } from './typescript.ts'

/** A field of the vendor: its type, or the fields within it. */
type Wire = { type: TypeNode } | { fields: Map<string, Wire> }

/** Returns `wire`, and `columns` if only some columns say `from`; nothing if none does. */
export function wireFields({ output, wire: columns }: Manifest): Field[] {
  if (!columns) return []
  const row = rowOf(output)
  const wire = { name: 'wire', type: wireType(row, columns), optional: false }
  const all = isRecord(row.properties) ? Object.keys(row.properties).length : 0
  if (columns.length === all) return [wire]
  const names = union(columns.map(({ name }) => literal(name)))
  return [wire, { name: 'columns', type: names, optional: false }]
}

const rowOf = (schema: JsonSchema): JsonSchema =>
  schema.type === 'array' && isRecord(schema.items) ? (schema.items as JsonSchema) : schema

function wireType(row: JsonSchema, columns: readonly WireColumn[]): ObjectNode {
  const properties = (row.properties ?? {}) as Record<string, JsonSchema>
  const tree = new Map<string, Wire>()
  for (const { name, from, rows } of columns) {
    const schema = properties[name] ?? {}
    const type = rows ? { list: wireType(rowOf(schema), rows) } : withoutNull(schema)
    put(tree, from, type)
  }
  return toObject(tree)
}

/** Every field of a vendor may be missing or null, so its type is that of the column without null. */
const withoutNull = (schema: JsonSchema): TypeNode => {
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null')
  const choices: { enum?: Json } = Array.isArray(schema.enum)
    ? { enum: schema.enum.filter((choice) => choice !== null) }
    : {}
  return typeOf({ ...schema, ...(types.length ? { type: types } : {}), ...choices })
}

function put(tree: Map<string, Wire>, [first = '', ...rest]: readonly string[], type: TypeNode): void {
  const there = tree.get(first)
  if (rest.length === 0) {
    // A field that is read as a whole and in parts may be anything.
    tree.set(first, there === undefined ? { type } : { type: 'unknown' })
  } else if (there === undefined || 'fields' in there) {
    const fields = there?.fields ?? new Map<string, Wire>()
    tree.set(first, { fields })
    put(fields, rest, type)
  } else tree.set(first, { type: 'unknown' })
}

const toObject = (tree: ReadonlyMap<string, Wire>): ObjectNode => ({
  open: false,
  fields: [...tree].map(([name, wire]) => ({
    name,
    type: union(['fields' in wire ? toObject(wire.fields) : wire.type, 'null']),
    optional: true,
  })),
})
