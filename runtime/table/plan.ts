/** Plans how to process each row, in table order. */

import { hash } from 'node:crypto'
import { ActionError } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { quoted } from '../contract/phrases.ts'
import type { Result } from '../contract/result.ts'
import type { AnswerLine, SourceRow, TableDialect } from '../platforms/table.ts'
import type { OpenRun, ReadyRun } from '../run/open-run.ts'
import { type Bound, bindRow, shownRow } from './bindings.ts'
import type { Rows } from './input/rows.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Known } from './ledger/memory.ts'
import { closingLines, failureLine } from './lines.ts'

/** Why a row is not run. */
export type Refusal = 'REQUEST_INVALID' | 'PARAMETER_INVALID' | 'TEMPLATE_FAILED' | 'OUTCOME_UNSETTLED'

/** A row with its plan. */
export type Planned = { row: SourceRow } & (
  | { do: 'run'; ready: ReadyRun; key: string }
  /** It cannot be run: nothing is sent. */
  | { do: 'refuse'; lines: AnswerLine[]; code: Refusal }
  /** An earlier run answered it. */
  | { do: 'copy'; known: Known & { answer: NonNullable<Known['answer']> } }
  /** An earlier run sent it and was killed before the outcome was known. */
  | { do: 'hold' }
)

/** A row that an earlier run has settled. */
export type Settled = Extract<Planned, { do: 'copy' | 'hold' }>

/** Options for planning rows. */
export interface PlanOptions {
  open: OpenRun
  bound: Bound
  /** Names that templates see besides the columns. */
  names: Record<string, unknown>
  ledger: Ledger | undefined
  /** Writes of unknown outcome are sent again. */
  retryUnknown: boolean
  /** Whether rows are identified by their inputs, which a ledger and a look-ahead need. */
  keyed: boolean
  /** How a platform reads values and words column errors. */
  dialect: Pick<TableDialect, 'missingColumn' | 'badColumn' | 'convert'> | undefined
  signal: AbortSignal
}

/** The rows with their plans, one by one, in table order. */
export interface Plan {
  /** The next row; undefined after the last one, and once the run is stopped. Only one caller at a time. */
  next(): Promise<Planned | undefined>
}

/** Plans row by row, on demand. Ends early if the signal is aborted. */
export function planRows(rows: Rows, options: PlanOptions): Plan {
  const { signal } = options
  const lists = rows[Symbol.asyncIterator]()
  let list: Iterator<SourceRow> | undefined
  return {
    async next() {
      try {
        while (!signal.aborted) {
          const taken = list?.next()
          if (taken && !taken.done) return await planRow(taken.value, options)
          const more = await lists.next()
          if (more.done) return undefined
          list = more.value[Symbol.iterator]()
        }
        await lists.return?.()
      } catch (error) {
        // Stopping the run closes the table while it is read.
        if (!signal.aborted) throw error
      }
      return undefined
    },
  }
}

async function planRow(row: SourceRow, options: PlanOptions): Promise<Planned> {
  const { open, bound, names, ledger, dialect } = options
  const { columns } = row
  if (columns === undefined) {
    const line = { ...failureLine(row.fault ?? '', 'REQUEST_INVALID', null), anonymous: true }
    return { row, do: 'refuse', lines: [line], code: 'REQUEST_INVALID' }
  }
  const data = (): Json => shownRow(columns, bound) as Json
  const refused = (lines: AnswerLine[], code: Refusal = 'PARAMETER_INVALID'): Planned => ({
    row,
    do: 'refuse',
    lines,
    code,
  })
  const { parameters, missing } = bindRow(bound, columns, (value, name) =>
    dialect ? dialect.convert(value, open.action.specs[name]) : value,
  )
  if (missing.length > 0) {
    if (dialect) return refused(missing.map(dialect.missingColumn))
    return refused([failureLine(sentenceFor(missing), 'PARAMETER_INVALID', data())])
  }
  const ready = await open.prepare({
    parameters,
    templates: bound.templates,
    names: { ...names, ...columns, row: columns },
  })
  if ('failed' in ready) {
    const bad = dialect ? badColumns(ready.failed, bound) : []
    if (dialect && bad.length > 0) {
      const shown = shownRow(columns, bound)
      return refused(bad.map((column) => dialect.badColumn(column, shown[column] as Json)))
    }
    const code = ready.failed.error?.code === 'TEMPLATE_FAILED' ? 'TEMPLATE_FAILED' : 'PARAMETER_INVALID'
    return refused(closingLines(ready.failed, 'fields', data(), 0), code)
  }
  const key = options.keyed ? keyOf(ready.inputs, open) : ''
  const known = ledger?.recall(row.index)
  if (known?.hash === undefined) {
    ledger?.planned(row.index, key)
    return { row, do: 'run', ready, key }
  }
  if (known.hash !== key) throw anotherTable(row.index)
  return fromLedger(row, ready, key, known, options)
}

/** Columns whose values are invalid for their parameters. */
function badColumns({ error }: Result, bound: Bound): string[] {
  const wrong = (error?.problems ?? []).filter(({ rule }) => rule.startsWith('type_'))
  return wrong.flatMap(({ where }) => bound.columns[where] ?? [])
}

function fromLedger(
  row: SourceRow,
  ready: ReadyRun,
  key: string,
  known: Known,
  { retryUnknown }: PlanOptions,
): Planned {
  return placeOf(row, known, retryUnknown) ?? { row, do: 'run', ready, key }
}

/** What to do with a row that a ledger knows and that is not run again; undefined: run it. */
export function placeOf(row: SourceRow, known: Known, retryUnknown: boolean): Settled | undefined {
  const { state, answer } = known
  const unknown = state === 'unknown' || state === 'sent'
  if (unknown && retryUnknown) return undefined
  if (answer !== undefined && !(state === 'failed' && known.retry)) {
    return { row, do: 'copy', known: { ...known, answer } }
  }
  return unknown ? { row, do: 'hold' } : undefined
}

const sentenceFor = (missing: readonly string[]): string =>
  missing.map((column) => `The row has no column "${column}".`).join(' ')

/** REQUEST_INVALID, for a row that is not the one in the ledger. */
export function anotherTable(index: number): ActionError {
  const reason = `Row ${index + 1} of the table differs from the row in the ledger. Resume with the same table, or name another file with --ledger.`
  return new ActionError('REQUEST_INVALID', { reason: quoted(reason) }, { unsent: true })
}

/** A hash of the inputs, 16 digits. Secrets are left out: a short one could be guessed from its hash. */
export function keyOf(inputs: Record<string, unknown>, { action }: Pick<OpenRun, 'action'>): string {
  const open = Object.entries(inputs).filter(([name]) => !action.specs[name]?.secret)
  open.sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify(open), 'hex').slice(0, 16)
}
