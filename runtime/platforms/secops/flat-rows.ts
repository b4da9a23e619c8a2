/** Tables and flat rows in the platform's shape (its helper library's `construct_csv` and `dict_to_flat`). */
import type { Json } from '../../contract/json.ts'
import { pythonText } from '../python.ts'

/** Name and text of every leaf, in order. A map, because objects sort names that look like numbers. */
export type FlatRow = Map<string, string>

/**
 * One level of what was nested: names joined by `_`, places in lists counted from 1, every value as text. Empty lists and
 * objects are dropped; of two leaves of one name the later one counts. In a list of both, what is nested is counted before
 * what is not: so did the helper library of the reference system (2.2.0), though later ones count in the list's order.
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
 * Rows as the lines of a table. The header has every column in the order of its first appearance. Commas in cells become
 * blanks, those in names of columns stay: there is no quoting on this platform.
 */
export function tableLines(rows: readonly FlatRow[]): string[] {
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  if (rows.length === 0) return []
  const line = (row: FlatRow) =>
    columns.map((column) => (row.get(column) ?? '').replaceAll(',', ' ')).join(',')
  return [columns.join(','), ...rows.map(line)]
}
