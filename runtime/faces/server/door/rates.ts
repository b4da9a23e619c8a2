/** Limits how often one caller plans and runs. */
import type { FastifyRequest } from 'fastify'
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { signedIn } from './door.ts'

/** The most calls of one caller per minute, by what is counted. */
export interface Limits {
  run: number
  plan: number
  other: number
}

/** Default number of runs that one caller may start per minute. */
const RUNS = 120

/** Returns the limits for that many runs: a form plans while it is filled in. */
export const limitsFor = (runs = RUNS): Limits => ({ run: runs, plan: runs * 10, other: runs * 10 })

/** Counts the calls of each caller. */
export interface Rates {
  /** Counts one call. Throws BUSY if the caller has used up the minute. */
  take(request: FastifyRequest, what: keyof Limits): void
}

const MINUTE = 60_000

/** Callers that are counted at most; the oldest is forgotten first. */
const MOST = 10_000

interface Window {
  since: number
  count: number
}

/** Creates counters with windows of one minute. */
export function createRates(limits: Limits, now = Date.now): Rates {
  const windows = new Map<string, Window>()
  return {
    take: (request, what) => {
      const key = `${what} ${signedIn(request).subject}`
      const time = now()
      const known = windows.get(key)
      const window = known !== undefined && time - known.since < MINUTE ? known : { since: time, count: 0 }
      if (window !== known) windows.delete(key)
      window.count++
      windows.set(key, window)
      const [oldest] = windows.keys()
      if (windows.size > MOST && oldest !== undefined) windows.delete(oldest)
      if (window.count <= limits[what]) return
      const pause = window.since + MINUTE - time
      const reason = phrase('More than {limit} requests of this kind in one minute.', { limit: limits[what] })
      const words = { reason, seconds: Math.ceil(pause / 1000) }
      throw new ActionError('BUSY', words, { unsent: true, retry_after_ms: pause })
    },
  }
}
