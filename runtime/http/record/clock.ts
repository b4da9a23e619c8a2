/** The clock of a replay: it shows recorded times and does not wait. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '../clock.ts'

/** A clock that moves only when `moveTo` or a pause moves it. */
export interface ReplayClock extends Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Moves it forward; an earlier time changes nothing. */
  moveTo(at: number): void
  /** Calls a function for which, with everything it starts, `Date` shows this clock. */
  during<T>(work: () => Promise<T>): Promise<T>
}

const clocks = new AsyncLocalStorage<ReplayClock>()

/** Replays in progress. */
let users = 0
let restore = (): void => {}

/**
 * Makes a clock that shows `start`.
 *
 * `Date` itself is replaced while a replay runs, because clients and actions take the time from it. Other work in the same
 * process still sees the time of the system.
 *
 * @param start epoch milliseconds
 */
export function createReplayClock(start: number): ReplayClock {
  let now = start
  const clock: ReplayClock = {
    now: () => now,
    monotonic: () => now,
    moveTo: (at) => {
      now = Math.max(now, at)
    },
    pause: async (ms) => {
      const until = now + ms
      // Pauses that begin together end together.
      await new Promise(setImmediate)
      clock.moveTo(until)
    },
    during: async (work) => {
      if (users++ === 0) restore = replaceDate()
      try {
        return await clocks.run(clock, work)
      } finally {
        if (--users === 0) restore()
      }
    },
  }
  return clock
}

function replaceDate(): () => void {
  const system = globalThis.Date
  const now = (): number => clocks.getStore()?.now() ?? system.now()
  const replaced = new Proxy(system, {
    construct: (target, given, made) =>
      Reflect.construct(target, given.length > 0 ? given : [now()], made) as Date,
    apply: () => new system(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  })
  globalThis.Date = replaced
  return () => {
    if (globalThis.Date === replaced) globalThis.Date = system
  }
}
