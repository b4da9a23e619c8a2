/**
 * Keeps the resident memory of a process flat that works through a long table. A row leaves nothing behind, but V8 takes
 * its time to notice: left alone it lets the young generation grow to 64 MB and the old one to several times of what is
 * in use, and a process that needs 30 MB shows 300. With these flags it stays as it is after the first thousand rows, at
 * no cost that could be measured (docs/benchmarks.md).
 *
 * For processes that do nothing else. Called when all modules are loaded: the flags would make V8 reject code caches.
 */
export function keepMemoryFlat(): void {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=30')
}
