/** The position of a connector in one stream. */
import { isRecord, type Json } from '../../contract/json.ts'
import { phrase } from '../../contract/phrases.ts'
import { checkpointEntries, checkpointTime, foreignState, isTime } from './checkpoint.ts'

/** A position while a run uses it. Times are ms. */
export interface Position {
  /** Where the run begins; undefined before the first run. */
  readonly from: number | undefined
  /** End of the last window that was read completely. */
  readonly to: number | undefined
  /** Where the next window has to end because a longer one could not be read in time. */
  readonly until: number | undefined
  knows(id: string): boolean
  /** Whether an alert of this group was delivered. */
  knowsGroup(group: string): boolean
  /** Records a row that became an alert or was excluded. */
  handled(id: string, time: number): void
  /** Records an alert of a group. */
  alerted(group: string, time: number): void
  /** Groups whose rows may still change; the ones that were read longest ago come first. */
  followed(): string[]
  /** Whether the row of a followed group was delivered with this id. */
  isFollowedAs(group: string, id: string): boolean
  /** Follows a group, whose row has this id and time. */
  follow(group: string, id: string, time: number): void
  /** Puts a group behind the others. */
  keepFollowing(group: string): void
  unfollow(group: string): void
  /** Unfollows what is older than a time. */
  forgetFollowed(before: number): void
  /** Moves on: the next run begins at `from`. Rows before that are forgotten, because they cannot be found again. */
  move(from: number, to: number | undefined): void
  /** Limits the next window; undefined removes the limit. */
  limit(until: number | undefined): void
  write(): Json
}

/** How long a group is remembered after its last alert, and how many are: the newest. */
const GROUPS = { age: 30 * 24 * 3_600_000, most: 5000 }

/** Reads the position in a stream from the state of the last run. */
export function openPosition(state: Record<string, unknown>, name: string): Position {
  const { streams = {} } = state
  if (!isRecord(streams)) throw foreignState(phrase('"{name}" must be an object', { name: 'streams' }))
  const own = Object.hasOwn(streams, name) ? streams[name] : {}
  if (!isRecord(own)) throw foreignState(phrase('"{name}" must be an object', { name }))
  let [from, to] = [checkpointTime(own, 'from'), checkpointTime(own, 'to')]
  let until = checkpointTime(own, 'until')
  const seen = new Map(checkpointEntries(own, 'seen', isTime))
  const groups = new Map(checkpointEntries(own, 'groups', isTime))
  const open = new Map(checkpointEntries(own, 'open', isOpenRow))
  return {
    get from() {
      return from
    },
    get to() {
      return to
    },
    get until() {
      return until
    },
    knows: (id) => seen.has(id),
    knowsGroup: (group) => groups.has(group),
    handled: (id, time) => {
      seen.set(id, time)
    },
    alerted: (group, time) => {
      // The last one in the map is the one with the newest alert.
      groups.delete(group)
      groups.set(group, time)
    },
    followed: () => [...open.keys()],
    isFollowedAs: (group, id) => open.get(group)?.[0] === id,
    follow(group, id, time) {
      open.delete(group)
      open.set(group, [id, time])
      if (open.size > MOST_OPEN) open.delete(open.keys().next().value ?? '')
    },
    keepFollowing(group) {
      const row = open.get(group)
      if (!row) return
      open.delete(group)
      open.set(group, row)
    },
    unfollow: (group) => {
      open.delete(group)
    },
    forgetFollowed: (before) => {
      for (const [group, [, time]] of open) if (time < before) open.delete(group)
    },
    move(next, end) {
      // Windows begin on whole seconds: what happened within the first one is found again.
      const start = Math.floor(next / 1000) * 1000
      from = start
      to = end ?? to
      for (const [id, time] of seen) if (time < start) seen.delete(id)
      for (const [group, time] of groups)
        if (groups.size > GROUPS.most || time < start - GROUPS.age) groups.delete(group)
    },
    limit: (end) => {
      until = end
    },
    write: () => ({
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(until !== undefined && { until }),
      seen: Object.fromEntries(seen),
      ...(groups.size > 0 && { groups: Object.fromEntries(groups) }),
      ...(open.size > 0 && { open: Object.fromEntries(open) }),
    }),
  }
}

/** Maximum number of followed groups. */
const MOST_OPEN = 1000

const isOpenRow = (value: unknown): value is [id: string, time: number] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isTime(value[1])
