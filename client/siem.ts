/** Endpoints of SIEM events (docs/vendor/mimecast-logs.md#siem-events). */
import type { GetSiemEvents } from '../actions/siem/types.gen.ts'
import type { Client } from './index.ts'
import type { Query } from './types.ts'

/** An event; every field may be missing, and type and subtype have one of two names. */
export type SiemEvent = GetSiemEvents['wire'] & {
  timestamp?: unknown
  type?: unknown
  eventType?: unknown
  subtype?: unknown
  subType?: unknown
}

/** The product that recorded events, as in paths. */
export type Edition = 'cg' | 'ci'

/** Events of the last 24 hours. */
export const siemEvents = (
  client: Client,
  edition: Edition,
  query: { types: string | undefined; dateRangeStartsAt: string; dateRangeEndsAt: string },
  limit: number,
) =>
  client.rows<SiemEvent>(`/siem/v1/events/${edition}`, {
    query: { ...query, pageSize: 100 },
    rows: ['value'],
    limit,
    next,
  })

/** Counts what could not be read. */
export interface Skipped {
  files: number
  lines: number
}

/** The next page. Its token is there also when there is nothing newer; it replaces the dates. */
function next(body: Record<string, unknown>, query: Query): Query | undefined {
  const token = body['@nextPage']
  if (body.isCaughtUp === true || typeof token !== 'string' || token === '') return undefined
  const { dateRangeStartsAt: _, dateRangeEndsAt: __, ...rest } = query
  return { ...rest, nextPage: token }
}

/** What an event names in two ways, and its time. */
export function commonOf({ timestamp, type, eventType, subtype, subType }: SiemEvent): {
  time: string | null
  type: string | null
  subtype: string | null
} {
  const time = typeof timestamp === 'number' ? new Date(timestamp) : undefined
  return {
    time: time && !Number.isNaN(time.getTime()) ? time.toISOString() : null,
    type: textOf(type) ?? textOf(eventType),
    subtype: textOf(subtype) ?? textOf(subType),
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
