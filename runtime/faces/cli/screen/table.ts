/** Rows as a table that fits a terminal. */
import { isRecord, type Json, type Row } from '../../../contract/json.ts'
import { cut, pad, visibleLine, widthOf } from './width.ts'

/** Narrower columns are not readable. */
const NARROWEST = 6

const GAP = '  '

/** Maximum number of characters of a cell that are processed. */
const LONGEST = 2000

/** One value as a cell: text as it is, everything else as JSON. */
export function toCell(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return visibleLine((typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST))
}

/** An object as two columns, a list of objects as a table, with at most `most` rows; empty for anything else. */
export function toTable(data: Json, columns: number, most: number): string[] {
  if (isRecord(data)) return twoColumns(data, columns)
  if (!Array.isArray(data) || data.length === 0) return []
  const rows = data.slice(0, most).map((item) => (isRecord(item) ? item : { value: item }))
  const lines = tableOf(rows, columns)
  const left = data.length - rows.length
  return left > 0 ? [...lines, `… and ${left} more rows; --json has them all`] : lines
}

function twoColumns(row: Row, columns: number): string[] {
  const names = Object.keys(row).map((name) => cut(visibleLine(name), Math.floor(columns / 2)))
  const left = Math.max(0, ...names.map(widthOf))
  return Object.values(row).map((value, at) =>
    `${pad(names[at] ?? '', left)}${GAP}${cut(toCell(value), columns - left - GAP.length)}`.trimEnd(),
  )
}

function tableOf(rows: readonly Row[], columns: number): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const most = Math.max(1, Math.floor((columns + GAP.length) / (NARROWEST + GAP.length)))
  const shown = names.slice(0, most)
  const cells = [shown.map(visibleLine), ...rows.map((row) => shown.map((name) => toCell(row[name])))]
  const widths = share(
    shown.map((_, at) => Math.max(...cells.map((line) => widthOf(line[at] ?? '')))),
    columns - GAP.length * (shown.length - 1),
  )
  const lines = cells.map((line) =>
    line
      .map((cell, at) => pad(cut(cell, widths[at] ?? 0), widths[at] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
  const [head = '', ...body] = lines
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP)
  const hidden = names.slice(most).map(visibleLine)
  const note =
    hidden.length > 0
      ? [cut(`… and ${hidden.length} more columns: ${hidden.join(', ')}; --json has them all`, columns)]
      : []
  return [head, rule, ...body, ...note]
}

/** Column widths that fit together: wide columns shrink before narrow ones. */
function share(wanted: readonly number[], columns: number): number[] {
  const widths = [...wanted]
  let over = widths.reduce((sum, width) => sum + width, 0) - columns
  while (over > 0) {
    const widest = Math.max(...widths)
    const second = Math.max(NARROWEST, ...widths.filter((width) => width < widest))
    const many = widths.filter((width) => width === widest).length
    if (widest <= NARROWEST) break
    const less = Math.min(widest - second, Math.ceil(over / many)) || 1
    for (const [at, width] of widths.entries()) {
      if (width !== widest || over <= 0) continue
      const give = Math.min(less, over)
      widths[at] = width - give
      over -= give
    }
  }
  return widths
}
