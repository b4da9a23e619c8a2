/** Collects the new rows of a stream, in bounded memory. */

/** A new row. Time is ms. */
export interface Fresh<R> {
  row: R
  id: string
  time: number
  /** The key that it shares with other rows of one alert. */
  group: string | undefined
}

/** New rows that share one alert, oldest first. */
export type Unit<R> = [Fresh<R>, ...Fresh<R>[]]

/** New rows of a stream while it is read. */
export interface FreshRows<R> {
  add(row: Fresh<R>): void
  has(id: string): boolean
  /** True once there are rows for more alerts than the limit. */
  readonly isFull: boolean
  /** The oldest rows, one unit for each alert up to the limit, oldest first. */
  units(): Unit<R>[]
  /** The time of the oldest row that no unit has; undefined if there is none. */
  left(): number | undefined
}

/** Rows that are kept beyond the limit before the newest are dropped. */
const SPARE = 1000

/**
 * Collects rows that may arrive in any order. If there are many more than the limit, the newest are dropped: a later run
 * reads them again.
 */
export function freshRows<R>(limit: number): FreshRows<R> {
  const rows = new Map<string, Fresh<R>>()
  const keys = new Set<string>()
  let most = 2 * limit + SPARE
  /** The oldest time of a dropped row. */
  let dropped = Number.POSITIVE_INFINITY
  const inTime = (): Fresh<R>[] => [...rows.values()].sort((one, other) => one.time - other.time)

  function shrink(): void {
    const kept = new Set(
      take()
        .flat()
        .map(({ id }) => id),
    )
    for (const [id, { time }] of rows) {
      if (kept.has(id)) continue
      dropped = Math.min(dropped, time)
      rows.delete(id)
    }
  }

  /** A row that is not older than a dropped one waits, so that alerts come oldest first. */
  function take(): Unit<R>[] {
    const units = new Map<string, Unit<R>>()
    for (const fresh of inTime()) {
      if (fresh.time > dropped) break
      const key = keyOf(fresh)
      const unit = units.get(key)
      if (unit) unit.push(fresh)
      else if (units.size < limit) units.set(key, [fresh])
    }
    return [...units.values()]
  }

  return {
    add(fresh) {
      rows.set(fresh.id, fresh)
      keys.add(keyOf(fresh))
      if (rows.size < most) return
      shrink()
      // The rows of a few large groups are all kept.
      most = Math.max(most, 2 * rows.size)
      keys.clear()
      for (const one of rows.values()) keys.add(keyOf(one))
    },
    has: (id) => rows.has(id),
    get isFull() {
      return keys.size > limit
    },
    units: take,
    left() {
      const taken = new Set(
        take()
          .flat()
          .map(({ id }) => id),
      )
      const times = [...rows.values()].filter(({ id }) => !taken.has(id)).map(({ time }) => time)
      const oldest = times.reduce((one, other) => Math.min(one, other), dropped)
      return oldest === Number.POSITIVE_INFINITY ? undefined : oldest
    },
  }
}

const keyOf = ({ group, id }: Fresh<unknown>): string =>
  group === undefined ? `row ${id}` : `group ${group}`
