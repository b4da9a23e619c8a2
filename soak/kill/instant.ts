/** The instants at which a process is killed: what it has just done, not how long it has run. */
import type { ChildProcess } from 'node:child_process'
import type { Simulator } from '../../simulator/index.ts'

/** What has happened when the process is killed. */
export type Cause =
  | { at: 'start' }
  /** Request `number` of the process has arrived. `held`: it is never answered. */
  | { at: 'request'; number: number; held: boolean }
  | { at: 'output' }

/** One instant. */
export interface Instant {
  cause: Cause
  /** Milliseconds after the cause. 0 in `npm test`; the soak goes through the time in between as well. */
  delay: number
}

/** Longer than any test: an answer that does not come. */
const NEVER = 3_600_000

/** An instant as a report names it. */
export function nameOf({ cause, delay }: Instant): string {
  const later = delay > 0 ? ` and ${delay} ms` : ''
  if (cause.at !== 'request') return `after its ${cause.at}${later}`
  return `at its request ${cause.number}${cause.held ? ', which is not answered' : ''}${later}`
}

/** Calls `act` at the instant, once. The answer ends the watch and takes away what it did to the tenant. */
export function atInstant(
  simulator: Simulator,
  child: ChildProcess,
  { cause, delay }: Instant,
  act: () => void,
): () => void {
  let timer: NodeJS.Timeout | undefined
  const due = (): void => {
    if (delay > 0) timer = setTimeout(act, delay)
    else act()
  }
  let unwatch = (): void => {}
  if (cause.at === 'start') due()
  if (cause.at === 'output') child.stdout?.once('data', due)
  if (cause.at === 'request') {
    if (cause.held) simulator.fault({ path: '*', after: cause.number - 1, times: 1, delay_ms: NEVER })
    let count = 0
    unwatch = simulator.watch((_, moment) => {
      if (moment === 'arrived' && ++count === cause.number) due()
    })
  }
  return () => {
    clearTimeout(timer)
    unwatch()
    simulator.clearFaults()
  }
}
