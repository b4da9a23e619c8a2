/** Converts times of Mimecast's wire format and the time frames of the reference system. */
import { ActionError, type RawProblem } from '../runtime/sdk/index.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const HOURS: Record<string, number> = { 'Last Hour': 1, 'Last 6 Hours': 6, 'Last 24 Hours': 24 }

/** A time span in the form of the archive query. */
export interface TimeFrame {
  start: string
  end: string
}

/** UTC without a zone, to the second: how the reference system writes the frames that end now. */
const naive = (ms: number): string => new Date(ms).toISOString().slice(0, 19)

/** `2026-03-09T08:14:22+0000`, the documented form of times in JSON bodies. */
export const wireTime = (ms: number): string => `${naive(ms)}+0000`

const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-]\d\d):?(\d\d))$/

/** True for an ISO time with a zone. */
export const isZonedTime = (text: string): boolean => ISO.test(text)

/** An ISO time with a zone in the spelling that the reference system sends, zone kept: `2024-05-01T00:00:00+02:00`. */
export function zonedTime(text: string): string {
  const match = ISO.exec(text)
  if (!match) return text
  const [, date, minutes, seconds = '00', fraction, utc, hours, rest] = match
  const micros = fraction && Number(fraction) > 0 ? `.${fraction.padEnd(6, '0').slice(0, 6)}` : ''
  return `${date}T${minutes}:${seconds}${micros}${utc ? '+00:00' : `${hours}:${rest}`}`
}

/**
 * Milliseconds since 1970 of an ISO time with a zone. A leap second, which `Date` does not support, is treated as the second
 * before.
 */
export const instant = (text: string): number =>
  Date.parse(
    zonedTime(text)
      .replace(/(\.\d{3})\d+/, '$1')
      .replace(/:60(?=[.+-])/, ':59'),
  )

/**
 * The span of a time frame. Last Week is the week before this Monday, Last Month the month before the first of this one, in
 * UTC; Custom runs from `start` to `end` or now. Throws PARAMETER_INVALID when it would end before it starts.
 */
export function timeFrame(
  frame: string,
  start: string | undefined,
  end: string | undefined,
  now = Date.now(),
): TimeFrame {
  const hours = HOURS[frame]
  if (hours !== undefined) return { start: naive(now - hours * HOUR), end: naive(now) }
  const today = new Date(now)
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()]
  if (frame === 'Last Week') {
    const midnight = Date.UTC(year, month, today.getUTCDate())
    const monday = midnight - ((today.getUTCDay() + 6) % 7) * DAY
    return { start: naive(monday - 7 * DAY), end: naive(monday) }
  }
  if (frame === 'Last Month')
    return { start: naive(Date.UTC(year, month - 1)), end: naive(Date.UTC(year, month)) }
  const problems = [...notATime('start_time', 'Start Time', start), ...notATime('end_time', 'End Time', end)]
  if (problems.length > 0) throw new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
  const from = zonedTime(start ?? '')
  const to = end === undefined ? `${naive(now)}+00:00` : zonedTime(end)
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

/**
 * The span between two ISO times with a zone. Without an end it ends now; without a start it lasts one day. Throws
 * PARAMETER_INVALID when it would end before it starts.
 */
export function searchWindow(
  start: string | undefined,
  end: string | undefined,
  now = Date.now(),
): SearchWindow {
  const to = end === undefined ? now : instant(end)
  const from = start === undefined ? to - DAY : instant(start)
  if (to < from) throw backwards(wireTime(from), wireTime(to))
  return { from: wireTime(from), to: wireTime(to) }
}

function backwards(from: string, to: string): ActionError {
  const values = { name: 'End Time', other: 'Start Time', limit: from, received: to }
  const problems = [{ where: 'end_time', rule: 'later_than', values }]
  return new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
}
