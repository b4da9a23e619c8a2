/** The events of one run, kept for readers that come late or come back. */
import type { Json } from '../../contract/json.ts'
import type { RunRecord, RunStatus } from './run.ts'

/** What an event says. */
export type EventData =
  | { event: 'state'; data: { status: RunStatus } }
  | { event: 'rows'; data: { rows: number; per_second: number; total?: number; seconds_left?: number } }
  | { event: 'pause'; data: { seconds: number } }
  | { event: 'log'; data: { level: string; message: string; fields: Json } }
  /** The record without its rows. */
  | { event: 'end'; data: RunRecord }
  /** Events were lost: read the run again. */
  | { event: 'resync'; data: { id: string } }

/** One event; its id counts from 1 per run. */
export type RunEvent = { id: number } & EventData

/** The events of a run. */
export interface EventLog {
  add(event: EventData): void
  /** No further events come. */
  close(): void
  /** Events after the given id, then further ones as they come. If some were dropped, the first one is `resync`. */
  after(id: number, signal?: AbortSignal): AsyncGenerator<RunEvent, void>
}

/** Maximum number of kept events. */
const MOST = 1_000

/** Creates an empty log. */
export function createEventLog(run: string): EventLog {
  let kept: RunEvent[] = []
  let last = 0
  let closed = false
  let waiting = new Set<() => void>()
  const wake = (): void => {
    const woken = waiting
    waiting = new Set()
    for (const one of woken) one()
  }
  const more = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        signal?.removeEventListener('abort', done)
        waiting.delete(done)
        resolve()
      }
      waiting.add(done)
      signal?.addEventListener('abort', done, { once: true })
    })
  return {
    add: (event) => {
      if (closed) return
      kept.push({ id: ++last, ...event })
      // Dropping one at a time would copy the list for each event.
      if (kept.length >= 2 * MOST) kept = kept.slice(-MOST)
      wake()
    },
    close: () => {
      closed = true
      wake()
    },
    after: async function* (id, signal) {
      let read = id > last ? 0 : id
      if (id > last) yield resync(run, last)
      while (!signal?.aborted) {
        const first = kept.at(-MOST)?.id ?? kept[0]?.id ?? last + 1
        if (read + 1 < first) {
          read = first - 1
          yield resync(run, read)
          continue
        }
        const next = kept[read + 1 - (kept[0]?.id ?? 0)]
        if (next !== undefined) {
          read = next.id
          yield next
        } else if (closed) return
        else await more(signal)
      }
    },
  }
}

const resync = (run: string, id: number): RunEvent => ({ id, event: 'resync', data: { id: run } })
