/** Rows as a manifest declares them: each column names the vendor's field. */
import { isRecord } from '../../contract/json.ts'
import { snakeCase } from './columns.ts'
import { shapeEach } from './rows.ts'

/** One column with `from` in a manifest's output. */
export interface WireColumn {
  name: string
  /** Path of the vendor's field. */
  from: string[]
  /** Columns of the rows in it, if it is a list of rows. */
  rows?: WireColumn[]
}

/**
 * Creates the function that maps a row of the vendor to the declared columns, in their order. A missing field is null, a
 * missing list of rows is empty. Every further field of the vendor follows under its own name in snake case, because vendors
 * add fields over time and a caller may need them.
 */
export function rowMapper(columns: readonly WireColumn[]): (row: object) => Record<string, unknown> {
  const fields = columns.map(({ name, from, rows }) => {
    const [first = '', ...rest] = from
    return { name, first, rest, shape: rows && rowMapper(rows) }
  })
  const names = new Set(fields.map(({ name }) => name))
  const known = new Set(fields.map(({ first }) => first))
  return (row) => {
    const wire = row as Record<string, unknown>
    const shaped = fields.map(({ name, first, rest, shape }): [string, unknown] => {
      const value = rest.length === 0 ? wire[first] : valueAt(wire[first], rest)
      return [name, shape ? shapeEach(value as object[] | null | undefined, shape) : (value ?? null)]
    })
    const further = Object.entries(wire)
      .filter(([field]) => !known.has(field))
      .map(([field, value]): [string, unknown] => [snakeCase(field), value])
      .filter(([column]) => !names.has(column))
    return Object.fromEntries([...shaped, ...further])
  }
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
