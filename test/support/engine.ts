/** An engine in the process of the test: any call can fail, freeze its worker or end it. */
import type { Result } from '../../runtime/contract/result.ts'
import type { Sent } from '../../runtime/http/sending.ts'
import { createTransport } from '../../runtime/http/transport.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import {
  type LeaseEnd,
  leaseEnded,
  type TaskEnd,
  type TaskRecord,
} from '../../runtime/service/engine/lease.ts'
import type { WorkerSetup } from '../../runtime/service/engine/open-task.ts'
import { resultOf } from '../../runtime/service/engine/result-of.ts'
import { runTask } from '../../runtime/service/engine/run-task.ts'
import type { Task } from '../../runtime/service/engine/task.ts'

/**
 * What happens when an attempt stores a record. `refused`: not stored, and the attempt hears it. `answer lost`: stored, and the
 * attempt hears that it failed. `killed`, `killed before`: the worker ends, with or without the record. `frozen`, `frozen before`: the engine gives the
 * attempt up, and it goes on later. `cancelled`, `shutdown`: stored, and the lease ends.
 */
export const PUTS = [
  'ok',
  'refused',
  'answer lost',
  'killed',
  'killed before',
  'frozen',
  'frozen before',
  'cancelled',
  'shutdown',
] as const
export type PutFault = (typeof PUTS)[number]

/**
 * What happens to a request. `ok`: carried out and answered. `limited`: status 429, `rejected`: status 422, `unreachable`: not
 * carried out. `cut`: carried out, without an answer. The others as for records; `… before`: not carried out, or later.
 */
export const SENDS = [
  'ok',
  'limited',
  'rejected',
  'unreachable',
  'cut',
  'killed',
  'killed before',
  'frozen',
  'frozen before',
  'cancelled',
  'shutdown',
] as const
export type SendFault = (typeof SENDS)[number]

/** What will happen, call by call; then everything works. */
export interface Course {
  puts?: readonly PutFault[]
  sends?: readonly SendFault[]
  /** Attempts that the engine makes; default 8. */
  attempts?: number
  /** Frozen attempts go on when the next one begins, not after the end of all. */
  wakesSoon?: boolean
}

/** What happened. */
export interface Played {
  /** What the submitter gets. */
  result: Result
  /** Requests that the vendor carried out, even after the end. */
  executed: number
  attempts: number
  /** All records that were stored. */
  records: TaskRecord[]
  /** How the attempts ended; undefined for one that the engine gave up. */
  ends: (TaskEnd | undefined)[]
}

const never = new Promise<never>(() => {})
const answer = (status: number, body: object, headers = {}): Sent => ({
  answer: {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  },
  proxy: undefined,
})

/** Runs a task to its end, attempt after attempt, as an engine does. */
export async function play(
  integration: Integration,
  task: Task,
  course: Course,
  setup: Partial<WorkerSetup> = {},
): Promise<Played> {
  const puts = [...(course.puts ?? [])]
  const sends = [...(course.sends ?? [])]
  const played: Omit<Played, 'result'> = { executed: 0, attempts: 0, records: [], ends: [] }
  const frozen: (() => void)[] = []
  let record: TaskRecord | undefined
  let last: Result | undefined
  let result: Result | undefined
  for (let attempt = 1; attempt <= (course.attempts ?? 8) && result === undefined; attempt++) {
    played.attempts = attempt
    const controller = new AbortController()
    let giveUp = (): void => {}
    const givenUp = new Promise<undefined>((resolve) => {
      giveUp = () => resolve(undefined)
    })
    const freeze = (): Promise<void> =>
      new Promise((resolve) => {
        frozen.push(resolve)
        giveUp()
      })
    const kill = (): Promise<never> => {
      giveUp()
      return never
    }
    const end = (why: LeaseEnd): void => controller.abort(leaseEnded(why))
    const put = async (next: TaskRecord): Promise<void> => {
      const fault = puts.shift() ?? 'ok'
      if (fault === 'killed before') await kill()
      if (fault === 'frozen before') await freeze()
      if (played.attempts !== attempt || result !== undefined) {
        end('lost')
        throw new Error('activity not found')
      }
      if (fault === 'refused') throw new Error('engine unavailable')
      record = JSON.parse(JSON.stringify(next))
      played.records.push(next)
      if (fault === 'killed') await kill()
      if (fault === 'frozen') await freeze()
      if (fault === 'answer lost') throw new Error('no answer')
      if (fault === 'cancelled' || fault === 'shutdown') end(fault)
    }
    const send = async (): Promise<Sent> => {
      const fault = sends.shift() ?? 'ok'
      if (fault === 'killed before') await kill()
      if (fault === 'frozen before') await freeze()
      if (fault === 'limited') return answer(429, {}, { 'retry-after': '7' })
      if (fault === 'rejected') return answer(422, { no: true })
      if (fault === 'unreachable')
        return { broken: { kind: 'network', requestSent: false, cause: refusedConnection }, proxy: undefined }
      played.executed++
      if (fault === 'killed') await kill()
      if (fault === 'frozen') await freeze()
      if (fault === 'cut')
        return { broken: { kind: 'network', requestSent: true, cause: new Error('reset') }, proxy: undefined }
      if (fault === 'cancelled' || fault === 'shutdown') {
        end(fault)
        return {
          broken: { kind: 'aborted', requestSent: true, cause: controller.signal.reason },
          proxy: undefined,
        }
      }
      return answer(200, { done: true })
    }
    const running = runTask(
      task,
      { attempt, record, put, beat: async () => {}, signal: controller.signal },
      {
        open: async () => ({ ...integration, sessions: new Map() }),
        lookup: { env: {}, cwd: '/' },
        log: { line: () => {}, secret: () => {} },
        transport: {
          retry: false,
          create: (options) =>
            createTransport(options, {
              over:
                () =>
                async ({ safe }, run) => {
                  if (!safe) await run.beforeWrite?.()
                  return send()
                },
            }),
        },
        ...setup,
      },
    )
    if (course.wakesSoon) for (const wake of frozen.splice(0)) wake()
    const ended = await Promise.race([running, givenUp])
    played.ends.push(ended)
    if (ended && 'result' in ended) result = ended.result
    last = ended && 'retry' in ended ? ended.retry : undefined
  }
  result ??= await resultOf(
    { status: 'failed', why: last ? 'fault' : 'heartbeat', begun: true, ...(last && { value: last }) },
    { ...task, action: String(task.request.action), within_ms: 1 },
  )
  for (const wake of frozen) wake()
  await tick(50)
  return { ...played, result }
}

/** Lets everything happen that waits for nothing but its turn. A killed attempt never ends. */
async function tick(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
}

const refusedConnection = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
