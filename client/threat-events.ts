/** Endpoints of detected threats and their statistics (docs/vendor/mimecast-logs.md#threat-events). */
import type { GetThreatStatistics } from '../actions/threat-events/types.gen.ts'
import { timeWindow, utcSeconds } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'

const ROOT = '/threats/v1'

/** A window in the form of these calls. */
export interface ThreatWindow {
  timestampRangeStartsAt: string
  timestampRangeEndsAt: string
}

/** The window between two times; one day long without a start, to now without an end. Both times have the same zone. */
export function threatWindow(start: string | undefined, end: string | undefined): ThreatWindow {
  const { from, to } = timeWindow(start, end)
  return {
    timestampRangeStartsAt: `${utcSeconds(from)}.000Z`,
    timestampRangeEndsAt: `${utcSeconds(to)}.000Z`,
  }
}

/** The list is under a name that no documentation gives. */
const ROWS = ['value', 'events', 'data'] as const

/** Threats in a window, newest first. The form of lists in the query is not documented: values are separated by commas. */
export const threatEvents = (
  client: Client,
  window: ThreatWindow,
  filter: { analysis?: string | undefined; status?: string | undefined; source?: string | undefined },
  limit: number,
) =>
  client.rows<object>(`${ROOT}/events`, {
    query: { ...window, ...filter, pageSize: 100, limit, orderBy: 'timestamp:desc' },
    rows: ROWS,
    limit,
  })

/** The details of a threat in a message. */
export const threatEventDetails = (client: Client, id: string) =>
  client.resource<object>('GET', `${ROOT}/events/${encodeURIComponent(id)}/details`, {
    query: { source: 'EMAIL', pageSize: 100 },
    record: true,
  })

/** The number of detections in one interval. */
export type Detections = GetThreatStatistics['wire']

/** Detections of a kind, over time; `type` is for gateway detections only. */
export const threatStatistics = (
  client: Client,
  kind: string,
  type: string | undefined,
  window: ThreatWindow,
) => client.rows<Detections>(`${ROOT}/stats/${kind}`, { query: { ...window, type }, rows: ROWS })

/** Senders or recipients with the most threats. */
export const topThreats = (
  client: Client,
  by: 'sender' | 'recipient',
  { window, email, limit }: { window: ThreatWindow; email: string | undefined; limit: number },
) =>
  client.rows<object>(`${ROOT}/stats/threats-by-${by}`, {
    query: { ...window, email, pageSize: 100, limit, orderBy: 'totalCount:desc' },
    rows: ROWS,
    limit,
  })
