/** `soar serve`, killed between accepting a write and answering it: no write is sent twice, and the history is true. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '../../simulator/index.ts'
import { product } from '../../testing/own/repository.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import { dice, inParallel, type Part, type PartOptions, type Report } from '../part.ts'
import { CAUSES, type KillCase, type Killed, killOnce } from './kill.ts'
import { killServe, startServe } from './server.ts'

/** Kills, unless the caller says. */
const KILLS = 200

/** Longest delay after a cause, in milliseconds: a run takes about as long. */
const SPREAD = 60

/** Kills that follow each other on one history. */
const ON_ONE_HISTORY = 25

/** Cases between two lines about the progress. */
const TELL = 50

export const part: Part = (options) => killServers({ file: product, lanes: 2, ...options })

/** Kills so many servers, each in the middle of a write. */
export async function killServers({
  file,
  seed,
  runs = KILLS,
  lanes = 1,
  say,
}: PartOptions & { file: string; lanes?: number }): Promise<Report> {
  const roll = dice(seed)
  const cases = Array.from({ length: runs }, (_, number): KillCase => {
    const cause = CAUSES[number % CAUSES.length] ?? 'posted'
    const delay = Math.floor(roll() * SPREAD)
    return { number, cause, delay, status: [502, 503, 504][number % 3] ?? 502 }
  })
  const groups = Array.from({ length: Math.ceil(runs / ON_ONE_HISTORY) }, (_, at) =>
    cases.slice(at * ON_ONE_HISTORY, (at + 1) * ON_ONE_HISTORY),
  )
  let done = 0
  const killed = await inParallel(groups, lanes, async (group) => {
    const these = await onOneHistory(file, group)
    if (done % TELL < group.length) say(`${done + group.length} kills`)
    done += group.length
    return these
  })
  const all = killed.flat()
  const outcomes = Map.groupBy(all, ({ outcome }) => outcome)
  say([...outcomes].map(([outcome, { length }]) => `${length} ${outcome}`).join(', '))
  return { cases: cases.length, broken: all.flatMap(({ faults }) => faults) }
}

/** Goes through cases one after the other: each server finds the history of the one before. */
async function onOneHistory(file: string, cases: readonly KillCase[]): Promise<Killed[]> {
  const simulator = await startSimulator({ sizes: { archived: 0, held: 0, tracked: 0, logs: 0 } })
  const folder = await mkdtemp(join(tmpdir(), 'soar-soak-serve-'))
  const start = { file, env: { ...environmentOf(simulator), XDG_STATE_HOME: folder } }
  const stage = { simulator, start, server: await startServe(start) }
  const all: Killed[] = []
  try {
    for (const one of cases) all.push(await killOnce(stage, one))
    return all
  } finally {
    await killServe(stage.server)
    await simulator.close()
    await rm(folder, { recursive: true, force: true })
  }
}
