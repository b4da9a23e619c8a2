/** The time budget of a connector's run. */

/** The time budget of one run. */
export interface Budget {
  /** True once no new work should begin. */
  over(): boolean
  /** True once reading should end, so that there is time for what was read. */
  late(): boolean
  /** Resolves when running work is no longer awaited. */
  ended: Promise<'ended'>
  stop(): void
}

/** Share of the time after which no new work begins. */
const BEGIN = 0.9
/** Share after which reading ends. */
const READ = 0.75
/** Share after which running work is no longer awaited: writing the result takes time, too. */
const WAIT = 0.95
/**
 * Starts the budget. `signal` ends it early: everything complete by then can still be returned. Give the manifest a later
 * deadline (`timeout_ms`) than the budget. Call `stop` at the end.
 */
export function startBudget(seconds: number, signal: AbortSignal): Budget {
  const started = performance.now()
  const whole = seconds * 1000
  const { promise: ended, resolve } = Promise.withResolvers<'ended'>()
  const end = (): void => resolve('ended')
  const timer = setTimeout(end, whole * WAIT)
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  const isPast = (share: number): boolean => signal.aborted || performance.now() - started >= whole * share
  return {
    over: () => isPast(BEGIN),
    late: () => isPast(READ),
    ended,
    stop: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
    },
  }
}

/** The items that arrive before the budget ends. */
export async function* untilEnded<T>(
  items: AsyncIterable<T>,
  { ended }: Pick<Budget, 'ended'>,
): AsyncGenerator<T, void, undefined> {
  const iterator = items[Symbol.asyncIterator]()
  for (;;) {
    const next = await Promise.race([iterator.next(), ended])
    if (next === 'ended' || next.done) return
    yield next.value
  }
}
