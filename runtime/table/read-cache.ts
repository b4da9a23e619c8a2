/** `cache: run` of a manifest: what reads alike is asked once in a table run. */
import type { Row } from '../contract/json.ts'
import type { Performed } from '../run/open-run.ts'

/** What one run came to, records included. */
export interface Answer extends Performed {
  records: Row[]
}

/** The memory of a run. */
export interface ReadCache {
  /** The answer to inputs; `ask` runs only where none is known or on its way. Failures are not kept. */
  answer(key: string, ask: () => Promise<Answer>): Promise<{ answer: Answer; shared: boolean }>
}

/** Records that are kept together; the answers asked for longest ago go first. */
const MOST_RECORDS = 20_000

/** Makes an empty memory. */
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
