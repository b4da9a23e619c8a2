/** Waits for events of a simulated tenant, so that tests do not guess durations. */
import type { Moment, RecordedRequest, Simulator } from '../../simulator/index.ts'

/** The next request that reaches a moment. */
export const nextRequest = (simulator: Simulator, moment: Moment): Promise<RecordedRequest> =>
  new Promise((found) => {
    const unwatch = simulator.watch((request, now) => {
      if (now !== moment) return
      unwatch()
      found(request)
    })
  })

/** The arrival of request `number`, counted from the start of the tenant or its latest reset, at this path or at any. */
export async function arrivalOf(simulator: Simulator, number: number, path?: string): Promise<void> {
  const count = () =>
    (path === undefined ? simulator.counters.total : simulator.counters.paths.get(path)) ?? 0
  while (count() < number) await nextRequest(simulator, 'arrived')
}
