/** Stops a table when the vendor keeps refusing the credentials. */
import type { Code } from '../contract/codes.ts'

/** Stops asking when the credentials are refused time and again: a million attempts would lock the account. */
export interface Fuse {
  readonly blown: boolean
  learn(code: Code | undefined): void
}

/** Rows in a row whose credentials were refused, with which the fuse blows. */
export const REFUSALS = 20

/** A fuse that is whole. */
export function createFuse(): Fuse {
  let refusals = 0
  return {
    get blown() {
      return refusals >= REFUSALS
    },
    learn(code) {
      if (refusals >= REFUSALS) return
      refusals = code === 'AUTH_FAILED' ? refusals + 1 : 0
    },
  }
}
