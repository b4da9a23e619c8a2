import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { ActionError } from '../errors.ts'
import type { Chunks, Rows } from './source.ts'

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
  const source = Readable.from(chunks)
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  let names: string[] | undefined
  let index = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      if (names === undefined) {
        names = checkHeader(record)
        continue
      }
      const columns = names
      if (record.length === columns.length) {
        yield {
          index: index++,
          columns: Object.fromEntries(record.map((cell, at) => [columns[at] ?? '', cell])),
        }
      } else {
        const fault = `Line ${info.lines} has ${record.length} cells, but there are ${columns.length} columns.`
        yield { index: index++, columns: undefined, fault }
      }
    }
  } catch (error) {
    if (!isCsvError(error)) throw error
    const line = typeof error.lines === 'number' ? ` at line ${error.lines}` : ''
    yield {
      index,
      columns: undefined,
      fault: `The table cannot be read any further${line}: ${sentenceOf(error)}`,
    }
  } finally {
    source.destroy()
  }
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
