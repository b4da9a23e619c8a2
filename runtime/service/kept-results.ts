/**
 * The last results of this process, for clients to read again.
 *
 * They are masked already, and bounded.
 */
import type { Result } from '../contract/result.ts'

/** One kept result. */
export interface KeptResult {
  number: number
  /** Name of the action, as people read it. */
  name: string
  /** Whose call it was; nobody else reads it. */
  subject: string | undefined
  at: string
  /** JSON. */
  text: string
}

/** Keeps the last results. */
export interface Results {
  /** Answers the number under which it is kept; undefined for one that is too large. */
  keep(name: string, subject: string | undefined, result: Result, at: string): number | undefined
  /** The newest first. */
  list(subject: string | undefined): KeptResult[]
  find(number: number, subject: string | undefined): KeptResult | undefined
}

const MOST = 20

/** Characters of all that is kept, and of one of them. */
const ALL = 16_000_000
const ONE = 4_000_000

/** A store that forgets the oldest first. */
export function createResults(): Results {
  let kept: KeptResult[] = []
  let last = 0
  return {
    keep: (name, subject, result, at) => {
      const text = JSON.stringify(result)
      if (text.length > ONE) return undefined
      last++
      kept = [{ number: last, name, subject, at, text }, ...kept].slice(0, MOST)
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
