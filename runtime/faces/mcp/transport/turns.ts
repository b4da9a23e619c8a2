/** Starts requests in turn: hundreds of one client do not delay another. */

/** Gives turns to callers. */
export interface Turns {
  /** Resolves when it is the caller's turn. */
  take(caller: string): Promise<void>
}

/**
 * One request starts in each round of the event loop, the next one of the caller whose last turn was longest ago. Between two
 * rounds, new requests arrive.
 */
export function createTurns(): Turns {
  // In the order of their next turns.
  const waiting = new Map<string, (() => void)[]>()
  let isRunning = false
  const next = (): void => {
    const [first] = waiting
    isRunning = first !== undefined
    if (first === undefined) return
    const [caller, own] = first
    waiting.delete(caller)
    own.shift()?.()
    if (own.length > 0) waiting.set(caller, own)
    setImmediate(next)
  }
  return {
    take: (caller) =>
      new Promise((resolve) => {
        const own = waiting.get(caller)
        if (own) own.push(resolve)
        else waiting.set(caller, [resolve])
        if (!isRunning) setImmediate(next)
        isRunning = true
      }),
  }
}
