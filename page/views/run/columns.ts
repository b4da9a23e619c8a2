/** Decides which columns of a result are shown at first, and in what order. */
import type { Json, Row } from '../../api/types.ts'

/** The columns of a result. */
interface Columns {
  /** All of them, the most telling first. */
  all: string[]
  /** Those that are shown at first. */
  shown: string[]
  /** Those that have one value in every row, with that value. */
  same: { name: string; value: Json }[]
}

/** Names of fields that people read first, where the manifest names none. */
const FIRST =
  /^(?:date|date_received|received\w*|created\w*|time|subject|name|from|displayfrom|sender|to|displayto|recipient)$/

/** Fields for programs. */
const IDS = /(?:^|_)(?:id|ids|code|codes|header)$/

/** True for a cell without anything to read. */
export const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * Orders the columns of a result: those of the manifest, then those that people read first, then the others.
 * Hidden at first: columns that are empty, that have the same value in more than three rows, and, unless the manifest
 * lists them, ids, codes, header fields, and names beside the address that they belong to. One column is always shown.
 */
export function columnsOf(rows: readonly Row[], listed: readonly string[] = []): Columns {
  const found = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) found.add(name)
  const rank = (name: string): number =>
    listed.includes(name)
      ? listed.indexOf(name)
      : listed.length + (FIRST.test(name) ? 0 : IDS.test(name) ? 2 : 1)
  const all = [...found].sort((a, b) => rank(a) - rank(b))
  const filled = all.filter((name) => rows.some((row) => !isEmpty(row[name])))
  const same =
    rows.length > 3
      ? filled.flatMap((name) => {
          const [first, ...rest] = rows.map((row) => JSON.stringify(row[name] ?? null))
          return rest.every((one) => one === first) ? [{ name, value: rows[0]?.[name] ?? null }] : []
        })
      : []
  const isSame = new Set(same.map(({ name }) => name))
  const shown = filled.filter((name) => {
    if (isSame.has(name)) return false
    if (listed.includes(name)) return true
    return !IDS.test(name) && !(name.endsWith('_name') && found.has(name.slice(0, -'_name'.length)))
  })
  const least = [filled, all].find(({ length }) => length > 0)?.slice(0, 1) ?? []
  return { all, shown: shown.length > 0 ? shown : least, same }
}

/** Whether the values of a column are numbers. */
export const isNumeric = (rows: readonly Row[], name: string): boolean =>
  rows.some((row) => typeof row[name] === 'number') &&
  rows.every((row) => isEmpty(row[name]) || typeof row[name] === 'number')
