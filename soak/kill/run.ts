/** `soar run` of a write, killed at any instant: no write is sent twice, and the result says what happened. */
import type { Result } from '../../runtime/contract/result.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import type { Ended } from '../../testing/process.ts'
import { dice, inParallel, type Report } from '../part.ts'
import { type Cause, nameOf } from './instant.ts'
import { type Kill, runProcess, type Start, usualTime, wholeLines } from './process.ts'

/** How many kills, and of which product. */
export interface KillOptions {
  /** What Node runs. */
  file: string
  /** For each signal. */
  kills: number
  seed: number
  /** Processes at once. */
  lanes?: number
  /** Whether some are killed a random time after the cause. */
  delays?: boolean
}

const WRITE = '/api/managedsender/permit-or-block-sender'

/** Everything that happens in a run: its first request asks for a token, the second one is the write. */
const CAUSES: readonly Cause[] = [
  { at: 'start' },
  { at: 'request', number: 1, held: true },
  { at: 'request', number: 1, held: false },
  { at: 'request', number: 2, held: true },
  { at: 'request', number: 2, held: false },
  { at: 'output' },
]

/** Kills so many runs with each signal; `kills` from 6 on go through every cause. */
export async function killRuns({ file, kills, seed, lanes = 3, delays }: KillOptions): Promise<Report> {
  const spread = delays ? await usualTime(() => killRun(file)) : 0
  const roll = dice(seed)
  const all = (['SIGKILL', 'SIGTERM'] as const).flatMap((signal) =>
    Array.from({ length: kills }, (_, at): Kill => {
      const cause = CAUSES[at % CAUSES.length] ?? { at: 'start' }
      const longest = cause.at === 'start' ? spread : spread / 10
      return { signal, instant: { cause, delay: Math.floor(roll() * longest) } }
    }),
  )
  const broken = await inParallel(all, lanes, (kill) => killRun(file, kill))
  return { cases: all.length, broken: broken.flat() }
}

async function killRun(file: string, kill?: Kill): Promise<string[]> {
  const simulator = await startSimulator({ sizes: { archived: 0, held: 0, tracked: 0, logs: 0 } })
  const parameters = { sender: 'mallory@evil.test', recipient: 'alice@example.com' }
  const start: Start = {
    file,
    env: environmentOf(simulator),
    args: ['run', 'block-sender'],
    input: JSON.stringify({ action: 'block-sender', parameters }),
  }
  try {
    const ended = await runProcess(simulator, start, kill)
    if (!kill) return []
    const sent = simulator.requests.filter(({ path }) => path === WRITE).length
    const found = [...faultsOf(ended, kill, sent), ...unforeseen(ended, kill, simulator)]
    return found.map((fault) => `run, ${kill.signal} ${nameOf(kill.instant)}: ${fault}`)
  } finally {
    await simulator.close()
  }
}

const codeOf = (result: Result): string | undefined => (result.is_success ? 'success' : result.error?.code)

/** What must hold at every instant. */
function faultsOf(ended: Ended, { signal }: Kill, sent: number): string[] {
  const faults: string[] = []
  if (sent > 1) faults.push(`the write was sent ${sent} times`)
  const [result, ...more] = wholeLines(ended.stdout) as Result[]
  if (more.length > 0) faults.push('two results')
  if (result === undefined) {
    // Nothing is written before Node has loaded the product; afterwards SIGTERM is answered.
    const killed = ended.signal === signal
    if (!killed) faults.push(`no result, exit code ${ended.code}: ${ended.stdout}${ended.stderr}`)
    if (killed && signal === 'SIGTERM' && sent > 0) faults.push('a write was sent, and no result tells of it')
    return faults
  }
  const code = codeOf(result)
  if (code === 'success' && sent !== 1) faults.push(`success, but ${sent} writes arrived`)
  if (code === 'CANCELLED' && sent > 0)
    faults.push('it says that it was cancelled, but the write had arrived')
  if (code !== 'success' && code !== 'CANCELLED' && code !== 'OUTCOME_UNKNOWN')
    faults.push(`it came to ${code}: ${result.output_message}`)
  return faults
}

/** What must hold where nothing but the signal can end the run, because its request is not answered. */
function unforeseen(ended: Ended, { signal, instant: { cause } }: Kill, simulator: Simulator): string[] {
  if (cause.at !== 'request' || !cause.held) return []
  const arrived = simulator.requests.length
  if (arrived !== cause.number) return [`${arrived} requests arrived`]
  const [result] = wholeLines(ended.stdout) as Result[]
  const expected = signal === 'SIGKILL' ? undefined : cause.number === 1 ? 'CANCELLED' : 'OUTCOME_UNKNOWN'
  const found = result && codeOf(result)
  return found === expected ? [] : [`the result says ${found}, not ${expected}`]
}
