import { gzipSync } from 'node:zlib'
import ciEvents from '../answers/siem_ci_events.json' with { type: 'json' }
import cgEvents from '../answers/siem_events.json' with { type: 'json' }
import { SECOND } from '../dates.ts'
import type { Answer } from '../envelope.ts'
import { gatewayRefusal } from '../envelope.ts'
import type { Resource, ResourceCall } from '../resource.ts'
import { STORY_END } from '../tenant/story.ts'
import type { JsonObject } from '../types.ts'

const EVENTS: Readonly<Record<string, readonly JsonObject[]>> = { cg: cgEvents, ci: ciEvents }

/** What a token keeps: the place in the list, and the dates, which later requests leave out. */
interface Place {
  at: number
  from: string | null
  to: string | null
}

function placeOf(query: URLSearchParams): Place | undefined {
  const token = query.get('nextPage')
  if (token === null) return { at: 0, from: query.get('dateRangeStartsAt'), to: query.get('dateRangeEndsAt') }
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Place
  } catch {
    return undefined
  }
}

/** Events of the account that fit the query, as old as the rest of the story. */
function eventsOf({ params, query, tenant }: ResourceCall, { from, to }: Place, names: string): JsonObject[] {
  const shift = Math.floor(tenant.anchor / SECOND) * SECOND - STORY_END
  const types = query.get(names)?.split(',')
  // A day without a time means all of it.
  const [start, end] = [
    Date.parse(from ?? ''),
    Date.parse(to?.length === 10 ? `${to}T23:59:59.999Z` : (to ?? '')),
  ]
  return (EVENTS[params.edition ?? ''] ?? [])
    .map((event) => ({ ...event, timestamp: Number(event.timestamp) + shift }))
    .filter(({ timestamp }) => !(timestamp < start) && !(timestamp > end))
    .filter((event: JsonObject) => {
      const own = String(event.type)
      return types === undefined || types.some((type) => [own, `${own}:${event.subtype}`].includes(type))
    })
}

/** One page of a list; a token is there also on the last page. */
function cut(call: ResourceCall, place: Place, rows: readonly unknown[]): Answer {
  const at = place.at + call.page.size
  const token = Buffer.from(JSON.stringify({ ...place, at: Math.min(at, rows.length) })).toString('base64url')
  const isCaughtUp = at >= rows.length
  return { status: 200, body: { value: rows.slice(place.at, at), '@nextPage': token, isCaughtUp } }
}

function listEvents(call: ResourceCall): Answer {
  const place = placeOf(call.query)
  return place ? cut(call, place, eventsOf(call, place, 'types')) : BAD_TOKEN
}

/** All events of a type are in one file, which the second page names again. */
function listBatches(call: ResourceCall): Answer {
  const place = placeOf(call.query)
  if (!place) return BAD_TOKEN
  const lines = eventsOf(call, place, 'type').map((event) => JSON.stringify(event))
  if (lines.length === 0) return cut(call, place, [])
  const bytes = gzipSync(Buffer.from(`${lines.join('\n')}\n`))
  const name = `siem-${call.params.edition}-${call.query.get('type')}.json.gz`
  const file = {
    url: call.files.link(name, bytes),
    expiry: new Date(call.now + 900 * SECOND).toISOString(),
    size: bytes.length,
  }
  return cut(call, place, [file])
}

const BAD_TOKEN = gatewayRefusal(400, 'bad_request', 'Bad Request')

const read = (path: string, GET: (call: ResourceCall) => Answer): Resource => ({
  product: 'Threats, Security Events and Data for CG',
  path,
  methods: { GET },
})

/** SIEM events: the stream and the files. */
export const resources: readonly Resource[] = [
  read('/siem/v1/events/{edition}', listEvents),
  read('/siem/v1/batch/events/{edition}', listBatches),
]
