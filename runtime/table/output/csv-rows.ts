/** Rows as CSV, for spreadsheets. */
import { stringify } from 'csv-stringify/sync'
import type { Json, Row } from '../../contract/json.ts'
import { jsonText } from '../../template/values/key-order.ts'
import { cellGuard } from '../csv-guard.ts'

/** Rows that are read before the header is written: their fields are the columns. */
const LOOK_AHEAD = 1_000

/**
 * Writes rows as CSV, a header line first. A cell that a spreadsheet would treat as a formula gets an apostrophe before it.
 *
 * @param known columns that come first. Others are those of the first thousand rows; later ones go to `other`, as JSON
 */
export async function* csvLines(
  rows: AsyncIterable<Row>,
  known: readonly string[],
): AsyncGenerator<string, void> {
  const guard = cellGuard(',')
  const options = { cast: { boolean: String, string: (value: string) => guard.add(value) } }
  const early: Row[] = []
  let columns: string[] | undefined
  const line = (row: Row): string => {
    const names = columns ?? []
    const others = Object.entries(row).filter(([name]) => !names.includes(name))
    const cells = [
      ...names.map((name) => cell(row[name])),
      others.length === 0 ? '' : jsonText(Object.fromEntries(others)),
    ]
    return stringify([cells], options)
  }
  const begin = (): string => {
    columns = [...new Set([...known, ...early.flatMap((row) => Object.keys(row))])]
    return stringify([[...columns, 'other']], options) + early.splice(0).map(line).join('')
  }
  for await (const row of rows) {
    if (columns !== undefined) yield line(row)
    else if (early.push(row) >= LOOK_AHEAD) yield begin()
  }
  if (columns === undefined) yield begin()
}

const cell = (value: Json | undefined): unknown =>
  value !== null && typeof value === 'object' ? jsonText(value) : value
