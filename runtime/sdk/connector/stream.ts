/** Reads one stream of a connector: new rows become alerts, oldest first. */

import type { Log } from '../../contract/action.ts'
import { type ActionError, toActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { utcSeconds } from '../time/instants.ts'
import type { TimeWindow } from '../time/windows.ts'
import type { Alert } from './alert.ts'
import { rowIdentity } from './identity.ts'
import type { Position } from './position.ts'
import { nextFrom, runWindow } from './window.ts'

/** A stream of rows, such as the log of one kind of event. */
export interface Stream<R extends object = object> {
  /** Its name in the state and in warnings. A renamed stream starts over. */
  name: string
  /** Rows of a window, both ends included, to the last page; in any order. */
  read(window: TimeWindow): AsyncIterable<R>
  /** When a row happened, milliseconds; undefined if the vendor does not say. */
  timeOf(row: R): number | undefined
  /** The id of a row; default is a digest of all its fields. */
  idOf?(row: R): string | undefined
  /** The alert of a row; undefined if it becomes none. */
  alertOf(row: R, found: { id: string; time: number }): Alert | undefined | Promise<Alert | undefined>
  /** What the vendor calls the right to read it, for the warning that it is missing. */
  permission?: string
}

/** How much of a stream a run reads. Times are milliseconds. */
export interface StreamLimits {
  log: Log
  /** New rows. */
  limit: number
  /** How far the first run goes back. */
  first: number
  /** How far every other run goes back, for rows that appear later than they happened. */
  overlap: number
  /** How long the vendor keeps rows. */
  history?: number
  /** True once the run should end: no further row is read or converted. */
  over?: () => boolean
}

/** What a run took from a stream. */
export interface Taken {
  alerts: Alert[]
  /** New rows that were handled. */
  count: number
  known: number
  /** True when new rows are left because of the limit or the time. */
  more: boolean
  failure?: ActionError
}

interface Fresh<R> {
  row: R
  id: string
  time: number
}

/**
 * Reads a stream from its position and moves it. Without a failure it moves to the newest row that was seen, never to now:
 * rows may appear late. If the limit cut the run, it moves to the last row that was taken; if the rows could not be read to
 * the end, it stays, and only the rows that were handled are remembered.
 */
export async function readStream<R extends object>(
  stream: Stream<R>,
  position: Position,
  { limit, first, overlap, history, over = () => false, log }: StreamLimits,
): Promise<Taken> {
  const window = runWindow({ from: position.from, first, history: history ?? Number.POSITIVE_INFINITY })
  if (window.cut) warnOfGap(stream.name, window, position.to, log)
  const taken: Taken = { alerts: [], count: 0, known: 0, more: false }
  const fresh = new Map<string, Fresh<R>>()
  let newest: number | undefined
  let isWhole = false
  let open = window.from
  try {
    for await (const row of stream.read(window)) {
      if (over()) break
      if (!isRecord(row)) continue
      const time = Math.min(stream.timeOf(row) ?? window.to, window.to)
      if (stream.timeOf(row) !== undefined) newest = Math.max(newest ?? time, time)
      const id = stream.idOf?.(row) ?? rowIdentity(row)
      if (position.knows(id)) taken.known++
      else fresh.set(id, { row, id, time })
    }
    isWhole = !over()
  } catch (thrown) {
    taken.failure = toActionError(thrown)
  }
  const rows = [...fresh.values()].sort((one, other) => one.time - other.time)
  try {
    for (const { row, id, time } of rows) {
      if (taken.count >= limit || over()) break
      const alert = await stream.alertOf(row, { id, time })
      if (alert) taken.alerts.push(alert)
      position.handled(id, time)
      taken.count++
      open = time
    }
  } catch (thrown) {
    taken.failure ??= toActionError(thrown)
  }
  taken.more = !taken.failure && (taken.count < rows.length || !isWhole)
  if (!isWhole) position.move(window.from, undefined)
  else if (taken.count < rows.length) position.move(nextFrom(window, open, overlap), undefined)
  else position.move(nextFrom(window, newest ?? window.from, overlap), window.to)
  return taken
}

/** Rows are missing only if the last complete window ended before the history begins. */
function warnOfGap(stream: string, { from }: TimeWindow, to: number | undefined, log: Log): void {
  if (to === undefined || to >= from) return
  const words = { stream, since: `${utcSeconds(to)}Z`, earliest: `${utcSeconds(from)}Z` }
  log.warn(
    { code: 'history_exceeded', stream },
    phrase('"{stream}" is not kept that long: rows between {since} and {earliest} are missing.', words),
  )
}
