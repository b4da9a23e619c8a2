/** Plans the first rows of a table before anything is sent. */
import type { Plan, Planned } from './plan.ts'

/** Distinct rows that a write may touch unasked, where the manifest says nothing. */
export const MAX_ROWS = 100

/** The beginning of a table. */
export interface Ahead {
  /** What was read. */
  planned: Planned[]
  /** Rows with different inputs among them that would be sent. */
  distinct: number
  /** The table goes on behind them. */
  more: boolean
}

/** Reads until there are more than so many distinct rows to send, or to the end. */
export async function readAhead(plan: Plan, most: number): Promise<Ahead> {
  const planned: Planned[] = []
  const keys = new Set<string>()
  while (keys.size <= most) {
    const next = await plan.next()
    if (next === undefined) return { planned, distinct: keys.size, more: false }
    planned.push(next)
    if (next.do === 'run') keys.add(next.key)
  }
  return { planned, distinct: keys.size, more: true }
}

/** What was read, then what is left. */
export const continued = (ahead: Planned[], plan: Plan): Plan => ({
  next: async () => ahead.shift() ?? plan.next(),
})
