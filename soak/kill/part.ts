/** The kills as a part of the soak: two signals, random instants, everything that writes. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../../testing/own/repository.ts'
import type { Part } from '../part.ts'
import { killConnectors } from './connect.ts'
import { killRows } from './rows.ts'
import { killRuns } from './run.ts'

/** Kills of each command with each signal, when nobody says. */
const KILLS = 200

export const part: Part = async ({ seed, runs = KILLS, say }) => {
  const built = join(repository, 'dist/soar.js')
  const file = existsSync(built) ? built : join(repository, 'runtime/faces/bin.ts')
  const options = { file, kills: runs, seed }
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
