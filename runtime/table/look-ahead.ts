/** Plans the first rows of a table before anything is sent. */
import type { Plan, Planned } from './plan.ts'

/** Distinct rows that a write may affect without confirmation, if the manifest gives no number. */
export const MAX_ROWS = 100

/** The beginning of a table. */
export interface Ahead {
  /** The rows read so far. */
  planned: Planned[]
  /** Rows with different inputs among them that would be sent. */
  distinct: number
  /** Whether the table continues after them. */
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

/** The rows already read, then the rest. */
export const continued = (ahead: Planned[], plan: Plan): Plan => ({
  next: async () => ahead.shift() ?? plan.next(),
})
