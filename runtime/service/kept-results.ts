/**
 * Stores the last results of this process, for clients to read again.
 *
 * The results are already redacted, and the store is bounded.
 */
import type { Result } from '../contract/result.ts'

/** One kept result. */
export interface KeptResult {
  number: number
  /** Display name and id of the action. */
  name: string
  id: string
  /** Subject of the call; other subjects cannot read the result. */
  subject: string | undefined
  at: string
  /** The result as JSON. */
  text: string
}

/** A store of the last results. */
export interface Results {
  /** Stores a result and returns its number; returns undefined if the result is too large. */
  keep(
    action: { name: string; id: string },
    subject: string | undefined,
    result: Result,
    at: string,
  ): number | undefined
  /** Lists the results of a subject, newest first. */
  list(subject: string | undefined): KeptResult[]
  find(number: number, subject: string | undefined): KeptResult | undefined
}

const MOST = 20

/** Maximum number of characters of all stored results, and of one result. */
const ALL = 16_000_000
const ONE = 4_000_000

/** Creates a store that evicts the oldest result first. */
export function createResults(): Results {
  let kept: KeptResult[] = []
  let last = 0
  return {
    keep: ({ name, id }, subject, result, at) => {
      const text = JSON.stringify(result)
      if (text.length > ONE) return undefined
      last++
      kept = [{ number: last, name, id, subject, at, text }, ...kept].slice(0, MOST)
      let left = ALL
      kept = kept.filter(({ text: { length } }) => {
        left -= length
        return left >= 0
      })
      return last
    },
    list: (subject) => kept.filter((result) => result.subject === subject),
    find: (number, subject) => kept.find((result) => result.number === number && result.subject === subject),
  }
}
