/** Reads CSV as rows. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CsvError, type Parser, parse } from 'csv-parse'
import { ActionError } from '../../contract/errors.ts'
import type { SourceRow } from '../../platforms/table.ts'
import type { Chunks, Rows } from './rows.ts'

/** Characters of a record that is taken: a quote that is never closed would swallow the rest of the table. */
const LONGEST = 64 * 1024 * 1024

/**
 * Reads CSV whose first record names the columns. Every value is text. A record with more or fewer cells than there are
 * columns is a row with a fault; where quoting is broken for good the table ends with such a row.
 *
 * @throws ActionError REQUEST_INVALID for a header that names a column twice or not at all
 */
export async function* readCsv(chunks: Chunks, delimiter = ','): Rows {
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST,
    info: true,
  })
  let names: string[] | undefined
  let index = 0
  function* rowsOf({ records, error }: Parsed): Generator<SourceRow> {
    for (const { record, info } of records) {
      if (names === undefined) {
        names = checkHeader(record)
      } else if (record.length === names.length) {
        const columns = names
        yield {
          index: index++,
          columns: Object.fromEntries(record.map((cell, at) => [columns[at] ?? '', cell])),
        }
      } else {
        const fault = `Line ${info.lines} has ${record.length} cells, but there are ${names.length} columns.`
        yield { index: index++, columns: undefined, fault }
      }
    }
    if (error === undefined) return
    if (!isCsvError(error)) throw error
    const line = typeof error.lines === 'number' ? ` at line ${error.lines}` : ''
    const fault = `The table cannot be read any further${line}: ${sentenceOf(error)}`
    yield { index: index++, columns: undefined, fault }
  }
  for await (const parsed of parseEach(chunks, parser)) yield rowsOf(parsed)
}

interface Parsed {
  records: { record: string[]; info: { lines: number } }[]
  error?: Error
}

/**
 * The records of each chunk. A broken record makes the parser, as every stream, throw away what was not read yet; so
 * nothing is left in it when the next chunk goes in.
 */
async function* parseEach(chunks: Chunks, parser: Parser): AsyncGenerator<Parsed> {
  let records: Parsed['records'] = []
  let error: Error | undefined
  const ended = new Promise<void>((resolve) => {
    parser.on('data', (record) => records.push(record))
    parser.once('close', resolve)
    parser.once('error', (thrown) => {
      error = thrown
    })
  })
  const taken = (): Parsed => {
    const parsed = { records, ...(error && { error }) }
    records = []
    return parsed
  }
  for await (const chunk of chunks) {
    await Promise.race([new Promise((done) => parser.write(chunk, done)), ended])
    while (parser.readableLength > 0) await nextTurn()
    yield taken()
    if (error) return
  }
  parser.end()
  await ended
  yield taken()
}

function checkHeader(names: readonly string[]): string[] {
  const clean = names.map((name) => name.trim())
  const twice = clean.find((name, at) => clean.indexOf(name) !== at)
  const reason = clean.includes('')
    ? 'the first line of the CSV must name every column; one has no name.'
    : twice === undefined
      ? undefined
      : `the first line of the CSV names the column "${twice.slice(0, 80)}" twice.`
  if (reason !== undefined) throw new ActionError('REQUEST_INVALID', { reason }, { unsent: true })
  return clean
}

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error &&
  typeof (error as Partial<CsvError>).code === 'string' &&
  /^CSV_/.test(String((error as CsvError).code))

/** Without the cells that the library quotes: they may be long, or secret. */
const sentenceOf = ({ code }: CsvError): string =>
  code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'a quote is opened and never closed.'
    : code === 'CSV_MAX_RECORD_SIZE'
      ? 'one record is too long; a quote is probably never closed.'
      : `its quoting is broken (${code}).`
