import { gzipSync } from 'node:zlib'
import { SECOND } from '../dates.ts'
import type { Answer } from '../envelope.ts'
import { gatewayRefusal } from '../envelope.ts'
import type { Resource, ResourceCall } from '../resource.ts'
import { type SiemBatch, storyEvents } from '../tenant/siem.ts'
import type { JsonObject } from '../types.ts'

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
  const types = query.get(names)?.split(',')
  // A day without a time means all of it.
  const [start, end] = [
    Date.parse(from ?? ''),
    Date.parse(to?.length === 10 ? `${to}T23:59:59.999Z` : (to ?? '')),
  ]
  return storyEvents(params.edition ?? '', tenant.anchor)
    .filter(({ timestamp }) => !(Number(timestamp) < start) && !(Number(timestamp) > end))
    .filter((event) => types === undefined || types.some((type) => isOf(event, type)))
}

/** Whether an event is of a type, or of a type and a subtype. */
const isOf = (event: JsonObject, type: string): boolean =>
  [event.type, `${event.type}:${event.subtype}`].includes(type)

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

/** A file as a page names it. */
interface File {
  name: string
  bytes: Buffer
}

/** The recorded events of a type are the first file, as far as the dates fit; what was put in follows. */
function listBatches(call: ResourceCall): Answer {
  const place = placeOf(call.query)
  if (!place) return BAD_TOKEN
  const { params, query, tenant } = call
  const [edition, type] = [params.edition ?? '', query.get('type') ?? '']
  const stem = `siem-${edition}-${type}`
  const story = eventsOf(call, place, 'type')
  const first = story.length === 0 ? [] : [{ name: `${stem}.json.gz`, bytes: packedOf(story) }]
  const more = tenant.siem.flatMap((batch, index): File[] => {
    const bytes = batch.edition === edition ? packedType(batch, type) : undefined
    return bytes === undefined ? [] : [{ name: `${stem}-${index + 1}.json.gz`, bytes }]
  })
  const rows = [...first, ...more].map(({ name, bytes }) => ({
    url: call.files.link(name, bytes),
    expiry: new Date(call.now + 900 * SECOND).toISOString(),
    size: bytes.length,
  }))
  // What is put in later is newer than any date of the first request.
  return cut(call, place, rows)
}

const packedOf = (events: readonly JsonObject[]): Buffer =>
  gzipSync(Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join('')))

/** The events of a type in a file, packed; undefined if there are none. */
function packedType(batch: SiemBatch, type: string): Buffer | undefined {
  const known = batch.packed.get(type)
  if (known) return known.length === 0 ? undefined : known
  const events = batch.events().filter((event) => isOf(event, type))
  const packed = events.length === 0 ? Buffer.alloc(0) : packedOf(events)
  batch.packed.set(type, packed)
  return events.length === 0 ? undefined : packed
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
