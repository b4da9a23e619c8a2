/** Describes one stream of a connector, and what a run takes from it. */

import type { Log } from '../../contract/action.ts'
import type { ActionError } from '../../contract/errors.ts'
import type { TimeWindow } from '../time/windows.ts'
import type { Alert } from './alert.ts'
import type { Follow } from './follow.ts'

/** A stream of rows, such as the log of one kind of event. */
export interface Stream<R extends object = object> {
  /** Its name in the state and in warnings. A renamed stream starts over. */
  name: string
  /** Rows of a window, both ends included, to the last page; in any order. */
  read(window: TimeWindow): AsyncIterable<R>
  /** True if `read` returns the oldest row first: it is not read further than the limit requires. */
  oldestFirst?: boolean
  /** When a row happened, milliseconds; undefined if the vendor does not say. */
  timeOf(row: R): number | undefined
  /** The id of a row; default is a digest of all its fields. A row that changed needs another id to be found again. */
  idOf?(row: R): string | undefined
  /** False for a row that becomes no alert; it is not remembered and counts for nothing. */
  keep?(row: R): boolean
  /**
   * The key of rows that are about the same thing. Those of one run share one alert, whose id is the key; rows of a later run
   * become an update of it. Default: every row has its own alert.
   */
  groupOf?(row: R): string | undefined
  /** Reads rows again that may still change. */
  follow?: Follow<R>
  /** The alert of a row, or of the oldest new row of a group; undefined if it becomes none. */
  alertOf(row: R, found: Found<R>): Alert | undefined | Promise<Alert | undefined>
  /** What the vendor calls the right to read it, for the warning that it is missing. */
  permission?: string
}

/** What the kit knows about an alert that is made. */
export interface Found<R> {
  /** The id of the alert. */
  id: string
  /** When the oldest row happened, milliseconds. */
  time: number
  /** The new rows of the group, oldest first; without a group the row alone. */
  rows: [R, ...R[]]
  group: string | undefined
  /** True if an earlier run delivered an alert of the group. */
  update: boolean
}

/** How much of a stream a run reads. Times are milliseconds. */
export interface StreamLimits {
  log: Log
  /** New alerts, and rows that become none. */
  limit: number
  /** How far the first run goes back. */
  first: number
  /** How far every other run goes back, for rows that appear later than they happened. */
  overlap: number
  /** How long the vendor keeps rows. */
  history?: number
  /** True once the run should end: no further row is read or converted. */
  over?: () => boolean
  /** True once no further row is read; leave time to convert what was read. Default as `over`. */
  late?: () => boolean
}

/** What a run took from a stream. */
export interface Taken {
  window: TimeWindow
  alerts: Alert[]
  /** New rows that were handled. */
  count: number
  /** Alerts that these rows became, or would have become. */
  units: number
  known: number
  /** True when new rows are left because of the limit or the time. */
  more: boolean
  failure?: ActionError
}
