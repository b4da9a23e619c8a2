/** A monotonic clock and a wait that an abort signal ends. */
import type { StopSignal } from './scope.ts'

/**
 * Milliseconds of a clock that nobody sets: a pause must not end early or never because the time of day jumps. Not
 * performance.now(): what Node loads for it costs a cold start 3 ms.
 */
export function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

/** Waits, or returns early when the signal is aborted; the caller looks at the signal afterwards. */
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
