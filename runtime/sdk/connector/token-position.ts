/** The position of a connector in a stream that the vendor pages by tokens. */
import { isRecord, type Json } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { checkpointEntries, checkpointTime, foreignState, isTime } from './checkpoint.ts'
import { digest } from './identity.ts'

/** A position while a run uses it. Times are ms. */
export interface TokenPosition {
  /** Names the page that is read next, or that is not read to its end; undefined before the first page. */
  readonly token: string | undefined
  /** The time of the newest row that was seen. */
  readonly newest: number | undefined
  /** Rows before it count as handled: it is set when a run starts from a date. */
  readonly floor: number | undefined
  /** When the vendor last said that there is nothing newer. */
  readonly caughtUp: number | undefined
  /** True inside a page. */
  readonly isInside: boolean
  knows(id: string): boolean
  /** The number of rows of a part that were handled; undefined if all were. */
  rowsOf(part: string): number | undefined
  /** Records that so many rows of a part were handled, and when the last one happened. With an id, it is remembered. */
  handled(part: string, rows: number, last: { time: number | undefined; id?: string }): void
  /** Records that all rows of a part were handled. */
  finished(part: string): void
  /** Starts over from a time, without a token. */
  restart(from: number): void
  /** Moves to the next page. Ids of rows that are older than the overlap are forgotten. */
  turn(token: string | undefined, caughtUp: number | undefined, overlap: number): void
  write(): Json
}

/** Maximum number of ids in a state: a platform's store has limits, and so has memory. */
const MOST_IDS = 5000

/** Reads the position in a stream from the state of the last run. */
export function openTokenPosition(state: Record<string, unknown>, name: string): TokenPosition {
  const { streams = {} } = state
  if (!isRecord(streams)) throw foreignState(phrase('"{name}" must be an object', { name: 'streams' }))
  const own = Object.hasOwn(streams, name) ? streams[name] : {}
  if (!isRecord(own)) throw foreignState(phrase('"{name}" must be an object', { name }))
  let token = textIn(own, 'token')
  let [newest, floor, caughtUp] = ['newest', 'floor', 'caught_up'].map((key) => checkpointTime(own, key))
  const parts = new Map(checkpointEntries(own, 'parts', isPart))
  const seen = new Map(checkpointEntries(own, 'seen', isTime))
  return {
    get token() {
      return token
    },
    get newest() {
      return newest
    },
    get floor() {
      return floor
    },
    get caughtUp() {
      return caughtUp
    },
    get isInside() {
      return parts.size > 0
    },
    knows: (id) => seen.has(id),
    rowsOf(part) {
      const rows = parts.get(digest(part)) ?? 0
      return rows === WHOLE ? undefined : rows
    },
    handled(part, rows, { time, id }) {
      parts.set(digest(part), rows)
      if (time !== undefined) newest = Math.max(newest ?? time, Math.min(time, Date.now()))
      if (id === undefined) return
      seen.set(id, time ?? newest ?? 0)
      // A map lists its keys in the order in which they were set.
      if (seen.size > MOST_IDS) seen.delete(seen.keys().next().value ?? '')
    },
    finished: (part) => {
      parts.set(digest(part), WHOLE)
    },
    restart(from) {
      token = undefined
      floor = from
      parts.clear()
    },
    turn(next, caught, overlap) {
      token = next
      parts.clear()
      caughtUp = caught
      if (caught !== undefined) floor = undefined
      for (const [id, time] of seen) if (time < (newest ?? 0) - overlap) seen.delete(id)
    },
    write: () => ({
      ...(token !== undefined && { token }),
      ...(newest !== undefined && { newest }),
      ...(floor !== undefined && { floor }),
      ...(caughtUp !== undefined && { caught_up: caughtUp }),
      ...(parts.size > 0 && { parts: Object.fromEntries(parts) }),
      seen: Object.fromEntries(seen),
    }),
  }
}

/** Instead of a number of rows: all of them. */
const WHOLE = 'all'

const isPart = (value: unknown): value is number | typeof WHOLE =>
  value === WHOLE || Number.isSafeInteger(value)

function textIn(fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name]
  if (value === undefined || typeof value === 'string') return value
  throw foreignState(phrase('"{name}" must be text', { name }))
}
