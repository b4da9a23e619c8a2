/** Reads one stream of a connector: new rows become alerts, oldest first. */

import type { Log } from '../../contract/action.ts'
import { type ActionError, toActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { utcSeconds } from '../time/instants.ts'
import type { TimeWindow } from '../time/windows.ts'
import type { Alert } from './alert.ts'
import { type Follow, readFollowed } from './follow.ts'
import { type FreshRows, freshRows, type Unit } from './fresh.ts'
import { digest, rowIdentity } from './identity.ts'
import type { Position } from './position.ts'
import { nextFrom, runWindow } from './window.ts'

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

/**
 * Reads a stream from its position and moves it. Without a failure it moves to the newest row that was seen, never to now:
 * rows may appear late. If the limit cut the run, it moves to the oldest row that was not taken; if the rows could not be
 * read to the end, it stays, and only the rows that were handled are remembered. If the time was too short for the window,
 * the next run reads half of it.
 */
export async function readStream<R extends object>(
  stream: Stream<R>,
  position: Position,
  limits: StreamLimits,
): Promise<Taken> {
  const { first, overlap, history, log } = limits
  const whole = runWindow({ from: position.from, first, history: history ?? Number.POSITIVE_INFINITY })
  if (whole.cut) warnOfGap(stream.name, whole, position.to, log)
  const window = { from: whole.from, to: endOf(whole, position) }
  const taken: Taken = { window, alerts: [], count: 0, units: 0, known: 0, more: false }
  const fresh = freshRows<R>(limits.limit)
  const read = await collect(stream, position, { ...limits, window, fresh, taken })
  if (read.isWhole && !taken.failure) await followUp(stream, position, { ...limits, window, fresh, taken })
  const unread = await convert(stream, position, fresh.units(), taken, limits)
  const left = Math.min(
    unread ?? Number.POSITIVE_INFINITY,
    fresh.left() ?? Number.POSITIVE_INFINITY,
    read.stop,
  )
  const isCut = left !== Number.POSITIVE_INFINITY
  const isPart = window.to < whole.to
  taken.more = !taken.failure && (isCut || isPart || !read.isWhole)
  // What appears late appears within the overlap: older rows are all there, and need not be read again.
  const settled = (time: number): number => Math.max(window.from, Math.min(time, whole.to - overlap))
  if (!read.isWhole) position.move(window.from, undefined)
  else if (isCut) position.move(settled(left), undefined)
  else if (isPart) position.move(settled(window.to), undefined)
  else position.move(nextFrom(window, read.newest ?? window.from, overlap), window.to)
  if (read.isWhole && !isCut) position.limit(undefined)
  else if (read.isLate) position.limit(middleOf(window))
  return taken
}

const SECOND = 1000

/** The end of the window: earlier if a longer one could not be read in time. */
const endOf = ({ from, to }: TimeWindow, { until }: Position): number =>
  until !== undefined && until > from ? Math.min(until, to) : to

/** Windows have whole seconds, and are a second long at least. */
const middleOf = ({ from, to }: TimeWindow): number =>
  Math.max(from + SECOND, Math.floor((from + to) / 2 / SECOND) * SECOND)

interface Collecting<R> extends StreamLimits {
  window: TimeWindow
  fresh: FreshRows<R>
  taken: Taken
}

interface Read {
  /** Whether all rows up to `stop` were read. */
  isWhole: boolean
  newest: number | undefined
  /** The time of the last row that was read, if more may follow. */
  stop: number
  /** Whether the time was too short. */
  isLate: boolean
}

/** Reads the new rows, to the end or until there are more than the limit. */
async function collect<R extends object>(
  stream: Stream<R>,
  position: Position,
  { window, fresh, taken, over = () => false, late = over }: Collecting<R>,
): Promise<Read> {
  const read: Read = { isWhole: false, newest: undefined, stop: Number.POSITIVE_INFINITY, isLate: false }
  let isOrdered = stream.oldestFirst === true
  let last = Number.NEGATIVE_INFINITY
  const stopped = (): Read => {
    if (last === Number.NEGATIVE_INFINITY) return read
    return isOrdered ? { ...read, isWhole: true, stop: last } : { ...read, isLate: true }
  }
  try {
    for await (const row of stream.read(window)) {
      if (late()) return stopped()
      if (!isRecord(row)) continue
      const said = stream.timeOf(row)
      const time = Math.min(said ?? window.to, window.to)
      if (said !== undefined) read.newest = Math.max(read.newest ?? time, time)
      isOrdered &&= time >= last
      last = time
      if (stream.keep?.(row) === false) continue
      const id = stream.idOf?.(row) ?? rowIdentity(row)
      if (position.knows(id)) {
        taken.known++
        // A row without a time is found in any window: it is known for as long as it is found.
        if (said === undefined) position.handled(id, time)
      } else fresh.add({ row, id, time, group: stream.groupOf?.(row) })
      if (isOrdered && fresh.isFull) return { ...read, isWhole: true, stop: time }
    }
    return late() ? stopped() : { ...read, isWhole: true }
  } catch (thrown) {
    taken.failure = toActionError(thrown)
    return isOrdered || SHORT.has(taken.failure.code) ? stopped() : read
  }
}

/** Failures that come again at the same place if the next run asks for as much. */
const SHORT: ReadonlySet<string> = new Set(['RATE_LIMITED', 'TIMED_OUT'])

/** A failure does not keep back the rows that were read. */
async function followUp<R extends object>(
  stream: Stream<R>,
  position: Position,
  { window, fresh, taken, over = () => false, late = over }: Collecting<R>,
): Promise<void> {
  const { follow, groupOf = () => undefined } = stream
  if (!follow) return
  const idOf = (row: R): string => stream.idOf?.(row) ?? rowIdentity(row)
  try {
    await readFollowed({ follow, groupOf: groupOf.bind(stream), idOf }, position, fresh, { ...window, late })
  } catch (thrown) {
    taken.failure ??= toActionError(thrown)
  }
}

/** Makes the alerts. Returns the time of the oldest row that was not handled. */
async function convert<R extends object>(
  stream: Stream<R>,
  position: Position,
  units: Unit<R>[],
  taken: Taken,
  { over = () => false }: StreamLimits,
): Promise<number | undefined> {
  try {
    for (const unit of units) {
      if (over()) break
      const alert = await alertOf(stream, position, unit)
      if (alert) taken.alerts.push(alert)
      for (const { id, time } of unit) position.handled(id, time)
      watch(stream, position, unit)
      taken.count += unit.length
      taken.units++
    }
  } catch (thrown) {
    taken.failure ??= toActionError(thrown)
  }
  const unread = units.slice(taken.units).map(([{ time }]) => time)
  return unread.length > 0 ? Math.min(...unread) : undefined
}

/** Follows the newest row of a group for as long as it may change. */
function watch<R extends object>({ follow }: Stream<R>, position: Position, unit: Unit<R>): void {
  const { row, id, time, group } = unit.at(-1) ?? unit[0]
  if (!follow || group === undefined) return
  if (follow.isOpen(row)) position.follow(group, id, time)
  else position.unfollow(group)
}

async function alertOf<R extends object>(
  stream: Stream<R>,
  position: Position,
  unit: Unit<R>,
): Promise<Alert | undefined> {
  const [{ row, id: own, time, group }] = unit
  const update = group !== undefined && position.knowsGroup(group)
  const id = group === undefined ? own : update ? `${group}:${digest(own)}` : group
  const rows = unit.map((fresh) => fresh.row) as [R, ...R[]]
  const made = await stream.alertOf(row, { id, time, rows, group, update })
  if (!made || group === undefined) return made
  position.alerted(group, unit.at(-1)?.time ?? time)
  return { ...made, group, ...(update && { update }) }
}

/** Rows are missing only if the last complete window ended before the history begins. */
export function warnOfGap(stream: string, { from }: TimeWindow, to: number | undefined, log: Log): void {
  if (to === undefined || to >= from) return
  const words = { stream, since: `${utcSeconds(to)}Z`, earliest: `${utcSeconds(from)}Z` }
  log.warn(
    { code: 'history_exceeded', stream },
    phrase('"{stream}" is not kept that long: rows between {since} and {earliest} are missing.', words),
  )
}
