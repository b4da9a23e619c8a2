/** Stops a table when the vendor keeps refusing the credentials. */
import type { Code } from '../contract/codes.ts'

/** Consecutive authentication failures after which nothing more is sent: more attempts would lock the account. */
export const MOST_FAILURES = 20

/** Counts authentication failures of rows. */
export interface Lockout {
  /** True if nothing more may be sent. */
  readonly isOpen: boolean
  /** Records the code of a row's result; undefined for success. */
  record(code: Code | undefined): void
}

/** A lockout without failures. */
export function createLockout(): Lockout {
  let failures = 0
  return {
    get isOpen() {
      return failures >= MOST_FAILURES
    },
    record(code) {
      if (failures >= MOST_FAILURES) return
      failures = code === 'AUTH_FAILED' ? failures + 1 : 0
    },
  }
}
