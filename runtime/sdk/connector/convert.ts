/** Makes the alerts of the new rows of one stream. */

import { toActionError } from '../../contract/errors.ts'
import type { Alert } from './alert.ts'
import type { Unit } from './fresh.ts'
import { digest } from './identity.ts'
import type { Position } from './position.ts'
import type { Stream, StreamLimits, Taken } from './stream.ts'

/** Makes the alerts. Returns the time of the oldest row that was not handled. */
export async function convert<R extends object>(
  stream: Stream<R>,
  position: Position,
  units: Unit<R>[],
  taken: Taken,
  { over = () => false }: StreamLimits,
): Promise<number | undefined> {
  try {
    for (const unit of units) {
      if (over()) break
      const alert = await alertOf(stream, position, unit)
      if (alert) taken.alerts.push(alert)
      for (const { id, time } of unit) position.handled(id, time)
      watch(stream, position, unit)
      taken.count += unit.length
      taken.units++
    }
  } catch (thrown) {
    taken.failure ??= toActionError(thrown)
  }
  const unread = units.slice(taken.units).map(([{ time }]) => time)
  return unread.length > 0 ? Math.min(...unread) : undefined
}

/** Follows the newest row of a group for as long as it may change. */
function watch<R extends object>({ follow }: Stream<R>, position: Position, unit: Unit<R>): void {
  const { row, id, time, group } = unit.at(-1) ?? unit[0]
  if (!follow || group === undefined) return
  if (follow.isOpen(row)) position.follow(group, id, time)
  else position.unfollow(group)
}

async function alertOf<R extends object>(
  stream: Stream<R>,
  position: Position,
  unit: Unit<R>,
): Promise<Alert | undefined> {
  const [{ row, id: own, time, group }] = unit
  const update = group !== undefined && position.knowsGroup(group)
  const id = group === undefined ? own : update ? `${group}:${digest(own)}` : group
  const rows = unit.map((fresh) => fresh.row) as [R, ...R[]]
  const made = await stream.alertOf(row, { id, time, rows, group, update })
  if (!made || group === undefined) return made
  position.alerted(group, unit.at(-1)?.time ?? time)
  return { ...made, group, ...(update && { update }) }
}
