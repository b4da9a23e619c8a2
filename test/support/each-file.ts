/** Runs before every test file: fixed generated cases, and nothing of one test left over for the next. */
import fc from 'fast-check'
import { afterEach, vi } from 'vitest'

// The same cases in every run of `npm test`. `npm run soak -- properties` runs the same tests with others.
const { SOAR_SOAK_SEED: seed, SOAR_SOAK_RUNS: numRuns } = process.env
fc.configureGlobal({
  seed: Number(seed ?? 20_260_310),
  ...(numRuns === undefined ? {} : { numRuns: Number(numRuns) }),
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})
