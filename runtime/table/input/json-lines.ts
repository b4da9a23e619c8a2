/** Reads JSON lines as rows. */
import { isUtf8 } from 'node:buffer'
import { refuse } from '../../contract/refuse.ts'
import type { SourceRow, Unwrap } from '../../platforms/table.ts'
import { toUtf8 } from '../../safety/encoding.ts'
import { jsonFault } from '../../safety/json-fault.ts'
import { show } from '../../schema/validate.ts'
import { parseJson } from '../../template/values/json.ts'
import { type Chunks, isColumns, type Table, THE_TABLE } from './rows.ts'
import { firstLineFault, laterLineFault } from './spanning.ts'
import { type Line, splitLines, TOO_LONG } from './split-lines.ts'

/** Options for reading JSON lines. */
export interface JsonOptions {
  unwrap?: Unwrap | undefined
  /** Column with the platform's name for a row. */
  idColumn?: string | undefined
  /** Maximum size of a line in bytes. */
  longest?: number
}

/**
 * Reads JSON lines. An invalid line is a row with a fault; blank lines are skipped. A later line that opens a value over
 * several lines ends the table with such a row: the following lines are parts of that value.
 *
 * @throws ActionError REQUEST_INVALID if the first line shows that a row is not a line: a JSON array, or a value that
 *   spans several lines. Reading on would run parts of it.
 */
export async function openJsonLines(chunks: Chunks, options: JsonOptions = {}): Promise<Table> {
  const lists = splitLines(toUtf8(chunks, THE_TABLE), options.longest)
  const head: Line[] = []
  for (let found = false; !found; ) {
    const { value: lines, done } = await lists.next()
    if (done) break
    head.push(...lines)
    found = !lines.every(isBlank)
  }
  const at = head.findIndex((line) => !isBlank(line))
  const first = head[at]
  const fault = first === undefined || first === TOO_LONG ? undefined : firstLineFault(first.toString())
  if (fault !== undefined) {
    throw refuse(`Line ${at + 1} of the table ${fault}`)
  }
  let index = 0
  let number = 0
  let ended = false
  function* rowsOf(lines: readonly Line[]): Generator<SourceRow> {
    for (const line of lines) {
      number++
      if (ended || isBlank(line)) continue
      const spanning = line === TOO_LONG ? undefined : laterLineFault(line)
      ended = spanning !== undefined
      if (ended)
        yield toRow(index++, `Line ${number} ${spanning} The rest of the table was not read.`, options)
      else yield toRow(index++, readLine(line, number, options), options)
    }
  }
  async function* rows(): AsyncGenerator<Iterable<SourceRow>> {
    yield rowsOf(head)
    while (!ended) {
      const { value: lines, done } = await lists.next()
      if (done) return
      yield rowsOf(lines)
    }
    await lists.return(undefined)
  }
  return { columns: undefined, rows: rows() }
}

/** Bytes that JSON treats as white space. */
const isBlank = (line: Line): boolean =>
  line !== TOO_LONG && line.length < 64 && line.toString('latin1').trim() === ''

function readLine(line: Line, number: number, { unwrap }: JsonOptions): Record<string, unknown> | string {
  if (line === TOO_LONG) return `Line ${number} is too long.`
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
