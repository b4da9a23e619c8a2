/** Actions × faults × languages: every cell is a run against real sockets, compared with its expected result. */
import { ActionError } from '../../runtime/contract/errors.ts'
import { phrase } from '../../runtime/contract/phrases.ts'
import type { Result } from '../../runtime/contract/result.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import { closeSessions } from '../../runtime/run/client.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { configOf, type Subject } from '../../testing/own/subjects.ts'
import { inParallel } from '../part.ts'
import { API, type FaultCase, type Verdict } from './catalogue.ts'
import { complaintsAbout } from './judge.ts'

/** One cell: what it came to, and what is wrong with that. */
export interface Cell {
  fault: FaultCase
  subject: Subject
  verdict: Verdict
  /** Requests of the API that arrived, in the first language. */
  requests: number
  complaints: string[]
}

/** Milliseconds of a run unless the fault says otherwise: no run of the matrix comes near them. */
const TIMEOUT = 600_000

/** Runs every cell; `lanes` at once. */
export async function runMatrix(
  integration: Integration,
  subjects: readonly Subject[],
  faults: readonly FaultCase[],
  { lanes = 12, done = () => {} }: { lanes?: number; done?: (cell: Cell) => void } = {},
): Promise<Cell[]> {
  const pairs = faults.flatMap((fault) => subjects.map((subject) => ({ fault, subject })))
  return inParallel(pairs, lanes, async ({ fault, subject }) => {
    const cell = await runCell(integration, subject, fault)
    done(cell)
    return cell
  })
}

async function runCell(shared: Integration, subject: Subject, fault: FaultCase): Promise<Cell> {
  const { manifest } = subject.action
  const verdict = fault.verdict({ ...manifest, api: subject.api })
  // Sessions of its own: another cell that closes its connections must not disturb this one.
  const integration = { ...shared, sessions: new Map<string, unknown>() }
  const complaints: string[] = []
  const sentences = new Set<string>()
  let requests = 0
  for (const [at, locale] of shared.spec.locales.entries()) {
    const { result, arrived, strayed } = await runOnce(integration, subject, fault, locale)
    if (at === 0) requests = arrived.length
    if (result.error) sentences.add(result.error.reason)
    const found = complaintsAbout(result, arrived, { verdict, locale, fault, effect: manifest.effect })
    if (strayed) found.push('something was sent elsewhere')
    complaints.push(
      ...found.map((complaint) => `${subject.action.id} × ${fault.id} (${locale}): ${complaint}`),
    )
  }
  if (verdict.code !== 'success' && sentences.size < shared.spec.locales.length)
    complaints.push(`${subject.action.id} × ${fault.id}: two languages say the same`)
  return { fault, subject, verdict, requests, complaints }
}

interface Once {
  result: Result
  /** Method and path of each request of the API that arrived. */
  arrived: string[]
  strayed: boolean
}

async function runOnce(
  integration: Integration,
  subject: Subject,
  fault: FaultCase,
  locale: string,
): Promise<Once> {
  const simulator = await startSimulator(fault.start)
  if (fault.fault) simulator.fault({ path: API, ...fault.fault })
  const around = (await fault.around?.(simulator)) ?? { config: {}, servers: [] }
  const config = { ...configOf(simulator, subject), ...around.config }
  const timeout_ms = fault.timeout_ms ?? TIMEOUT
  const deadline = new AbortController()
  // By what has happened, not by the clock: an answer that is kept back is not there in time, however slow the machine.
  simulator.watch((_, moment) => {
    if (moment === 'waiting' && fault.timesOut) deadline.abort(timedOut(timeout_ms))
  })
  try {
    const request = { ...subject.request, config, locale, timeout_ms }
    const result = await runAction(integration, request, { signal: deadline.signal })
    return { result, arrived: arrivedAt(simulator), strayed: (around.forbidden?.met() ?? 0) > 0 }
  } finally {
    await closeSessions(integration)
    await Promise.all([simulator.close(), ...around.servers.map((server) => server.close())])
  }
}

/** The error with which the clock of a run ends it. */
const timedOut = (ms: number): ActionError =>
  new ActionError('TIMED_OUT', { ms, reason: phrase('the action was not done in time.') })

const arrivedAt = (simulator: Simulator): string[] =>
  simulator.requests
    .filter(({ path }) => path.startsWith(API.slice(0, -1)))
    .map(({ method, path }) => `${method} ${path}`)
