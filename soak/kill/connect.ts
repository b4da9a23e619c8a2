/** `soar connect --state`, killed at any instant: the state file is whole, and in the end no mail is missing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import { dice, inParallel, type Report } from '../part.ts'
import type { KillOptions } from './run.ts'
import { runVictim, type Start, usualTime, wholeLines } from './victim.ts'

/** Mails of the tenant that are of interest, when nobody says; held, so that no file has to be fetched. */
const MAILS = 300

/** Alerts of one run: few, so that there is always something left to lose. */
const PER_RUN = 7

/** Kills on one state file, then it is brought to its end; several files side by side. */
const PER_FILE = 25

/** Kills so many connectors with each signal. */
export async function killConnectors({
  file,
  kills,
  seed,
  lanes = 3,
  mails = MAILS,
}: KillOptions & { mails?: number }): Promise<Report> {
  const simulator = await startSimulator({ sizes: { archived: 0, held: mails, tracked: 0, logs: 0 } })
  const folder = mkdtempSync(join(tmpdir(), 'soar-kill-'))
  try {
    const world: World = { simulator, file, folder }
    const whole = new Set(await drain(world, join(folder, 'whole.state')))
    if (whole.size < mails / 2)
      return { cases: 1, broken: [`connect: only ${whole.size} alerts of ${mails} mails`] }
    let probe = 0
    const usual = await usualTime(() => starting(world, join(folder, `probe-${probe++}.state`)))
    const roll = dice(seed)
    const rounds = (['SIGKILL', 'SIGTERM'] as const).flatMap((signal) =>
      chunks(kills, PER_FILE).map((count, at) => ({
        signal,
        state: join(folder, `${signal}-${at}.state`),
        instants: Array.from({ length: count }, () => Math.floor(roll() * usual * 1.2)),
      })),
    )
    const broken = await inParallel(rounds, lanes, (round) => killRound(world, whole, round))
    return { cases: kills * 2, broken: broken.flat() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await simulator.close()
  }
}

interface World {
  simulator: Simulator
  file: string
  folder: string
}

interface Round {
  signal: NodeJS.Signals
  state: string
  instants: number[]
}

const chunks = (count: number, size: number): number[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, at) => Math.min(size, count - at * size))

function starting({ simulator, file }: World, state: string): Start {
  const params = ['domains=example.com', 'max_hours_backwards=200', `max_messages_to_return=${PER_RUN}`]
  return {
    file,
    env: environmentOf(simulator),
    args: ['connect', 'message-tracking', '--state', state, ...params.flatMap((param) => ['--param', param])],
  }
}

async function killRound(world: World, whole: ReadonlySet<string>, round: Round): Promise<string[]> {
  const { signal, state, instants } = round
  const found: string[] = []
  const handedOut: string[] = []
  for (const after of instants) {
    const remains = await runVictim(starting(world, state), { signal, after })
    const tell = (fault: string): void => {
      found.push(`connect, ${signal} after ${after} ms: ${fault}`)
    }
    handedOut.push(...idsOf(remains.stdout))
    const broken = stateFault(state)
    if (broken) tell(broken)
    if (/is locked|another|state file .* (?:broken|cannot)/.test(remains.stderr)) tell(remains.stderr)
  }
  handedOut.push(...(await drain(world, state)))
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

/** Runs the connector until it hands out nothing new; the ids of all alerts. */
async function drain(world: World, state: string): Promise<string[]> {
  const ids: string[] = []
  for (let round = 0; round < MAILS; round++) {
    const remains = await runVictim(starting(world, state))
    const more = idsOf(remains.stdout)
    if (remains.code !== 0) throw new Error(`connect failed: ${remains.stdout}${remains.stderr}`)
    if (more.length === 0) return ids
    ids.push(...more)
  }
  return ids
}

interface Line {
  json_result?: { alerts?: { ticket_id?: string; display_id?: string }[] } | null
}

const idsOf = (stdout: string): string[] =>
  (wholeLines(stdout) as Line[]).flatMap((line) =>
    (line.json_result?.alerts ?? []).map((alert) => alert.display_id ?? alert.ticket_id ?? ''),
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
