/** `soar connect --state`, killed at any instant: the state file is whole, and in the end no mail is missing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import { dice, inParallel, type Report } from '../part.ts'
import { type Instant, nameOf } from './instant.ts'
import { runProcess, type Start, wholeLines } from './process.ts'
import type { KillOptions } from './run.ts'

/** Mails of the tenant that are of interest, unless the caller says; held, so that no file has to be fetched. */
const MAILS = 300

/** Alerts of one run: few, so that there is always something left to lose. */
const PER_RUN = 7

/** Kills on one state file, then it is brought to its end; several files side by side. */
const PER_FILE = 25

interface World {
  /** A tenant of its own for each state file, all with the same mails. */
  open(): Promise<Simulator>
  file: string
  folder: string
}

interface Round {
  signal: NodeJS.Signals
  state: string
  instants: Instant[]
}

/** Kills so many connectors with each signal. */
export async function killConnectors(options: KillOptions & { mails?: number }): Promise<Report> {
  const { file, kills, seed, lanes = 3, mails = MAILS, delays } = options
  const folder = mkdtempSync(join(tmpdir(), 'soar-kill-'))
  const now = Date.now()
  const sizes = { archived: 0, held: mails, tracked: 0, logs: 0 }
  const world: World = { open: () => startSimulator({ sizes, now: () => now }), file, folder }
  try {
    const { whole, requests } = await wholeRun(world)
    if (whole.size < mails / 2)
      return { cases: 1, broken: [`connect: only ${whole.size} alerts of ${mails} mails`] }
    const roll = dice(seed)
    const rounds = (['SIGKILL', 'SIGTERM'] as const).flatMap((signal) =>
      chunks(kills, PER_FILE).map((count, at) => ({
        signal,
        state: join(folder, `${signal}-${at}.state`),
        instants: Array.from({ length: count }, () => instantOf(roll, requests, delays)),
      })),
    )
    const broken = await inParallel(rounds, lanes, (round) => killRound(world, whole, round))
    return { cases: kills * 2, broken: broken.flat() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const chunks = (count: number, size: number): number[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, at) => Math.min(size, count - at * size))

/** At the start, at one of the requests that a run makes, or when it hands the alerts out. */
function instantOf(roll: () => number, requests: number, delays = false): Instant {
  const number = Math.floor(roll() * (requests + 2))
  const held = roll() < 0.5
  const delay = delays ? Math.floor(roll() * 20) : 0
  if (number === 0) return { cause: { at: 'start' }, delay: delay * 10 }
  if (number > requests) return { cause: { at: 'output' }, delay }
  return { cause: { at: 'request', number, held }, delay }
}

/** What connectors return if they are not disturbed, and how many requests one run makes at most. */
async function wholeRun(world: World): Promise<{ whole: Set<string>; requests: number }> {
  const simulator = await world.open()
  try {
    const state = join(world.folder, 'whole.state')
    const first = idsOf((await runProcess(simulator, starting(world, simulator, state))).stdout)
    const requests = simulator.requests.length
    return { whole: new Set([...first, ...(await drain(world, simulator, state))]), requests }
  } finally {
    await simulator.close()
  }
}

function starting({ file }: World, simulator: Simulator, state: string): Start {
  const params = ['domains=example.com', 'max_hours_backwards=200', `max_messages_to_return=${PER_RUN}`]
  return {
    file,
    env: environmentOf(simulator),
    args: ['connect', 'message-tracking', '--state', state, ...params.flatMap((param) => ['--param', param])],
  }
}

async function killRound(world: World, whole: ReadonlySet<string>, round: Round): Promise<string[]> {
  const { signal, state, instants } = round
  const simulator = await world.open()
  const found: string[] = []
  const handedOut: string[] = []
  try {
    for (const instant of instants) {
      const ended = await runProcess(simulator, starting(world, simulator, state), { signal, instant })
      const tell = (fault: string): void => {
        found.push(`connect, ${signal} ${nameOf(instant)}: ${fault}`)
      }
      handedOut.push(...idsOf(ended.stdout))
      const broken = stateFault(state)
      if (broken) tell(broken)
      if (/is locked|another|state file .* (?:broken|cannot)/.test(ended.stderr)) tell(ended.stderr)
    }
    handedOut.push(...(await drain(world, simulator, state)))
  } finally {
    await simulator.close()
  }
  const seen = new Set(handedOut)
  const lost = [...whole].filter((id) => !seen.has(id))
  if (lost.length > 0)
    found.push(`connect, ${signal}: ${lost.length} of ${whole.size} alerts were lost, such as ${lost[0]}`)
  const litter = readdirSync(world.folder).filter(
    (name) => name.startsWith(`${signal}-`) && /\.tmp|~$/.test(name),
  )
  if (litter.length > instants.length)
    found.push(`connect, ${signal}: it leaves ${litter.length} files behind`)
  return found
}

/** Runs the connector until it returns nothing new; the ids of all alerts. */
async function drain(world: World, simulator: Simulator, state: string): Promise<string[]> {
  const ids: string[] = []
  for (let round = 0; round < MAILS; round++) {
    const ended = await runProcess(simulator, starting(world, simulator, state))
    const more = idsOf(ended.stdout)
    if (ended.code !== 0) throw new Error(`connect failed: ${ended.stdout}${ended.stderr}`)
    if (more.length === 0) return ids
    ids.push(...more)
  }
  return ids
}

interface Line {
  json_result?: { alerts?: { id?: string }[] } | null
}

const idsOf = (stdout: string): string[] =>
  (wholeLines(stdout) as Line[]).flatMap((line) =>
    (line.json_result?.alerts ?? []).map((alert) => alert.id ?? ''),
  )

/** A state file is missing or whole. */
function stateFault(path: string): string | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return `the state file is not whole: ${text.length} characters`
  }
}
