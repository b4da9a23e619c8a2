/** Reads the output of a table run, whole or only its failed rows. */
import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Row } from '../../../contract/json.ts'
import type { Manifest } from '../../../integration/manifest.ts'
import type { AnswerLine } from '../../../platforms/table.ts'
import { csvPrinter } from '../../../table/output/format.ts'
import type { RunRecord } from '../run.ts'
import type { Runs } from '../runs.ts'
import type { TableFormat } from './facts.ts'
import { runFiles } from './files.ts'
import { folderOf } from './open.ts'

/** Which lines of an output to read. */
export interface OutputQuery {
  /** Default JSON lines. */
  format?: TableFormat
  only?: 'failed' | 'unknown'
}

/** Returns the lines of a table run as objects, in the order of the rows. An output that is gone has none. */
export async function* outputRows(
  runs: Runs,
  { id, table }: RunRecord,
  only: OutputQuery['only'],
): AsyncGenerator<Row, void> {
  if (table === undefined) return
  const { output } = runFiles(folderOf(runs), table.ledger, id)
  const exists = await access(output).then(
    () => true,
    () => false,
  )
  if (!exists) return
  const input = createReadStream(output)
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      // The last line may be incomplete while the run goes on.
      const row = parse(line)
      if (row === undefined) continue
      if (only === 'failed' && row.has_error !== true) continue
      if (only === 'unknown' && row.error_code !== 'OUTCOME_UNKNOWN') continue
      yield row
    }
  } finally {
    input.destroy()
  }
}

function parse(line: string): Row | undefined {
  try {
    return JSON.parse(line) as Row
  } catch {
    return undefined
  }
}

/** Returns the output as text, for downloads. CSV has the columns of the action's output, as `soar rows` writes them. */
export async function* outputText(
  runs: Runs,
  run: RunRecord,
  manifest: Manifest,
  keep: readonly string[],
  { format = 'jsonl', only }: OutputQuery,
): AsyncGenerator<string, void> {
  const csv = format === 'csv' ? csvPrinter(manifest, { keep, delimiter: ',', literal: false }) : undefined
  if (csv) yield csv.header
  for await (const row of outputRows(runs, run, only)) {
    if (csv === undefined) {
      yield `${JSON.stringify(row)}\n`
      continue
    }
    yield csv.print(lineOf(row, keep), { index: 0, columns: columnsOf(row, keep) }, [])
  }
}

/** A line as it was before it was written as JSON. */
function lineOf(row: Row, keep: readonly string[]): AnswerLine {
  const { has_error, error = null, error_code = null, data, ...rest } = row
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => !keep.includes(name)))
  return {
    has_error: has_error === true,
    error: error === null ? null : String(error),
    error_code: error_code === null ? null : String(error_code),
    fields,
    ...(data !== undefined && { data }),
  }
}

function columnsOf(row: Row, keep: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keep.map((name) => [name, row[`row_${name}`] ?? row[name] ?? null]))
}
