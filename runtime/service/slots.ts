/** So many at a time, so many waiting, no more. */

/** Gives places away in the order in which they were asked for. */
export interface Slots {
  /** Waits for a place; answers how to give it back. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<() => void>
}

/** Places for so many. */
export function createSlots(slots: number): Slots {
  let free = slots
  const waiting = new Set<() => void>()
  const release = (): void => {
    const [next] = waiting
    if (next === undefined) free++
    else next()
  }
  /** A place is given back once, however often its holder says so. */
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
