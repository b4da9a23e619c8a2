/** Processes killed at random instants, a few times each; `npm run soak -- kill` does it some hundred times. */
import { describe, expect, test } from 'vitest'
import { killConnectors } from '../soak/kill/connect.ts'
import { killRows } from '../soak/kill/rows.ts'
import { killRuns } from '../soak/kill/run.ts'
import { product } from './support/soar.ts'

describe('killed at random instants', () => {
  const options = { file: product, kills: 10, seed: 310, lanes: 4 }

  test('run doubles no write, and its result says what happened', async () => {
    expect(await killRuns(options)).toEqual({ cases: 20, broken: [] })
  }, 60_000)

  test('connect loses no mail and leaves its state whole', async () => {
    expect(await killConnectors({ ...options, mails: 40 })).toEqual({ cases: 20, broken: [] })
  }, 60_000)

  test('rows carries out every row once, whatever the ledger has seen', async () => {
    expect(await killRows({ ...options, rows: 60 })).toEqual({ cases: 20, broken: [] })
  }, 60_000)
})
