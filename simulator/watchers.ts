import type { RecordedRequest } from './types.ts'

/**
 * `arrived`: read to its end and recorded, not answered yet. `waiting`: a fault now delays the response, or the rest of it.
 * `answered`: handled, with its status; the response is about to be sent.
 */
export type Moment = 'arrived' | 'waiting' | 'answered'

/** Called with a request at each of its moments. */
export type Watcher = (request: RecordedRequest, moment: Moment) => void

/** The watchers of a tenant. */
export interface Watchers {
  /** Adds one; the returned function removes it. */
  add(watcher: Watcher): () => void
  tell: Watcher
}

export function watcherList(): Watchers {
  const watchers = new Set<Watcher>()
  return {
    add: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    tell: (request, moment) => {
      for (const watcher of [...watchers]) watcher(request, moment)
    },
  }
}
