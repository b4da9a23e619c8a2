/** Time windows of searches: between two parameters, or under a name such as Last Week. */
import { ActionError } from '../../contract/errors.ts'
import { instant, utcSeconds } from './instants.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** From and to, milliseconds since 1970. */
export interface TimeWindow {
  from: number
  to: number
}

/** Options of `timeWindow`. */
export interface WindowOptions {
  /** Length of a window without a start, milliseconds. Default one day. */
  length?: number
  /** Milliseconds; default is the time of the call. */
  now?: number | undefined
  /** How times are written in the error; default UTC with `Z`. */
  write?: (ms: number) => string
}

/**
 * The window between two ISO times with a zone, which the manifest has checked (`format: datetime`). Without an end it ends
 * now; without a start it has the default length.
 *
 * @throws ActionError PARAMETER_INVALID when it would end before it starts; the parameters are named as in `backwards`
 */
export function timeWindow(
  start: string | undefined,
  end: string | undefined,
  { length = DAY, now = Date.now(), write = (ms) => `${utcSeconds(ms)}Z` }: WindowOptions = {},
): TimeWindow {
  const to = end === undefined ? now : instant(end)
  const from = start === undefined ? to - length : instant(start)
  if (to < from) throw backwards(write(from), write(to))
  return { from, to }
}

/** The error for a window that ends before it starts. The parameters are `start_time` and `end_time`, as everywhere. */
export function backwards(from: string, to: string): ActionError {
  const values = { name: 'End Time', other: 'Start Time', limit: from, received: to }
  const problems = [{ where: 'end_time', rule: 'later_than', values }]
  return new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
}

const HOURS: Record<string, number> = { 'Last Hour': 1, 'Last 6 Hours': 6, 'Last 24 Hours': 24 }

/**
 * The window under a name: Last Hour, Last 6 Hours and Last 24 Hours end now; Last Week is the week before this Monday, Last
 * Month the month before the first of this one, in UTC. Undefined for any other name.
 */
export function namedWindow(name: string, now = Date.now()): TimeWindow | undefined {
  const hours = Object.hasOwn(HOURS, name) ? HOURS[name] : undefined
  if (hours !== undefined) return { from: now - hours * HOUR, to: now }
  const today = new Date(now)
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()]
  if (name === 'Last Week') {
    const midnight = Date.UTC(year, month, today.getUTCDate())
    const monday = midnight - ((today.getUTCDay() + 6) % 7) * DAY
    return { from: monday - 7 * DAY, to: monday }
  }
  return name === 'Last Month' ? { from: Date.UTC(year, month - 1), to: Date.UTC(year, month) } : undefined
}
