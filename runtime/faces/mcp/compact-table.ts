/** Result data as a compact table for a model, limited in size. */
import { isRecord, type Json } from '../../contract/json.ts'
import { visibleLine } from '../../safety/control-characters.ts'

/** A table, and how much of the data it shows. */
export interface Table {
  text: string
  /** Rows shown, and rows in total; 1 for an object. */
  shown: number
  count: number
  /** Columns left out. */
  columnsCut: number
}

/** Maximum number of characters of a cell. */
const CELL = 160

/** Maximum number of characters of one field of an object, which has its own line. */
const FIELD = 800

/** Maximum number of columns; wider tables are read in structured content. */
const COLUMNS = 24

/** Rows as `a | b` lines under their names, an object as `name: value` lines; at most so many bytes of UTF-8. */
export function compactTable(data: Json, bytes: number): Table {
  if (Array.isArray(data)) return tableOf(data, bytes)
  const lines = isRecord(data)
    ? Object.entries(data).map(([name, value]) => `${cell(name, CELL)}: ${cell(value, FIELD)}`)
    : []
  const shown = fitting(lines, bytes)
  const whole = shown.length === lines.length
  return { text: shown.join('\n'), shown: whole ? 1 : 0, count: 1, columnsCut: 0 }
}

function tableOf(data: readonly Json[], bytes: number): Table {
  const rows = data.map((item) => (isRecord(item) ? item : { value: item }))
  const names = filledColumns(rows)
  const columns = names.slice(0, COLUMNS)
  const head = columns.map((name) => cell(name, CELL)).join(' | ')
  const lines: string[] = [head]
  let left = bytes - sizeOf(head)
  for (const row of rows) {
    const line = columns.map((name) => cell(row[name] ?? null, CELL)).join(' | ')
    left -= sizeOf(line)
    if (left < 0) break
    lines.push(line)
  }
  return {
    text: rows.length === 0 ? '' : lines.join('\n'),
    shown: lines.length - 1,
    count: rows.length,
    columnsCut: names.length - columns.length,
  }
}

/** Names of the columns that have a value in any row, in order of first appearance. One pass over the cells. */
function filledColumns(rows: readonly Record<string, Json>[]): string[] {
  const filled = new Map<string, boolean>()
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (!isEmpty(value)) filled.set(name, true)
      else if (!filled.has(name)) filled.set(name, false)
    }
  }
  return [...filled].filter(([, some]) => some).map(([name]) => name)
}

const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === ''

/** With its line end. */
const sizeOf = (line: string): number => Buffer.byteLength(line) + 1

function fitting(lines: readonly string[], bytes: number): string[] {
  let left = bytes
  const shown: string[] = []
  for (const line of lines) {
    left -= sizeOf(line)
    if (left < 0) break
    shown.push(line)
  }
  return shown
}

/** A value on one line: text unchanged, everything else as JSON, without characters that would affect its reader. */
function cell(value: Json, longest: number): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const start = visibleLine(text.slice(0, longest + 1)).replaceAll('|', '\\|')
  return start.length > longest ? `${start.slice(0, longest).toWellFormed()}…` : start
}
