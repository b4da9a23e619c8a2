/** `cache: run` of a manifest: a table run sends identical reads once. */
import type { Row } from '../contract/json.ts'
import type { Performed } from '../run/open-run.ts'

/** The outcome of one run, records included. */
export interface Answer extends Performed {
  records: Row[]
}

/** The cache of a run. */
export interface ReadCache {
  /** The answer to inputs; `ask` runs only if no answer is cached or pending. Failures are not cached. */
  answer(key: string, ask: () => Promise<Answer>): Promise<{ answer: Answer; shared: boolean }>
}

/** Maximum number of cached records; the least recently used answers are evicted first. */
const MOST_RECORDS = 20_000

/** Makes an empty cache. */
export function createReadCache(most = MOST_RECORDS): ReadCache {
  const known = new Map<string, { coming: Promise<Answer>; records: number }>()
  let records = 0

  function forget(key: string): void {
    records -= known.get(key)?.records ?? 0
    known.delete(key)
  }

  return {
    async answer(key, ask) {
      const before = known.get(key)
      if (before) {
        const answer = await before.coming
        if (answer.result.is_success) return { answer, shared: true }
      }
      const coming = ask()
      const entry = { coming, records: 1 }
      known.set(key, entry)
      records++
      const answer = await coming
      if (known.get(key) !== entry) return { answer, shared: false }
      if (!answer.result.is_success) forget(key)
      else {
        entry.records += answer.records.length
        records += answer.records.length
      }
      for (const [oldest] of known) {
        if (records <= most) break
        forget(oldest)
      }
      return { answer, shared: false }
    },
  }
}
