/** Tables and flat rows in the platform's shape (its helper library's `construct_csv` and `dict_to_flat`). */
import type { Json } from '../../contract/json.ts'
import { pythonText } from '../python.ts'

/** Name and text of every leaf, in order. A map, because objects sort names that look like numbers. */
export type FlatRow = Map<string, string>

/**
 * Nested data flattened to one level: names joined by `_`, list positions counted from 1, every value as text. Empty lists
 * and objects are dropped; of two leaves with the same name, the later one counts. In a mixed list, nested values are
 * counted before the others: the helper library of the reference system (2.2.0) did so, though later versions count in the
 * list's order.
 */
export function flatten(row: { [key: string]: Json }): FlatRow {
  const flat: FlatRow = new Map()
  const visit = (name: string, value: Json): void => {
    if (value === null || typeof value !== 'object') flat.set(name, pythonText(value))
    else if (Array.isArray(value)) {
      for (const [index, item] of nestedFirst(value).entries()) visit(`${name}_${index + 1}`, item)
    } else for (const [key, member] of Object.entries(value)) visit(`${name}_${key}`, member)
  }
  for (const [key, value] of Object.entries(row)) visit(key, value)
  return flat
}

const isNested = (value: Json): boolean => value !== null && typeof value === 'object'

const nestedFirst = (list: readonly Json[]): Json[] => [
  ...list.filter(isNested),
  ...list.filter((item) => !isNested(item)),
]

/**
 * Rows as the lines of a table. The header has every column in order of first appearance. Commas in cells become blanks;
 * those in column names are kept: this platform has no quoting.
 */
export function tableLines(rows: readonly FlatRow[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  if (rows.length === 0) return []
  const line = (row: FlatRow) =>
    columns.map((column) => (row.get(column) ?? '').replaceAll(',', ' ')).join(',')
  return [columns.join(','), ...rows.map(line)]
}
