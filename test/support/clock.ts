/** A clock that the test moves: deadlines and pauses end when something has happened, not when the machine was slow. */
import { onTestFinished, vi } from 'vitest'

/** A clock that stands. */
export interface Clock {
  /** Moves it on; timers that are due run. */
  pass(ms: number): void
  /** Moves it a millisecond with each turn of the event loop in which `waiting` says that nothing else is to come. */
  flow(waiting: () => boolean): void
}

/**
 * Stops time and timers until the test ends. Sockets, files and processes go on. Call it before anything takes the time
 * for the first time.
 */
export function stopClock(): Clock {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'hrtime', 'performance'] })
  let over = false
  onTestFinished(() => {
    over = true
    vi.useRealTimers()
  })
  return {
    pass: (ms) => {
      vi.advanceTimersByTime(ms)
    },
    flow: (waiting) => {
      const turn = (): void => {
        if (over) return
        if (waiting()) vi.advanceTimersByTime(1)
        setImmediate(turn)
      }
      setImmediate(turn)
    },
  }
}

/** Waits until something is so, however long that takes. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(setImmediate)
}

/** Milliseconds of processor time that some work takes in this thread: how busy the machine is does not count. */
export function processorTimeOf(work: () => void): number {
  const sum = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000
  const before = sum(process.threadCpuUsage())
  work()
  return sum(process.threadCpuUsage()) - before
}
