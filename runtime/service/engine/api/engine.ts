/** An engine over its own HTTP API. */
import { randomUUID } from 'node:crypto'
import { ActionError } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Engine, Job, Outcome, StartOptions } from '../engine.ts'
import { BEAT_MS } from '../lease.ts'
import { type Envelope, toJsonPayload, toPayload } from '../payload.ts'
import { type ApiOptions, openApi, statusOf } from './call.ts'
import { literal, readJob, writeFacts, writeQuery } from './facts.ts'
import { readOutcome } from './outcome.ts'
import { type Schedules, schedulesOf } from './schedules.ts'

/** What a submitter needs to reach an engine. */
export interface EngineOptions extends ApiOptions {
  envelope: Envelope
  /** Shown by the engine as who started a job. */
  identity: string
}

/** Longest time that one request waits for an outcome. The server answers earlier. */
const POLL_MS = 60_000

/** A frozen worker's open polls take attempts, so there are many; the time of the whole is the limit. */
const RETRY = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 20 }

const seconds = (ms: number): string => `${ms / 1000}s`

const pathOf = (id: string): string => `/activities/${encodeURIComponent(id)}`

/** A worker that polls a queue. */
export interface Poller {
  /** Who it is: user, process and host. */
  identity: string
  /** ISO time of its last poll. */
  polled: string
}

/** What the HTTP API offers beside the work of an engine. */
export interface HttpEngine extends Engine {
  schedules: Schedules
  /** The workers that polled a queue in the last minutes. */
  pollers(queue: string): Promise<Poller[]>
}

/** Opens an engine. Nothing is sent before the first call. */
export function openEngine(options: EngineOptions): HttpEngine {
  const { envelope, identity } = options
  const api = openApi(options)

  async function describe(id: string, signal?: AbortSignal): Promise<Record<string, unknown>> {
    const call = { method: 'GET', path: pathOf(id), ...(signal && { signal }) } as const
    const { info } = await api.call(call).catch((error: unknown) => {
      throw statusOf(error) === 404 ? notFound(id) : error
    })
    if (isRecord(info)) return info
    throw notFound(id)
  }

  /** Whether an attempt began. Without an answer, it may have. */
  const begun = async (id: string): Promise<boolean> => {
    const info = await describe(id).catch(() => undefined)
    return info === undefined || info.lastStartedTime !== undefined
  }

  return {
    start: async (payload, start) => {
      const input = toJsonPayload(await envelope.seal(toPayload(payload)))
      const body = { ...startBody(start), identity, requestId: randomUUID(), input: { payloads: [input] } }
      const signal = start.signal && { signal: start.signal }
      try {
        const { started } = await api.call({ method: 'POST', path: pathOf(start.id), body, ...signal })
        return { existed: started !== true }
      } catch (error) {
        // The work has ended already.
        if (statusOf(error) === 409) return { existed: true }
        throw error
      }
    },
    outcome: async (id, { wait_ms = POLL_MS, signal } = {}) => {
      const end = Date.now() + wait_ms
      for (;;) {
        const left = Math.max(1, Math.min(end - Date.now(), POLL_MS))
        const found = await poll(id, left, signal)
        if (found.status !== 'running' || Date.now() >= end) return found
      }
    },
    describe: async (id) => {
      const job = readJob(await describe(id))
      if (job) return job
      throw notFound(id)
    },
    cancel: async (id, reason) => {
      const job = readJob(await describe(id))
      if (!job) throw notFound(id)
      if (job.status !== 'running') throw new ActionError('RUN_ENDED', { run: id }, { unsent: true })
      const body = { identity, requestId: randomUUID(), ...(reason !== undefined && { reason }) }
      await api.call({ method: 'POST', path: `${pathOf(id)}/cancel`, body })
    },
    list: async (query) => {
      const asked = { query: writeQuery(query), pageSize: String(query.limit) }
      const { executions } = await api.call({ method: 'GET', path: '/activities', query: asked })
      const jobs = Array.isArray(executions) ? executions.map(readJob) : []
      return jobs.filter((job): job is Job => job !== undefined).slice(0, query.limit)
    },
    pollers: async (queue) => {
      const path = `/task-queues/${encodeURIComponent(queue)}`
      const query = { taskQueueType: 'TASK_QUEUE_TYPE_ACTIVITY' }
      const { pollers } = await api.call({ method: 'GET', path, query })
      return Array.isArray(pollers) ? pollers.filter(isRecord).map(readPoller) : []
    },
    schedules: schedulesOf(api, envelope, identity),
    close: () => api.close(),
  }

  async function poll(id: string, wait_ms: number, signal: AbortSignal | undefined): Promise<Outcome> {
    try {
      const call = { method: 'GET', path: `${pathOf(id)}/outcome`, timeout_ms: wait_ms } as const
      const answer = await api.call({ ...call, ...(signal && { signal }) })
      return await readOutcome(answer, envelope, () => begun(id))
    } catch (error) {
      if (statusOf(error) === 404) throw notFound(id)
      const isLate = error instanceof ActionError && error.code === 'TIMED_OUT'
      if (isLate && signal?.aborted !== true) return { status: 'running' }
      throw error
    }
  }
}

function startBody({
  id,
  kind,
  queue,
  facts,
  attempt_ms,
  within_ms,
  start_within_ms,
  lost_after_ms = BEAT_MS * 3,
  priority,
}: StartOptions): object {
  if (!/^[^/\p{Cc}]{1,200}$/u.test(id))
    throw refuse(
      `The id of a job must have 1 to 200 characters, without "/" and control characters; got ${JSON.stringify(id.slice(0, 80))}.`,
    )
  for (const [fact, value] of Object.entries(facts)) if (typeof value === 'string') literal(fact, value)
  return {
    activityType: { name: kind },
    taskQueue: { name: queue },
    startToCloseTimeout: seconds(attempt_ms),
    scheduleToCloseTimeout: seconds(within_ms),
    heartbeatTimeout: seconds(lost_after_ms),
    ...(start_within_ms !== undefined && { scheduleToStartTimeout: seconds(start_within_ms) }),
    retryPolicy: RETRY,
    idReusePolicy: 'ACTIVITY_ID_REUSE_POLICY_REJECT_DUPLICATE',
    idConflictPolicy: 'ACTIVITY_ID_CONFLICT_POLICY_USE_EXISTING',
    priority: {
      priorityKey: priority,
      ...(facts.connection !== undefined && { fairnessKey: facts.connection.slice(0, 64) }),
    },
    ...writeFacts(facts),
  }
}

const readPoller = ({ identity, lastAccessTime }: Record<string, unknown>): Poller => ({
  identity: String(identity ?? ''),
  polled: String(lastAccessTime ?? ''),
})

const notFound = (id: string): ActionError =>
  new ActionError('NOT_FOUND', {
    reason: phrase('The engine has no job "{id}". It keeps jobs as long as the retention of its namespace.', {
      id,
    }),
  })
