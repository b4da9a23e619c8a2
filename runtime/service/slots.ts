/** Limits the number of concurrent tasks, fairly between callers. */

/** A concurrency limit. Waiting callers take turns; each one's requests keep their order. */
export interface Slots {
  /**
   * Waits for a slot and returns a function that releases it. Rejects with the signal's reason.
   *
   * @param caller who waits; a caller that is named leaves a quarter of the slots to others
   */
  take(signal: AbortSignal, caller?: string): Promise<() => void>
}

/** The part of the slots that one named caller can hold. */
const SHARE = 3 / 4

/** Creates a limit with the given number of slots. */
export function createSlots(slots: number): Slots {
  let free = slots
  const held = new Map<string, number>()
  const waiting = new Map<string, Set<() => void>>()
  const most = Math.max(1, Math.floor(slots * SHARE))
  const hasShare = (caller: string): boolean => caller === '' || (held.get(caller) ?? 0) < most
  const count = (caller: string, change: 1 | -1): void => {
    free -= change
    const own = (held.get(caller) ?? 0) + change
    if (own > 0) held.set(caller, own)
    else held.delete(caller)
  }
  /** Serves the first caller that may have a slot, and moves it to the end. */
  const next = (): void => {
    const found = free > 0 ? [...waiting].find(([caller]) => hasShare(caller)) : undefined
    if (found === undefined) return
    const [caller, own] = found
    const [first] = own
    waiting.delete(caller)
    if (first) own.delete(first)
    if (own.size > 0) waiting.set(caller, own)
    first?.()
  }
  /** Occupies a slot and returns its release function; releasing twice has no effect. */
  const place = (caller: string): (() => void) => {
    count(caller, 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      count(caller, -1)
      next()
    }
  }
  return {
    take: (signal, caller = '') => {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (free > 0 && hasShare(caller)) return Promise.resolve(place(caller))
      return new Promise((resolve, reject) => {
        const own = waiting.get(caller) ?? new Set()
        const begin = (): void => {
          signal.removeEventListener('abort', giveUp)
          resolve(place(caller))
        }
        const giveUp = (): void => {
          own.delete(begin)
          if (own.size === 0 && waiting.get(caller) === own) waiting.delete(caller)
          reject(signal.reason)
        }
        own.add(begin)
        waiting.set(caller, own)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
