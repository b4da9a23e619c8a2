/** Runs before every test file: fixed generated cases, and nothing of one test left over for the next. */
import fc from 'fast-check'
import { afterEach, vi } from 'vitest'

// The same cases in every run. Random ones are for `npm run soak`.
fc.configureGlobal({ seed: 20_260_310 })

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})
