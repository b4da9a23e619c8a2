/**
 * Controls how many rows run concurrently.
 *
 * The maximum is given. If the vendor asks for a pause, no row begins before it is over, and the concurrency is halved.
 * After as many successful rows as the current concurrency, it grows by one.
 */
import { monotonic, pause } from '../http/clock.ts'
import type { Load } from '../http/rate-limit.ts'

/** The concurrency of one run. One loop begins the rows. */
export interface Pace {
  /** Waits until another row may begin. Returns early when the signal is aborted. */
  begin(signal: AbortSignal): Promise<void> | void
  /** Reports that a row is done. */
  done(): void
  /** Waits until no row is in progress. */
  idle(): Promise<void>
}

/** Makes the concurrency control of a run with at most so many rows at once. */
export function createPace(most: number, load: Load): Pace {
  let width = most
  let under_way = 0
  let good = 0
  let pauses = load.pauses
  let wake = (): void => {}

  function adapt(): void {
    if (load.pauses > pauses) {
      pauses = load.pauses
      width = Math.max(1, Math.floor(width / 2))
      good = 0
    } else if (width < most && ++good >= width) {
      width++
      good = 0
    }
  }

  const change = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
    })

  async function wait(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const held = load.paused_until - monotonic()
      if (held > 0) await pause(held, signal)
      else if (under_way < width) break
      else await change()
    }
    under_way++
  }

  return {
    begin(signal) {
      if (under_way >= width || load.paused_until > monotonic()) return wait(signal)
      under_way++
      return undefined
    },
    done() {
      under_way--
      adapt()
      wake()
    },
    async idle() {
      while (under_way > 0) await change()
    },
  }
}
