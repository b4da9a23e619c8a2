/** Result data as a compact table for a model, limited in size. */
import { isRecord, type Json } from '../../../contract/json.ts'
import { modelLine } from '../../../safety/model-text.ts'

/** A table, and how much of the data it shows. */
export interface Table {
  text: string
  /** Rows shown; of an object, its fields. */
  shown: number
  /** Whether values are cut, or columns left out. */
  isCut: boolean
}

/** Maximum number of characters of a cell. */
const CELL = 160

/** Maximum number of characters of one field of an object, which has its own line. */
const FIELD = 800

/** Maximum number of columns. */
const COLUMNS = 24

/** Rows as `a | b` lines under their names, an object as `name: value` lines; at most so many characters. */
export function compactTable(data: Json, most: number): Table {
  if (Array.isArray(data)) return tableOf(data, most)
  const fields = isRecord(data) ? Object.entries(data) : []
  const lines = fields.map(([name, value]) => `${cell(name, CELL)}: ${cell(value, FIELD)}`)
  const { fitting, text } = firstLines(lines, most)
  const isCut = fitting < lines.length || fields.some(([, value]) => isLonger(value, FIELD))
  return { text, shown: fitting, isCut }
}

function tableOf(data: readonly Json[], most: number): Table {
  if (data.length === 0) return { text: '', shown: 0, isCut: false }
  // Every row takes at least one character.
  const rows = data.slice(0, most).map((item) => (isRecord(item) ? item : { value: item }))
  const names = filledColumns(rows)
  const columns = names.slice(0, COLUMNS)
  const head = columns.map((name) => cell(name, CELL)).join(' | ')
  const lines = rows.map((row) => columns.map((name) => cell(row[name] ?? null, CELL)).join(' | '))
  const { fitting, text } = firstLines([head, ...lines], most)
  const shown = Math.max(0, fitting - 1)
  const isCut = rows.slice(0, shown).some((row) => columns.some((name) => isLonger(row[name] ?? null, CELL)))
  return { text, shown, isCut: isCut || names.length > columns.length }
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

/** The first lines that fit, and how many they are. */
function firstLines(lines: readonly string[], most: number): { fitting: number; text: string } {
  let left = most
  const end = lines.findIndex((line) => {
    left -= line.length + 1
    return left < 0
  })
  const fitting = end < 0 ? lines.length : end
  return { fitting, text: lines.slice(0, fitting).join('\n') }
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

const isLonger = (value: Json, longest: number): boolean => value !== null && textOf(value).length > longest

/** A value on one line: text unchanged, everything else as JSON, without characters that would affect its reader. */
function cell(value: Json, longest: number): string {
  if (value === null) return ''
  const text = textOf(value)
  const start = modelLine(text.slice(0, longest).toWellFormed()).replaceAll('|', '\\|')
  return text.length > longest ? `${start}… (${text.length})` : start
}
