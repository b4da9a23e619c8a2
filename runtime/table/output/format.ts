/** The two output formats: JSON lines and CSV. */
import { stringify } from 'csv-stringify/sync'
import type { Json, Row } from '../../contract/json.ts'
import type { Manifest } from '../../integration/manifest.ts'
import type { AnswerLine, Print, SourceRow } from '../../platforms/table.ts'
import { jsonText } from '../../template/values/key-order.ts'
import { toData } from '../bindings.ts'
import { cellGuard } from '../csv-guard.ts'

const FIRST = ['has_error', 'error', 'error_code'] as const

/**
 * JSON lines: `has_error`, `error`, `error_code`, the kept columns, then the fields of the record. Written part by part,
 * because an object moves keys that look like numbers to its front. A kept column with the name of one of the first three
 * is `row_…`; a field of the record takes precedence over a kept column of the same name.
 */
export function jsonPrinter(keep: readonly string[]): Print {
  const own = keep.map((name) => {
    const key = FIRST.includes(name as never) ? `row_${name}` : name
    return { name, key, text: `,${JSON.stringify(key)}:` }
  })
  return ({ has_error, error, error_code, fields, data }, row) => {
    const record = data === undefined ? fields : { ...fields, data }
    let line = JSON.stringify({ has_error, error, error_code }).slice(0, -1)
    for (const { name, key, text } of own) {
      if (!Object.hasOwn(record, key)) line += text + jsonText(toData(row.columns?.[name]) ?? null)
    }
    const rest = jsonText(record).slice(1)
    return `${line}${rest === '}' ? '' : ','}${rest}\n`
  }
}

/** CSV, and its header line. */
export interface CsvPrinter {
  header: string
  print: Print
}

/** Options for writing CSV. */
export interface CsvFormat {
  /** Columns of the table that lines keep. */
  keep: readonly string[]
  delimiter: string
  /** Cells are written unchanged, including formulas. */
  literal: boolean
}

/**
 * CSV with the columns that the manifest's output names. Other fields of a record are written as JSON into a column
 * `other`, which exists only if the manifest allows additional fields. A cell that a spreadsheet would treat as a formula
 * gets an apostrophe before it: attackers can write mail subjects, and results are opened in spreadsheets.
 */
export function csvPrinter(manifest: Manifest, { keep, delimiter, literal }: CsvFormat): CsvPrinter {
  const guard = cellGuard(delimiter)
  const text = (value: string): string => (literal ? value : guard.add(value))
  const options = { delimiter, cast: { boolean: String, string: text } }
  const { names, open } = columnsOf(manifest)
  const own = keep.map((name) =>
    FIRST.includes(name as never) || names.includes(name) ? `row_${name}` : name,
  )
  const known = new Set(names)
  const header = [...FIRST, ...own, ...names, ...(open ? ['other'] : []), 'data']
  const print = ({ has_error, error, error_code, fields, data }: AnswerLine, row: SourceRow): string => {
    const cells: unknown[] = [has_error, error, error_code]
    for (const name of keep) cells.push(cell(toData(row.columns?.[name]) as Json))
    for (const name of names) cells.push(cell(fields[name]))
    if (open) cells.push(others(fields, known))
    cells.push(cell(data))
    return stringify([cells], options)
  }
  return { header: stringify([header], options), print }
}

const cell = (value: Json | undefined): unknown =>
  value !== null && typeof value === 'object' ? jsonText(value) : value

function others(fields: Row, known: ReadonlySet<string>): string {
  const rest = Object.entries(fields).filter(([name]) => !known.has(name))
  return rest.length === 0 ? '' : JSON.stringify(Object.fromEntries(rest))
}

/** The fields that the output's schema names, and whether records may have more. */
function columnsOf({ output }: Manifest): { names: string[]; open: boolean } {
  const schema = (output.type === 'array' ? output.items : output) as Record<string, Json> | undefined
  const names = Object.keys((schema?.properties ?? {}) as object).filter((name) => name !== 'error')
  return { names, open: schema?.additionalProperties !== false }
}
