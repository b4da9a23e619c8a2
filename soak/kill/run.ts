/** `soar run` of a write, killed at any instant: no write is doubled, and what the result says is what happened. */
import type { Result } from '../../runtime/contract/result.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import { dice, inParallel, type Report } from '../part.ts'
import { type Remains, runVictim, type Start, usualTime, wholeLines } from './victim.ts'

/** How many kills, by what, with which product. */
export interface KillOptions {
  file: string
  kills: number
  seed: number
  lanes?: number
}

const WRITE = '/api/managedsender/permit-or-block-sender'

/** Milliseconds in which a process that is asked to end has ended. */
const PATIENCE = 5_000

/** Kills so many runs with each signal. */
export async function killRuns({ file, kills, seed, lanes = 3 }: KillOptions): Promise<Report> {
  const simulator = await startSimulator({ latency_ms: 15, requests_max: 100_000 })
  const env = environmentOf(simulator)
  const starting = (sender: string): Start => ({
    file,
    env,
    args: ['run', 'block-sender'],
    input: JSON.stringify({ action: 'block-sender', parameters: { sender, recipient: 'alice@example.com' } }),
  })
  try {
    const usual = await usualTime(() => starting('nobody@evil.test'))
    const roll = dice(seed)
    const victims = (['SIGKILL', 'SIGTERM'] as const).flatMap((signal) =>
      Array.from({ length: kills }, (_, at) => ({
        signal,
        after: Math.floor(roll() * usual * 1.15),
        sender: `${signal.toLowerCase()}-${at}@evil.test`,
      })),
    )
    const broken = await inParallel(victims, lanes, async ({ signal, after, sender }) => {
      const remains = await runVictim(starting(sender), { signal, after })
      const sent = writesOf(simulator, sender)
      return faultsOf(remains, signal, sent).map((fault) => `run, ${signal} after ${after} ms: ${fault}`)
    })
    return { cases: victims.length, broken: broken.flat() }
  } finally {
    await simulator.close()
  }
}

const writesOf = (simulator: Simulator, sender: string): number =>
  simulator.requests.filter(
    ({ path, body }) => path === WRITE && JSON.stringify(body).includes(`"${sender}"`),
  ).length

function faultsOf(remains: Remains, signal: NodeJS.Signals, sent: number): string[] {
  const faults: string[] = []
  if (sent > 1) faults.push(`the write was sent ${sent} times`)
  if (remains.lingered > PATIENCE) faults.push(`it ended only ${remains.lingered} ms after the signal`)
  const [result, ...more] = wholeLines(remains.stdout) as Result[]
  if (more.length > 0) faults.push('two results')
  if (result === undefined) {
    // Nothing is written before Node has loaded the product; afterwards SIGTERM is answered.
    const dead = remains.signal === signal
    if (!dead) faults.push(`no result, exit code ${remains.code}: ${remains.stdout}${remains.stderr}`)
    if (dead && signal === 'SIGTERM' && sent > 0) faults.push('a write was sent, and no result tells of it')
    return faults
  }
  const code = result.is_success ? 'success' : result.error?.code
  if (code === 'success' && sent !== 1) faults.push(`success, but ${sent} writes arrived`)
  if (code === 'CANCELLED' && sent > 0)
    faults.push('it says that it was cancelled, but the write had arrived')
  if (code !== 'success' && code !== 'CANCELLED' && code !== 'OUTCOME_UNKNOWN')
    faults.push(`it came to ${code}: ${result.output_message}`)
  return faults
}
