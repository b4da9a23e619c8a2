/** Reads CSV as rows. */

import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CsvError, type Parser, parse } from 'csv-parse'
import { refuse } from '../../contract/refuse.ts'
import type { SourceRow } from '../../platforms/table.ts'
import { createUtf8Check, toUtf8 } from '../../safety/encoding.ts'
import { ordered } from '../../template/values/key-order.ts'
import { cellGuard } from '../csv-guard.ts'
import { guessDelimiter, type Header, readHeader, takeSeparatorLine } from './header.ts'
import { type Chunks, type Table, THE_TABLE } from './rows.ts'

/** Options for reading CSV. */
export interface CsvOptions {
  /** Default: a comma, or the delimiter of a first line such as `sep=;`. */
  delimiter?: string | undefined
  /** Used if neither is given: the delimiter that the file name suggests. */
  standard?: string
  /** If no delimiter is given, it is found from the first line. */
  guess?: boolean
  /** Cells are kept unchanged, including apostrophes before formulas. */
  literal?: boolean
}

/** Maximum size of a record in bytes: an unclosed quote would otherwise swallow the rest of the table. */
const LONGEST = 64 * 1024 * 1024

/**
 * Reads CSV whose first record names the columns. Every value is text. A record with more or fewer cells than there are
 * columns, or with bytes that are not UTF-8, is a row with a fault. If quoting is broken beyond recovery, the table ends
 * with such a row.
 *
 * @throws ActionError REQUEST_INVALID for a table without a readable header
 */
export async function openCsv(chunks: Chunks, options: CsvOptions = {}): Promise<Table> {
  const { delimiter: given, standard = ',', guess = false, literal = false } = options
  const first = await takeSeparatorLine(toUtf8(chunks, THE_TABLE))
  const named = given ?? first.delimiter
  const guessed = named === undefined && guess ? await guessDelimiter(first.rest) : undefined
  const delimiter = named ?? guessed?.delimiter ?? standard
  const linesBefore = first.delimiter === undefined ? 0 : 1
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST,
    info: true,
  })
  const guard = literal ? undefined : cellGuard(delimiter)
  const clean = (cell: string): string => guard?.remove(cell) ?? cell
  const batches = parseEach(guessed?.rest ?? first.rest, parser)
  const { header, batch } = await findHeader(batches, clean)
  const { names, spare } = header
  let index = 0
  function* rowsOf({ records, error }: Batch): Generator<SourceRow> {
    for (const { cells, line, isText } of records) {
      const fault = isText ? cellsFault(cells, header) : 'is not UTF-8. Save the table as UTF-8.'
      if (fault !== undefined) {
        yield { index: index++, columns: undefined, fault: `Line ${line + linesBefore} ${fault}` }
        continue
      }
      if (spare > 0) cells.length = names.length
      yield {
        index: index++,
        columns: ordered(names, cells.map(clean)),
      }
    }
    if (error === undefined) return
    const place = error.line === undefined ? '' : ` at line ${error.line + linesBefore}`
    const fault = `The rest of the table cannot be read${place}: ${error.sentence}`
    yield { index: index++, columns: undefined, fault }
  }
  async function* rows(): AsyncGenerator<Iterable<SourceRow>> {
    yield rowsOf(batch)
    for await (const next of batches) yield rowsOf(next)
  }
  return { columns: names, rows: rows() }
}

function cellsFault(cells: readonly string[], { names, spare }: Header): string | undefined {
  const { length } = cells
  if (length < names.length || length > names.length + spare) {
    return `has ${length} cells; the table has ${names.length} columns.`
  }
  const isEmpty = cells.slice(names.length).every((cell) => cell === '')
  return isEmpty ? undefined : `has more cells than the table has columns (${names.length}).`
}

/** Reads up to the names of the columns; the batch is the data that arrived with them. */
async function findHeader(
  batches: AsyncGenerator<Batch>,
  clean: (cell: string) => string,
): Promise<{ header: Header; batch: Batch }> {
  for (;;) {
    const { value: batch, done } = await batches.next()
    if (done) throw refuse('The table is empty. The first line of a CSV must name its columns.')
    const [first, ...records] = batch.records
    if (first !== undefined) {
      if (!first.isText) throw refuse('The first line of the CSV is not UTF-8. Save the table as UTF-8.')
      return { header: readHeader(first.cells.map(clean)), batch: { ...batch, records } }
    }
    if (batch.error) throw refuse(`Cannot read the first line of the CSV: ${batch.error.sentence}`)
  }
}

interface CsvRecord {
  cells: string[]
  line: number
  /** False if its bytes are not UTF-8. */
  isText: boolean
}

interface Batch {
  records: CsvRecord[]
  /** Why nothing can be read after them. */
  error?: { line: number | undefined; sentence: string }
}

/**
 * The records of each chunk. A broken record makes the parser, like every stream, discard unread data; so no data is left
 * in it when the next chunk is written.
 */
async function* parseEach(chunks: AsyncIterable<Buffer>, parser: Parser): AsyncGenerator<Batch> {
  const badPlaces = createUtf8Check()
  /** Offsets of bytes that are not UTF-8; those from `next` on are after the last record. */
  let bad: number[] = []
  let next = 0
  let records: CsvRecord[] = []
  let thrown: Error | undefined
  const take = ({ record, info }: { record: string[]; info: { lines: number; bytes: number } }): void => {
    const from = next
    while (next < bad.length && (bad[next] ?? 0) < info.bytes) next++
    records.push({ cells: record, line: info.lines, isText: next === from })
  }
  const ended = new Promise<void>((resolve) => {
    parser.on('data', take)
    parser.once('close', resolve)
    parser.once('error', (error) => {
      thrown = error
    })
  })
  const taken = (): Batch => {
    const batch: Batch = { records, ...(thrown && { error: describe(thrown) }) }
    records = []
    return batch
  }
  for await (const chunk of chunks) {
    const places = badPlaces(chunk)
    // The remaining offsets belong to the one incomplete record: one offset is enough.
    bad = [...bad.slice(next, next + 1), ...places]
    next = 0
    await Promise.race([new Promise((done) => parser.write(chunk, done)), ended])
    while (parser.readableLength > 0) await nextTurn()
    yield taken()
    if (thrown) return
  }
  bad.push(...badPlaces(undefined))
  parser.end()
  await ended
  yield taken()
}

function describe(error: Error): NonNullable<Batch['error']> {
  const { code, lines } = error as CsvError
  if (typeof code !== 'string' || !code.startsWith('CSV_')) throw error
  return { line: typeof lines === 'number' ? lines : undefined, sentence: sentenceOf(code) }
}

/** The message without the cells that the library quotes: they may be long, or secret. */
const sentenceOf = (code: string): string =>
  code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'a quote is never closed.'
    : code === 'CSV_MAX_RECORD_SIZE'
      ? 'a record is too long; a quote is probably never closed.'
      : `its quoting is invalid (${code}).`
