/** Converts times to Mimecast's wire format, and the time frames of the reference system. */
import {
  ActionError,
  backwards,
  instant,
  isZonedTime,
  namedWindow,
  type RawProblem,
  timeWindow,
  utcSeconds,
  zonedTime,
} from '../runtime/sdk/index.ts'

/** A time span in the form of the archive query. */
export interface TimeFrame {
  start: string
  end: string
}

/** `2026-03-09T08:14:22+0000`, the documented form of times in JSON bodies. */
export const wireTime = (ms: number): string => `${utcSeconds(ms)}+0000`

/**
 * The span of a time frame, as the reference system writes it: without a zone if the frame has a name; Custom runs from
 * `start` to `end` or now, with their zones. Throws PARAMETER_INVALID when it would end before it starts.
 */
export function timeFrame(
  frame: string,
  start: string | undefined,
  end: string | undefined,
  now = Date.now(),
): TimeFrame {
  const named = namedWindow(frame, now)
  if (named) return { start: utcSeconds(named.from), end: utcSeconds(named.to) }
  const problems = [...notATime('start_time', 'Start Time', start), ...notATime('end_time', 'End Time', end)]
  if (problems.length > 0) throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
  const from = zonedTime(start ?? '')
  const to = end === undefined ? `${utcSeconds(now)}+00:00` : zonedTime(end)
  if (instant(to) < instant(from)) throw backwards(from, to)
  return { start: from, end: to }
}

/** Usually the manifest has refused it already; with other frames the times are not checked. */
function notATime(where: string, name: string, time: string | undefined): RawProblem[] {
  if (time === undefined || isZonedTime(time)) return []
  return [{ where, rule: 'format_datetime', values: { name, received: JSON.stringify(time.slice(0, 80)) } }]
}

/** The search span for logs and lists, in wire format. */
export type SearchWindow = { from: string; to: string }

/** The span between two ISO times with a zone, in wire format; one day long without a start, to now without an end. */
export function searchWindow(start: string | undefined, end: string | undefined, now?: number): SearchWindow {
  const { from, to } = timeWindow(start, end, { now, write: wireTime })
  return { from: wireTime(from), to: wireTime(to) }
}
