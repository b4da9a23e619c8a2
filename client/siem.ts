/** Endpoints of SIEM events (docs/vendor/mimecast-logs.md#siem-events). */
import { gunzipSync } from 'node:zlib'
import type { GetSiemEvents } from '../actions/siem/types.gen.ts'
import { ActionError, isRecord } from '../runtime/sdk/index.ts'
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

/** Events of one type of the last seven days, file by file. Lost files and broken lines are skipped and counted. */
export async function* siemBatchEvents(
  client: Client,
  edition: Edition,
  query: { type: string; dateRangeStartsAt: string | undefined; dateRangeEndsAt: string | undefined },
  skipped: Skipped,
): AsyncGenerator<SiemEvent, void, undefined> {
  const path = `/siem/v1/batch/events/${edition}`
  const files = client.rows<{ url?: unknown }>(path, {
    query: { ...query, pageSize: 100 },
    rows: ['value'],
    next,
  })
  const read = new Set<unknown>()
  for await (const file of files) {
    // One page was seen to name a file twice.
    if (!isRecord(file) || read.has(file.url)) continue
    read.add(file.url)
    const text = await textOfFile(client, file.url, skipped)
    if (text !== undefined) yield* eventsIn(text, skipped)
  }
}

async function textOfFile(client: Client, url: unknown, skipped: Skipped): Promise<string | undefined> {
  try {
    return unpacked((await client.file(url)).bytes)
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown
    skipped.files++
    return undefined
  }
}

/** Whether a file has expired (403, 404) or is damaged. */
function isLost(thrown: unknown): boolean {
  if (!(thrown instanceof ActionError)) return true
  const status = thrown.facts.vendor?.status
  return status === 403 || status === 404
}

/** The most bytes of an unpacked file: a small file may unpack to any size. */
const UNPACKED = 200 * 1024 * 1024

function unpacked(bytes: Uint8Array): string {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  return Buffer.from(isPacked ? gunzipSync(bytes, { maxOutputLength: UNPACKED }) : bytes).toString()
}

/** One JSON object per line. */
function* eventsIn(text: string, skipped: Skipped): Generator<SiemEvent, void, undefined> {
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const event = parsed(line)
    if (isRecord(event)) yield event
    else skipped.lines++
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
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
