/** Limits the number of concurrent tasks. */

/** A concurrency limit that assigns slots in the order of requests. */
export interface Slots {
  /** Waits for a slot and returns a function that releases it. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>
}

/** Creates a limit with the given number of slots. */
export function createSlots(slots: number): Slots {
  let free = slots
  const waiting = new Set<() => void>()
  const release = (): void => {
    const [next] = waiting
    if (next === undefined) free++
    else next()
  }
  /** Creates a release function; releasing twice has no effect. */
  const place = (): (() => void) => {
    let held = true
    return () => {
      if (held) release()
      held = false
    }
  }
  return {
    take: (signal) => {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (free > 0) {
        free--
        return Promise.resolve(place())
      }
      return new Promise((resolve, reject) => {
        const begin = (): void => {
          waiting.delete(begin)
          signal.removeEventListener('abort', giveUp)
          resolve(place())
        }
        const giveUp = (): void => {
          waiting.delete(begin)
          reject(signal.reason)
        }
        waiting.add(begin)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
