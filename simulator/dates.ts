import type { Clock } from './types.ts'

const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:Z|\+00:?00)$/

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/**
 * Reads a time as the API accepts it: `2026-03-09T08:14:22` followed by `Z`, `+0000` or `+00:00`; anything else, including a
 * day that does not exist, is undefined. Result in epoch milliseconds.
 */
export function parseDate(text: unknown): number | undefined {
  if (typeof text !== 'string' || !FORM.test(text)) return undefined
  const wall = text.slice(0, 19)
  const ms = Date.parse(`${wall}Z`)
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== wall ? undefined : ms
}

const QUERY_FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,6})?(Z|[+-]\d\d:\d\d|[+-]\d{4})?$/

/**
 * Reads a time of the archive query. The reference system sends any offset, fractions, and no zone at all for frames
 * that count back from now; what Mimecast makes of the latter is not published: UTC is assumed.
 */
export function parseQueryDate(text: unknown): number | undefined {
  const [, wall, zone = 'Z'] = typeof text === 'string' ? (QUERY_FORM.exec(text) ?? []) : []
  if (wall === undefined || parseDate(`${wall}Z`) === undefined) return undefined
  const ms = Date.parse(`${wall}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`)
  return Number.isNaN(ms) ? undefined : ms
}

/** Epoch milliseconds as answers carry them: `2026-03-09T08:14:22+0000`. */
export function formatDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+0000`
}

/** As `formatDate`, with the `Z` that the archive query and the resource paths use. */
export function formatZulu(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Midnight UTC of the day that `ms` lies in. */
export function startOfDay(ms: number): number {
  return Math.floor(ms / DAY) * DAY
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const SIGNED = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) UTC$/

/** Reads the `x-mc-date` header: `Tue, 24 Nov 2015 12:50:11 UTC`, English, with the literal zone UTC. */
export function parseSignedDate(text: string): number | undefined {
  const [, day, month, year, hour, minute, second] = SIGNED.exec(text) ?? []
  const index = month === undefined ? -1 : MONTHS.indexOf(month)
  if (index < 0) return undefined
  return Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second))
}

/** A clock over `base` that can be set and moved; it runs on from where it was put. */
export interface MovableClock {
  now: Clock
  set(ms: number): void
  advance(ms: number): void
  reset(): void
}

export function movableClock(base: Clock): MovableClock {
  let offset = 0
  return {
    now: () => base() + offset,
    set: (ms) => {
      offset = ms - base()
    },
    advance: (ms) => {
      offset += ms
    },
    reset: () => {
      offset = 0
    },
  }
}
