import type { RecordedRequest } from './types.ts'

/** The latest requests, a total and one counter per path. */
export interface RequestLog {
  add(request: Omit<RecordedRequest, 'number'>): RecordedRequest
  latest(): readonly RecordedRequest[]
  counters(): Counters
  clear(): void
}

export interface Counters {
  total: number
  paths: ReadonlyMap<string, number>
}

/** Keeps at most `max` requests; the list is cut in half, so that recording has the same cost for any number of requests. */
export function requestLog(max: number): RequestLog {
  const kept: RecordedRequest[] = []
  const paths = new Map<string, number>()
  let total = 0
  return {
    add: (request) => {
      const recorded = { number: ++total, ...request }
      kept.push(recorded)
      if (kept.length >= 2 * max) kept.splice(0, kept.length - max)
      paths.set(request.path, (paths.get(request.path) ?? 0) + 1)
      return recorded
    },
    latest: () => (kept.length > max ? kept.slice(-max) : kept),
    counters: () => ({ total, paths }),
    clear: () => {
      kept.length = 0
      paths.clear()
      total = 0
    },
  }
}
