/** Milliseconds between two looks at the heap. */
const OFTEN = 50

/** Bytes of the young generation: what a row or an alert needs is mostly done with before it fills. */
const YOUNG = 64 * 1024 * 1024

/**
 * Bytes by which the old generation may grow before it is collected, at least; as much as it holds otherwise. V8 keeps the
 * pages it frees; few at once stay few.
 */
const SLACK = 24 * 1024 * 1024

/**
 * Keeps the resident memory of a process flat that works through a long table, or runs a connector again and again. They
 * leave next to nothing behind, but V8 takes its time to notice. The young generation grows bit by bit: it is brought to its full size right away. Objects of places in the
 * code that once lived long are then made old from the start ("pretenuring"), and keep the young ones alive that they
 * point to, which costs a quarter of the throughput: that is switched off. And the old generation is not looked at before
 * it has grown by 70 MB: it is collected when it has grown a little. docs/benchmarks.md has the figures.
 *
 * For processes that do nothing else. Called when all modules are loaded: the flags would make V8 reject code caches.
 *
 * @returns stops looking
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
      // What is in use now is known at the next look.
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
