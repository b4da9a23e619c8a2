/** Endpoints of SIEM events (docs/vendor/mimecast-logs.md#siem-events). */
import type { GetSiemEvents } from '../actions/siem/types.gen.ts'
import type { Client } from './index.ts'
import { type BatchPage, batchLines, batchPage } from './siem-batches.ts'
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

/** Events of one type of the last seven days, file by file. Lost files and broken lines are skipped and counted. */
export async function* siemBatchEvents(
  client: Client,
  edition: Edition,
  query: { type: string; dateRangeStartsAt: string | undefined; dateRangeEndsAt: string | undefined },
  skipped: Skipped,
): AsyncGenerator<SiemEvent, void, undefined> {
  const read = new Set<string>()
  const asked = new Set<string>()
  let page: BatchPage = await batchPage(client, edition, query)
  for (;;) {
    for (const { name, url } of page.files) {
      // The next page may name a file again.
      if (read.has(name)) continue
      read.add(name)
      for await (const { event } of batchLines(client, url, skipped)) yield event
    }
    const { next, caught_up } = page
    if (caught_up || next === undefined || asked.has(next)) return
    asked.add(next)
    page = await batchPage(client, edition, { type: query.type, nextPage: next })
  }
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
