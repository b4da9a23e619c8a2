/** Milliseconds between two checks of the heap. */
const OFTEN = 50

/** Bytes of the young generation: most data of a row or an alert is garbage before it fills. */
const YOUNG = 64 * 1024 * 1024

/**
 * Minimum growth of the old generation, in bytes, before it is collected; if it contains more than this, it may grow by
 * its own size. V8 keeps the pages it frees, so it is best if there are few at a time.
 */
const SLACK = 24 * 1024 * 1024

/**
 * Keeps the resident memory of a process flat while it works through a long table or runs a connector repeatedly. These
 * leave almost nothing behind, but V8 is slow to collect. Three settings help. The young generation would grow step by
 * step, so it is brought to its full size immediately. V8 would then allocate objects in the old generation at code
 * locations whose objects once lived long ("pretenuring"). They keep alive the young objects that they point to, which
 * costs a quarter of the throughput, so pretenuring is switched off. The old generation would not be collected until it
 * has grown by 70 MB, so it is collected after a little growth. docs/benchmarks.md has the figures.
 *
 * For processes that do nothing else. Call it when all modules are loaded: the flags would make V8 reject code caches.
 *
 * @returns stops the checks
 */
export function keepMemoryFlat(): () => void {
  const v8 = process.getBuiltinModule('node:v8')
  v8.setFlagsFromString('--no-allocation-site-pretenuring')
  v8.setFlagsFromString('--expose-gc')
  const collect: unknown = process.getBuiltinModule('node:vm').runInNewContext('gc')
  const growBy = (factor: number): void => v8.setFlagsFromString(`--semi-space-growth-factor=${factor}`)
  let grown = false
  let least = Number.POSITIVE_INFINITY
  const look = (): void => {
    let old = 0
    let young = YOUNG
    for (const { space_name, space_size, space_used_size } of v8.getHeapSpaceStatistics()) {
      if (space_name === 'new_space') young = space_size
      else old += space_used_size
    }
    if (!grown) {
      grown = young >= YOUNG
      growBy(grown ? 1 : Math.ceil(YOUNG / Math.max(young, 1)))
    }
    if (old > least + Math.max(SLACK, least) && typeof collect === 'function') {
      collect()
      // The memory in use now is measured at the next check.
      least = Number.POSITIVE_INFINITY
    } else {
      least = Math.min(least, old)
    }
  }
  look()
  const timer = setInterval(look, OFTEN)
  timer.unref()
  return () => clearInterval(timer)
}
