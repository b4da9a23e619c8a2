/** Milliseconds between two looks at the young generation. */
const OFTEN = 20

/** Bytes of the young generation with which collecting it is cheap; left alone it grows to four times of that. */
const ENOUGH = 16 * 1024 * 1024

/**
 * Keeps the resident memory of a process flat that works through a long table. A row leaves nothing behind, but V8 takes
 * its time to notice: left alone it lets the young generation grow to 64 MB and the old one to several times of what is
 * in use, and a process that needs 30 MB shows 300. With these flags it stays as it is after the first thousand rows, at
 * no cost that could be measured (docs/benchmarks.md). Frozen at its start, the young generation would be so small that
 * half of all time went into collecting it.
 *
 * For processes that do nothing else. Called when all modules are loaded: the flags would make V8 reject code caches.
 *
 * @returns stops looking
 */
export function keepMemoryFlat(): () => void {
  const v8 = process.getBuiltinModule('node:v8')
  v8.setFlagsFromString('--heap-growing-percent=50')
  const timer = setInterval(() => {
    const young = v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    if (young === undefined || young.space_size < ENOUGH) return
    v8.setFlagsFromString('--semi-space-growth-factor=1')
    clearInterval(timer)
  }, OFTEN)
  timer.unref()
  return () => clearInterval(timer)
}
