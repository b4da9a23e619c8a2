/** What the record of a table run says about its rows. */

/** The format of a table. */
export type TableFormat = 'csv' | 'jsonl'

/** What a table run adds to the record of a run. */
export interface TableFacts {
  id: string
  name?: string
  format: TableFormat
  /** Rows of the table. */
  total: number
  /** Columns by parameter name. */
  columns: Record<string, string>
  counts: TableCounts
  /** Failed rows by code. */
  failures: Record<string, number>
  /** The first run of this table, whose ledger all its resumed runs share. */
  ledger: string
  /** The run that this one resumes. */
  resumes?: string
  /** The run that resumed this one. */
  resumed_by?: string
}

/** Rows of a table run by outcome. */
export interface TableCounts {
  /** Done, whatever the outcome. */
  rows: number
  succeeded: number
  /** Unknown ones included. */
  failed: number
  unknown: number
  empty: number
  /** Answered by an earlier run. */
  before: number
}
