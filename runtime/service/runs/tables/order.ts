/** Orders, plans and uploaded files of table runs. */
import type { Json, Row } from '../../../contract/json.ts'
import type { DryRequest } from '../../../contract/result.ts'
import type { Bag } from '../../../schema/parameters.ts'
import type { Order, PlanFacts } from '../order.ts'
import type { TableFormat } from './facts.ts'

/** A table that was uploaded. */
export interface UploadedTable {
  id: string
  name?: string
  format: TableFormat
  rows: number
  /** Of JSON lines: those of the first rows. */
  columns: string[]
  /** The first rows. */
  sample: Row[]
  bytes: number
  sha256: string
  /** Who uploaded it; others cannot use it. */
  subject: string
  expires_at: string
}

/** One action over the rows of a table. */
export interface TableOrder extends Omit<Order, 'templates' | 'state' | 'found'> {
  /** Id of an uploaded table. */
  table: string
  /** Columns by parameter name. */
  columns?: Record<string, string>
  /** Templates over the columns, by parameter name. */
  set?: Record<string, string>
  /** Values that are the same for every row. */
  parameters?: Bag
}

/** What a table run would do. Making it sends nothing. */
export interface TablePlan extends PlanFacts {
  /** Rows of the table that were looked at. */
  rows: number
  /** The table has further rows, which were not looked at. */
  more: boolean
  /** Rows that would be sent, and those with different inputs among them. */
  sent: number
  distinct: number
  /** Seconds that the run will probably take, from earlier runs of the action on this connection; absent without any. */
  likely_seconds?: number
  /** Rows that cannot be run. */
  invalid: number
  /** The first rows that would be sent; `row` counts from 1. */
  requests: { row: number; request: DryRequest | null; inputs: Json }[]
  /** The first rows that cannot be run. */
  problems: { row: number; code: string; message: string }[]
}
