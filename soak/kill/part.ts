/** The kills as a part of the soak: two signals, random instants, everything that writes. */
import { product } from '../../testing/own/repository.ts'
import type { Part } from '../part.ts'
import { killConnectors } from './connect.ts'
import { killRows } from './rows.ts'
import { killRuns } from './run.ts'

/** Kills of each command with each signal, unless the caller says. */
const KILLS = 200

export const part: Part = async ({ seed, runs = KILLS, say }) => {
  const options = { file: product, kills: runs, seed, delays: true }
  const reports = []
  for (const [name, kill] of Object.entries({ run: killRuns, rows: killRows, connect: killConnectors })) {
    reports.push(await kill(options))
    say(`${name}: ${runs} times SIGKILL, ${runs} times SIGTERM`)
  }
  return {
    cases: reports.reduce((sum, { cases }) => sum + cases, 0),
    broken: reports.flatMap(({ broken }) => broken),
  }
}
