/** Reads one stream of a connector: new rows become alerts, oldest first. */

import type { Log } from '../../contract/action.ts'
import { phrase } from '../../contract/phrases.ts'
import { utcSeconds } from '../time/instants.ts'
import type { TimeWindow } from '../time/windows.ts'
import { collect, followUp } from './collect.ts'
import { convert } from './convert.ts'
import { freshRows } from './fresh.ts'
import type { Position } from './position.ts'
import type { Stream, StreamLimits, Taken } from './stream.ts'
import { nextFrom, runWindow } from './window.ts'

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

/** Rows are missing only if the last complete window ended before the history begins. */
export function warnOfGap(stream: string, { from }: TimeWindow, to: number | undefined, log: Log): void {
  if (to === undefined || to >= from) return
  const words = { stream, since: `${utcSeconds(to)}Z`, earliest: `${utcSeconds(from)}Z` }
  log.warn(
    { code: 'history_exceeded', stream },
    phrase('"{stream}" is not kept that long: rows between {since} and {earliest} are missing.', words),
  )
}
