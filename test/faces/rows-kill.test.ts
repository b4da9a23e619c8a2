import { expect, test } from 'vitest'
import { faultsOf, killAndResume } from '../support/kill-rows.ts'

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

test('killed at twenty random instants and resumed, no write is repeated and no answer lost', async () => {
  const seed = Date.now() % 2 ** 31
  const run = await killAndResume({ rows: 1200, kills: 20, random: randomFrom(seed) })
  expect({ seed, faults: faultsOf(run), kills: run.kills }).toEqual({ seed, faults: [], kills: 20 })
  // At most what was under way at each kill.
  expect(run.summary.unknown.rows).toBeLessThanOrEqual(20 * 16)
  expect(run.summary.before).toBeGreaterThan(0)
}, 180_000)
