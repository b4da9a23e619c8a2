/** Connectors on a schedule, over the engine's HTTP API. */
import { randomUUID } from 'node:crypto'
import { isRecord } from '../../../contract/json.ts'
import { type Envelope, toJsonPayload, toPayload } from '../payload.ts'
import type { Task } from '../task.ts'
import type { Api } from './call.ts'

/** A connector on a schedule. */
export interface ScheduleOptions {
  id: string
  queue: string
  /** Milliseconds between two runs. */
  every_ms: number
  task: Task
}

/** One schedule, as a list shows it. */
export interface Schedule {
  id: string
  paused: boolean
  /** Seconds between two runs. */
  every_s: number
  /** ISO time of the next run, if there is one. */
  next?: string
}

/** Schedules of an engine. All methods throw ActionError. */
export interface Schedules {
  create(options: ScheduleOptions): Promise<void>
  list(): Promise<Schedule[]>
  delete(id: string): Promise<void>
  pause(id: string): Promise<void>
  resume(id: string): Promise<void>
  /** Starts a run now, unless one is under way. */
  trigger(id: string): Promise<void>
}

/** Name of the workflow. It is in the folder of the SDK. */
const WORKFLOW = 'connect'
const SKIP = 'SCHEDULE_OVERLAP_POLICY_SKIP'
/** Runs that were missed while the server was down are made up for this time. */
const CATCH_UP = '600s'
/** Part of the interval by which runs are spread. */
const JITTER = 0.1
const MOST = 1000

const pathOf = (id: string): string => `/schedules/${encodeURIComponent(id)}`

/** The schedules of an engine. */
export function schedulesOf(api: Api, envelope: Envelope, identity: string): Schedules {
  const patch = async (id: string, change: object): Promise<void> => {
    await api.call({
      method: 'POST',
      path: `${pathOf(id)}/patch`,
      body: { identity, requestId: randomUUID(), patch: change },
    })
  }
  return {
    create: async ({ id, queue, every_ms, task }) => {
      const input = toJsonPayload(await envelope.seal(toPayload(task)))
      const spec = {
        interval: [{ interval: seconds(every_ms) }],
        jitter: seconds(Math.floor(every_ms * JITTER)),
      }
      const startWorkflow = {
        workflowId: id,
        workflowType: { name: WORKFLOW },
        taskQueue: { name: queue },
        input: { payloads: [input] },
      }
      const policies = { overlapPolicy: SKIP, catchupWindow: CATCH_UP, pauseOnFailure: false }
      const schedule = { spec, action: { startWorkflow }, policies }
      await api.call({
        method: 'POST',
        path: pathOf(id),
        body: {
          identity,
          requestId: randomUUID(),
          schedule,
          initialPatch: { triggerImmediately: { overlapPolicy: SKIP } },
        },
      })
    },
    list: async () => {
      const query = { maximumPageSize: String(MOST) }
      const { schedules } = await api.call({ method: 'GET', path: '/schedules', query })
      return Array.isArray(schedules) ? schedules.flatMap(readSchedule) : []
    },
    delete: async (id) => {
      await api.call({ method: 'DELETE', path: pathOf(id), query: { identity } })
    },
    pause: (id) => patch(id, { pause: `Paused by ${identity}.` }),
    resume: (id) => patch(id, { unpause: `Resumed by ${identity}.` }),
    trigger: (id) => patch(id, { triggerImmediately: { overlapPolicy: SKIP } }),
  }
}

const seconds = (ms: number): string => `${ms / 1000}s`

function readSchedule(entry: unknown): Schedule[] {
  if (!isRecord(entry) || !isRecord(entry.info)) return []
  const { info, scheduleId } = entry
  const { workflowType, paused, spec, futureActionTimes } = info
  if (!isRecord(workflowType) || workflowType.name !== WORKFLOW) return []
  const [interval] = isRecord(spec) && Array.isArray(spec.interval) ? spec.interval : []
  const next = Array.isArray(futureActionTimes) ? futureActionTimes[0] : undefined
  return [
    {
      id: String(scheduleId),
      paused: paused === true,
      every_s: Number.parseFloat(String(isRecord(interval) ? interval.interval : 0)),
      ...(typeof next === 'string' && { next }),
    },
  ]
}
