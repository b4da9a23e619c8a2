/** Processes killed by what they have just done, each a few times; `npm run soak -- kill` does it some hundred times at random instants. */
import { describe, expect, test } from 'vitest'
import { killConnectors } from '../soak/kill/connect.ts'
import { killRows } from '../soak/kill/rows.ts'
import { killRuns } from '../soak/kill/run.ts'
import { killServers } from '../soak/serve/part.ts'
import { product } from './support/soar.ts'

describe('killed while it works', () => {
  const options = { file: product, seed: 310, lanes: 2 }

  test('run sends no write twice, and its result says what happened', async () => {
    expect(await killRuns({ ...options, kills: 6 })).toEqual({ cases: 12, broken: [] })
  })

  test('connect loses no mail and leaves its state whole', async () => {
    expect(await killConnectors({ ...options, kills: 4, mails: 20 })).toEqual({ cases: 8, broken: [] })
  })

  test('serve sends no write twice behind a proxy that repeats, and its history is true after the restart', async () => {
    const { file, seed } = options
    expect(await killServers({ file, seed, runs: 5, say: () => {} })).toEqual({ cases: 5, broken: [] })
  })

  test('rows carries out every row once, whatever the ledger has seen', async () => {
    expect(await killRows({ ...options, kills: 7, rows: 140 })).toEqual({ cases: 14, broken: [] })
  })
})
