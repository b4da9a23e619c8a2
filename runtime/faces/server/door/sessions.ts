/** Sessions of people in a browser, behind a cookie. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Access } from './access.ts'

/** The sessions of one server; they end with it. */
export interface Sessions {
  /** Begins a session and returns the secret for its cookie. */
  begin(access: Omit<Access, 'proof'>): string
  /** Finds the session of a cookie. */
  find(secret: string): Access | undefined
  end(secret: string): void
  /** The current one-time code, which `redeem` accepts once. */
  readonly code: string
  /** Returns true if the code is the current one, and replaces it. */
  redeem(code: string): boolean
}

/** Milliseconds that a session lasts: one working day. */
const LIFE = 8 * 60 * 60_000

/** Sessions of one server at most; the oldest ends for a new one. */
const MOST = 1_000

const secretOf = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Creates a store of sessions. Secrets are kept as digests, and compared in constant time. */
export function createSessions(now: () => number = Date.now): Sessions {
  const all = new Map<string, Access & { until: number }>()
  let code = secretOf()
  const keyOf = (secret: string): string => digest(secret).toString('base64')
  return {
    begin: (access) => {
      const secret = secretOf()
      const [oldest] = all.keys()
      if (all.size >= MOST && oldest !== undefined) all.delete(oldest)
      all.set(keyOf(secret), { ...access, proof: 'cookie', until: now() + LIFE })
      return secret
    },
    find: (secret) => {
      const key = keyOf(secret)
      const found = all.get(key)
      if (found === undefined) return undefined
      if (found.until > now()) return found
      all.delete(key)
      return undefined
    },
    end: (secret) => {
      all.delete(keyOf(secret))
    },
    get code() {
      return code
    },
    redeem: (given) => {
      if (!timingSafeEqual(digest(given), digest(code))) return false
      code = secretOf()
      return true
    },
  }
}
