/** Milliseconds between two looks at the heap. */
const OFTEN = 20

/** Bytes of the young generation with which collecting it is cheap; left alone it grows to eight times of that. */
const YOUNG = 8 * 1024 * 1024

/**
 * Bytes by which the old generation may grow before it is collected: some ten milliseconds for each thirty thousand rows.
 * V8 keeps the pages it has freed; the less is freed at once, the fewer they are.
 */
const SLACK = 4 * 1024 * 1024

/**
 * Keeps the resident memory of a process flat that works through a long table. Rows leave nothing behind that stays, but
 * V8 takes its time to notice: left alone it lets the young generation grow to 64 MB and the old one by 70 MB before it
 * looks. So the young generation is frozen as soon as it is large enough (frozen at its start, half of all time would go
 * into collecting it), and the old one is collected when it has grown a little. docs/benchmarks.md has the figures.
 *
 * For processes that do nothing else. Called when all modules are loaded: the flags would make V8 reject code caches.
 *
 * @returns stops looking
 */
export function keepMemoryFlat(): () => void {
  const v8 = process.getBuiltinModule('node:v8')
  v8.setFlagsFromString('--expose-gc')
  const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc')
  let frozen = false
  let least = Number.POSITIVE_INFINITY
  const look = (): void => {
    let old = 0
    for (const { space_name, space_size, space_used_size } of v8.getHeapSpaceStatistics()) {
      if (space_name !== 'new_space') old += space_used_size
      else if (!frozen && space_size >= YOUNG) {
        v8.setFlagsFromString('--semi-space-growth-factor=1')
        frozen = true
        least = 0
      }
    }
    if (old > least + SLACK && typeof collect === 'function') {
      collect()
      // What is in use now is known at the next look.
      least = Number.POSITIVE_INFINITY
    } else {
      least = Math.min(least, old)
    }
  }
  const timer = setInterval(look, OFTEN)
  timer.unref()
  return () => clearInterval(timer)
}
