/** The ids of plans: each binds a confirmation to exactly what was shown. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { hashOf } from './fingerprint.ts'

/** Everything that must not change between a plan and its run. */
export interface PlanParts {
  integration: string
  action: string
  version: string
  connection: string
  /** The complete configuration. */
  config: unknown
  /** The inputs that the module receives, secrets included. */
  inputs: unknown
  subject: string
}

/** Makes and checks plan ids. */
export interface PlanIds {
  /** `started` is what templates saw as the time of the run, in epoch milliseconds. */
  make(parts: PlanParts, started: number): { plan_id: string; expires_at: string }
  /** The start of a plan in epoch milliseconds, for rendering it again; undefined if the id is malformed or expired. */
  startOf(planId: string): number | undefined
  matches(planId: string, parts: PlanParts): boolean
}

/** Milliseconds for which a plan can be confirmed. */
const PLAN_TTL_MS = 10 * 60_000

/**
 * Makes plan ids under a key of this server. The id carries the time of the plan, so that a template that reads the clock
 * renders the same inputs again.
 */
export function createPlanIds(key: Uint8Array, now: () => number = Date.now): PlanIds {
  const sign = (parts: PlanParts, started: number): string =>
    createHmac('sha256', key)
      .update(hashOf([parts, started]))
      .digest('hex')
      .slice(0, 32)
  const startOf = (planId: string): number | undefined => {
    const [, time] = PLAN_ID.exec(planId) ?? []
    const started = Number.parseInt(time ?? '', 36)
    const age = now() - started
    return age >= 0 && age < PLAN_TTL_MS ? started : undefined
  }
  return {
    make: (parts, started) => ({
      plan_id: `${started.toString(36)}-${sign(parts, started)}`,
      expires_at: new Date(started + PLAN_TTL_MS).toISOString(),
    }),
    startOf,
    matches: (planId, parts) => {
      const started = startOf(planId)
      const [, , given] = PLAN_ID.exec(planId) ?? []
      if (started === undefined || given === undefined) return false
      return timingSafeEqual(Buffer.from(given), Buffer.from(sign(parts, started)))
    },
  }
}

const PLAN_ID = /^([0-9a-z]{6,11})-([0-9a-f]{32})$/
