/** A monotonic clock and a wait that an abort signal ends. */
import type { StopSignal } from './scope.ts'

/**
 * Milliseconds of a monotonic clock: a pause must not end early or never because the time of day changes. Not
 * performance.now(): the modules that Node loads for it cost a cold start 3 ms.
 */
export function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

/** What measures and waits for pauses. A replay has one that does not wait. */
export interface Clock {
  /** Milliseconds that only grow. */
  monotonic(): number
  /** Waits, or returns early if the signal is aborted. */
  pause(ms: number, signal: StopSignal): Promise<void>
}

/** Waits, or returns early if the signal is aborted; the caller must check the signal afterwards. */
export function pause(ms: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}

/** The clock of every run that is not a replay. */
export const systemClock: Clock = { monotonic, pause }
