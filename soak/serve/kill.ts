/** One kill of the server between a write's acceptance and its answer, and what must hold after the restart. */
import type { Simulator } from '../../simulator/index.ts'
import { type Answer, type Place, type SeenRun, send, sendThroughProxy } from './client.ts'
import { killServe, type Server, type ServerStart, startServe } from './server.ts'

const RUNS = '/v1/actions/mimecast/create-block-sender-policy/runs'
const WRITE = '/api/policy/blockedsenders/create-policy'

/** What has happened when the server is killed; the delay in milliseconds comes on top. */
export type Cause = 'posted' | 'write arrived' | 'write held' | 'write answered' | 'vendor fails'

/** Every cause; the cases go through them in turn. */
export const CAUSES: readonly Cause[] = [
  'posted',
  'write arrived',
  'write held',
  'write answered',
  'vendor fails',
]

/** One case. */
export interface KillCase {
  number: number
  cause: Cause
  delay: number
  /** Status of the vendor's answer, if it fails. */
  status: number
}

/** A tenant, and the server in front of it. */
export interface Stage {
  simulator: Simulator
  start: ServerStart
  server: Server
}

/** What one kill came to. */
export interface Killed {
  /** Status and code of the run in the history, or that there is none. */
  outcome: string
  /** Everything that does not hold. */
  faults: string[]
}

/** Kills the server once. `stage.server` is the new one. */
export async function killOnce(stage: Stage, { number, cause, delay, status }: KillCase): Promise<Killed> {
  const sender = `case-${number}.example.net`
  const order = {
    connection: 'environment',
    parameters: {
      description: `case ${number}`,
      sender,
      sender_type: 'Email Domain',
      recipient_type: 'Internal Addresses',
    },
  }
  const post = (key: string) => ({ method: 'POST', body: order, headers: { 'idempotency-key': key } })
  const { simulator } = stage
  const made = (): number =>
    simulator.requests.filter(
      ({ path, body }) => path === WRITE && JSON.stringify(body).includes(`"${sender}"`),
    ).length
  let restarted: Promise<Server> | undefined
  const restart = (): Promise<Server> => {
    restarted ??= killServe(stage.server).then(() => startServe(stage.start))
    return restarted
  }
  const undo = prepare(simulator, cause, status, delay, () => void restart())
  let attempts = 0
  const current = async (): Promise<Place> => (restarted ? await restarted : stage.server)
  const answer = await sendThroughProxy(current, RUNS, post(`key-${number}`), () => {
    attempts++
    if (cause === 'posted' && attempts === 1) setTimeout(() => void restart(), delay)
  })
  // A server that was faster than the kill is killed after its answer.
  stage.server = await restart()
  undo()
  const found = await send(stage.server, `/v1/runs?q=${encodeURIComponent(sender)}`)
  const runs = found.body.items ?? []
  const faults = judge(answer, runs, made(), cause)
  const [run] = runs
  if (run) faults.push(...(await judgeAgain(stage.server, run, post, number, made)))
  const place = `case ${number}, killed at "${cause}" and ${delay} ms (status ${status})`
  return {
    outcome: run === undefined ? 'not accepted' : `${run.status} ${run.code}`,
    faults: faults.map((fault) => `${place}: ${fault}`),
  }
}

/** Waits for the cause. The returned function takes away what it did to the tenant. */
function prepare(
  simulator: Simulator,
  cause: Cause,
  status: number,
  delay: number,
  kill: () => void,
): () => void {
  if (cause === 'write held') simulator.fault({ path: WRITE, times: 1, delay_ms: 3_600_000 })
  if (cause === 'vendor fails') simulator.fault({ path: WRITE, times: 1, status })
  let timer: NodeJS.Timeout | undefined
  const moment = cause === 'write answered' ? 'answered' : 'arrived'
  const unwatch = simulator.watch(({ path }, now) => {
    if (cause === 'posted' || cause === 'vendor fails') return
    if (path === WRITE && now === moment) timer ??= setTimeout(kill, delay)
  })
  return () => {
    clearTimeout(timer)
    unwatch()
    simulator.clearFaults()
  }
}

/** What must hold of the answer, of the history and of the tenant. */
function judge(answer: Answer | undefined, runs: readonly SeenRun[], made: number, cause: Cause): string[] {
  const faults: string[] = []
  if (made > 1) faults.push(`the write arrived ${made} times`)
  if (runs.length > 1) faults.push(`${runs.length} runs of one key`)
  const [run] = runs
  if (run === undefined) {
    if (made > 0) faults.push('a write arrived, and the history has no run')
    if (answer?.status === 200) faults.push(`the run of the answer is gone: ${answer.body.id}`)
    return faults
  }
  if (answer === undefined) faults.push('the proxy got no answer')
  else if (answer.status !== 200) faults.push(`the answer is ${answer.status} ${answer.body.code}`)
  else if (answer.body.id !== run.id || answer.body.status !== run.status)
    faults.push(`the answer says ${answer.body.status}, the history ${run.status}`)
  if (run.phase !== 'ended') faults.push(`it is ${run.phase} after the restart`)
  if (run.status === 'succeeded' && made !== 1) faults.push(`succeeded, and ${made} writes arrived`)
  if (run.code === 'INTERRUPTED' && made !== 0) faults.push('interrupted, and the write arrived')
  const known = ['succeeded', 'unknown'].includes(run.status) || run.code === 'INTERRUPTED'
  if (!known && cause !== 'vendor fails') faults.push(`it ended as ${run.status} ${run.code}`)
  return faults
}

/** The same key replays the run; another key runs only what was not sent. */
async function judgeAgain(
  server: Place,
  run: SeenRun,
  post: (key: string) => Parameters<typeof send>[2],
  number: number,
  made: () => number,
): Promise<string[]> {
  const faults: string[] = []
  const before = made()
  const replay = await send(server, RUNS, post(`key-${number}`))
  if (!replay.replayed || replay.body.id !== run.id)
    faults.push(`its key answers ${replay.status} ${replay.body.code}, replayed: ${replay.replayed}`)
  if (made() !== before) faults.push('the replay sent the write')
  if (run.status !== 'unknown') return faults
  const refused = await send(server, RUNS, post(`other-${number}`))
  if (refused.status !== 409 || refused.body.code !== 'OUTCOME_UNSETTLED')
    faults.push(`another key answers ${refused.status} ${refused.body.code}`)
  if (made() !== before) faults.push('another key sent the write')
  const settled = await send(server, `/v1/runs/${run.id}/settlement`, {
    method: 'POST',
    body: { happened: before > 0, note: 'soak' },
  })
  if (settled.status !== 200) faults.push(`settling answers ${settled.status} ${settled.body.code}`)
  return faults
}
