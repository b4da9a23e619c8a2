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
  knows(id: string): boolean
  /** Records a row that became an alert or was excluded. */
  handled(id: string, time: number): void
  /** Moves on: the next run begins at `from`. Rows before that are forgotten, because they cannot be found again. */
  move(from: number, to: number | undefined): void
  write(): Json
}

/** Reads the position in a stream from the state of the last run. */
export function openPosition(state: Record<string, unknown>, name: string): Position {
  const { streams = {} } = state
  if (!isRecord(streams)) throw foreignState(phrase('"{name}" must be an object', { name: 'streams' }))
  const own = Object.hasOwn(streams, name) ? streams[name] : {}
  if (!isRecord(own)) throw foreignState(phrase('"{name}" must be an object', { name }))
  let [from, to] = [checkpointTime(own, 'from'), checkpointTime(own, 'to')]
  const seen = new Map(checkpointEntries(own, 'seen', isTime))
  return {
    get from() {
      return from
    },
    get to() {
      return to
    },
    knows: (id) => seen.has(id),
    handled: (id, time) => {
      seen.set(id, time)
    },
    move(next, end) {
      // Windows begin on whole seconds: what happened within the first one is found again.
      const start = Math.floor(next / 1000) * 1000
      from = start
      to = end ?? to
      for (const [id, time] of seen) if (time < start) seen.delete(id)
    },
    write: () => ({
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      seen: Object.fromEntries(seen),
    }),
  }
}
