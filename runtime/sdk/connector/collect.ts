/** Collects the new rows of one stream. */

import { toActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import type { TimeWindow } from '../time/windows.ts'
import { readFollowed } from './follow.ts'
import type { FreshRows } from './fresh.ts'
import { rowIdentity } from './identity.ts'
import type { Position } from './position.ts'
import type { Stream, StreamLimits, Taken } from './stream.ts'

/** What a run collects, and within which limits. */
export interface Collecting<R> extends StreamLimits {
  window: TimeWindow
  fresh: FreshRows<R>
  taken: Taken
}

/** How far the rows were read. */
export interface Read {
  /** Whether all rows up to `stop` were read. */
  isWhole: boolean
  newest: number | undefined
  /** The time of the last row that was read, if more may follow. */
  stop: number
  /** Whether the time was too short. */
  isLate: boolean
}

/** Reads the new rows, to the end or until there are more than the limit. */
export async function collect<R extends object>(
  stream: Stream<R>,
  position: Position,
  { window, fresh, taken, over = () => false, late = over }: Collecting<R>,
): Promise<Read> {
  const read: Read = { isWhole: false, newest: undefined, stop: Number.POSITIVE_INFINITY, isLate: false }
  let isOrdered = stream.oldestFirst === true
  let last = Number.NEGATIVE_INFINITY
  const stopped = (): Read => {
    if (last === Number.NEGATIVE_INFINITY) return read
    return isOrdered ? { ...read, isWhole: true, stop: last } : { ...read, isLate: true }
  }
  try {
    for await (const row of stream.read(window)) {
      if (late()) return stopped()
      if (!isRecord(row)) continue
      const said = stream.timeOf(row)
      const time = Math.min(said ?? window.to, window.to)
      if (said !== undefined) read.newest = Math.max(read.newest ?? time, time)
      isOrdered &&= time >= last
      last = time
      if (stream.keep?.(row) === false) continue
      const id = stream.idOf?.(row) ?? rowIdentity(row)
      if (position.knows(id)) {
        taken.known++
        // A row without a time is found in any window: it is known for as long as it is found.
        if (said === undefined) position.handled(id, time)
      } else fresh.add({ row, id, time, group: stream.groupOf?.(row) })
      if (isOrdered && fresh.isFull) return { ...read, isWhole: true, stop: time }
    }
    return late() ? stopped() : { ...read, isWhole: true }
  } catch (thrown) {
    taken.failure = toActionError(thrown)
    return isOrdered || SHORT.has(taken.failure.code) ? stopped() : read
  }
}

/** Failures that come again at the same place if the next run asks for as much. */
const SHORT: ReadonlySet<string> = new Set(['RATE_LIMITED', 'TIMED_OUT'])

/** Adds rows that were delivered and have changed. A failure does not keep back the rows that were read. */
export async function followUp<R extends object>(
  stream: Stream<R>,
  position: Position,
  { window, fresh, taken, over = () => false, late = over }: Collecting<R>,
): Promise<void> {
  const { follow, groupOf = () => undefined } = stream
  if (!follow) return
  const idOf = (row: R): string => stream.idOf?.(row) ?? rowIdentity(row)
  try {
    await readFollowed({ follow, groupOf: groupOf.bind(stream), idOf }, position, fresh, { ...window, late })
  } catch (thrown) {
    taken.failure ??= toActionError(thrown)
  }
}
