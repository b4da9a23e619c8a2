/** Skips tests that need something of the machine which it does not have. */
import type { TestOptions } from 'vitest'
import { lackOf, type Need } from '../../scripts/needs.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** What the test needs of the machine. */
    needs?: string
  }
}

/**
 * Options for a test, or a block of tests, that needs something: `test('…', needs('bash'), () => …)`. Where the machine
 * lacks it the test is skipped, and the check says why. A test that is skipped in any other way fails the check.
 */
export const needs = (need: Need): TestOptions => ({
  skip: lackOf(need) !== undefined,
  meta: { needs: need },
})
