/** Compares the request of a replay with a recorded one. */
import type { Json } from '../../contract/json.ts'
import { suggestsCredential } from '../../safety/credential-names.ts'
import { pairsOf } from './body.ts'
import { type Difference, differences, type Same } from './differences.ts'
import type { RecordedRequest } from './exchange.ts'
import { isPassing } from './names.ts'

/**
 * What is compared: method, address, query, body. Headers are not, and neither are credentials, signatures and values that
 * are used once.
 *
 * @param slack milliseconds by which times may differ: the clock of a run moves on while it computes its requests
 */
export function requestDifferences(
  recorded: RecordedRequest,
  sent: RecordedRequest,
  slack: number,
): Difference[] {
  return differences(comparable(recorded), comparable(sent), sameWithin(slack))
}

function comparable({ method, url, body }: RecordedRequest): Json {
  const { origin, pathname, searchParams } = new URL(url)
  const compared: Record<string, Json> = {
    method,
    host: origin,
    path: pathname,
    query: byName([...searchParams]),
  }
  if (body === undefined) return compared
  if ('form' in body) return { ...compared, body: byName(pairsOf(body.form)) }
  if ('json' in body) return { ...compared, body: body.json }
  return { ...compared, body: 'text' in body ? body.text.join('') : body.base64.join('') }
}

/** Values by name, each a list, without those that are not compared. */
function byName(pairs: readonly [string, string][]): Json {
  const compared = pairs.filter(([name]) => !suggestsCredential(name) && !isPassing(name))
  const values = Map.groupBy(compared, ([name]) => name)
  return Object.fromEntries([...values].map(([name, all]) => [name, all.map(([, value]) => value)]))
}

/** Milliseconds that are added to the time a run has taken: many times are written in whole seconds. */
export const SECOND = 1000

/** Compares values; times may differ by some milliseconds. */
export const sameWithin =
  (slack: number): Same =>
  (a, b) =>
    isSame(a, b, slack)

/**
 * ISO 8601 times, with or without seconds, fractions and zone, and times of day as sentences have them in every language:
 * `2:43:44`, with or without PM behind it.
 */
const TIME =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?|\b\d{1,2}:\d\d:\d\d\b/g

function isSame(a: Json | undefined, b: Json | undefined, slack: number): boolean {
  if (a === b) return true
  if (typeof a === 'number' && typeof b === 'number') return isNearTime(a, b, slack)
  if (typeof a !== 'string' || typeof b !== 'string') return false
  if (/^\d{10,16}$/.test(a) && /^\d{10,16}$/.test(b)) return isNearTime(Number(a), Number(b), slack)
  const [ours, theirs] = [a.match(TIME) ?? [], b.match(TIME) ?? []]
  if (ours.length === 0 || ours.length !== theirs.length) return false
  if (a.replace(TIME, '') !== b.replace(TIME, '')) return false
  return ours.every((time, at) => isNear(time, theirs[at] ?? '', slack))
}

function isNear(a: string, b: string, slack: number): boolean {
  const [ours, theirs] = [a, b].map((time) => (time.includes('-') ? Number.NaN : ofDay(time)))
  if (ours === undefined || theirs === undefined || Number.isNaN(ours) || Number.isNaN(theirs))
    return Math.abs(instant(a) - instant(b)) <= slack
  const apart = Math.abs(ours - theirs)
  return Math.min(apart, HALF_DAY - apart) <= slack
}

const HALF_DAY = 12 * 3_600_000

/** Milliseconds of a time of day, in a day of twelve hours. */
function ofDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return ((hours % 12) * 3_600 + minutes * 60 + seconds) * SECOND
}

/** NaN, which is near nothing, for a time that does not exist. */
const instant = (time: string): number =>
  Date.parse(`${time.replace(' ', 'T').replace(',', '.')}${/(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? '' : 'Z'}`)

/** Epoch seconds of this century; milliseconds are a thousand times that. */
const EARLIEST = 946_684_800

/** Whether two numbers can be times in epoch seconds or milliseconds that differ by the slack at most. */
function isNearTime(a: number, b: number, slack: number): boolean {
  const unit = a < EARLIEST * 1000 ? 1000 : 1
  return Math.min(a, b) * unit >= EARLIEST * 1000 && Math.abs(a - b) * unit <= slack
}
