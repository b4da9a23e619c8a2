/** Reads JSON lines as rows. */
import { isUtf8 } from 'node:buffer'
import type { SourceRow, Unwrap } from '../../platforms/table.ts'
import { jsonFault } from '../../safety/json-fault.ts'
import { show } from '../../schema/validate.ts'
import { parseJson } from '../../template/values/json.ts'
import { type Chunks, isColumns, type Rows } from './rows.ts'
import { splitLines, TOO_LONG } from './split-lines.ts'

/** How lines are read. */
export interface JsonOptions {
  unwrap?: Unwrap | undefined
  /** Column with the platform's name for a row. */
  idColumn?: string | undefined
  /** Bytes of the longest line that is taken. */
  longest?: number
}

/** Reads JSON lines. A line that is none is a row with a fault; blank lines are no rows. */
export async function* readJsonLines(chunks: Chunks, options: JsonOptions = {}): Rows {
  let index = 0
  let number = 0
  function* rowsOf(lines: readonly (Buffer | typeof TOO_LONG)[]): Generator<SourceRow> {
    for (const line of lines) {
      number++
      if (line === TOO_LONG) yield toRow(index++, `Line ${number} is too long.`, options)
      else if (!isBlank(line)) yield toRow(index++, readLine(line, number, options), options)
    }
  }
  for await (const lines of splitLines(chunks, options.longest)) yield rowsOf(lines)
}

/** Bytes that JSON takes for blanks. */
const isBlank = (line: Buffer): boolean => line.length < 64 && line.toString('latin1').trim() === ''

function readLine(line: Buffer, number: number, { unwrap }: JsonOptions): Record<string, unknown> | string {
  if (!isUtf8(line)) return `Line ${number} is not UTF-8.`
  const text = line.toString()
  let value: unknown
  try {
    value = parseJson(text)
  } catch (cause) {
    return `Line ${number} is not JSON: ${jsonFault(text, cause)}`
  }
  if (!isColumns(value)) return `Line ${number} must be a JSON object; got ${show(value)}.`
  const columns = unwrap ? unwrap(value) : value
  return typeof columns === 'string' ? `Line ${number} ${columns}` : columns
}

function toRow(index: number, read: Record<string, unknown> | string, { idColumn }: JsonOptions): SourceRow {
  if (typeof read === 'string') return { index, columns: undefined, fault: read }
  const id = idColumn === undefined ? undefined : read[idColumn]
  const known = typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint'
  return { index, columns: read, ...(known && { id: String(id) }) }
}
