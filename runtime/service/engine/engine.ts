/** What a submitter needs of an engine: start, outcome, cancel, list. */
import type { Effect } from './task.ts'

/** The kinds of work that a worker does. */
export type WorkKind = 'soar.action' | 'soar.rows'

/** How work is started. */
export interface StartOptions {
  /** Identifies the work; the same id twice is the same work. It is in the clear: no addresses in it. */
  id: string
  kind: WorkKind
  queue: string
  /** What the engine shows and can be searched for. In the clear. */
  facts: JobFacts
  /** Milliseconds of one attempt. */
  attempt_ms: number
  /** Milliseconds of everything, retries included. */
  within_ms: number
  /** Milliseconds until an attempt has to begin. */
  start_within_ms?: number
  /** Milliseconds without a beat after which an attempt is given up; default three beats. */
  lost_after_ms?: number
  /** 1 is the most urgent, 5 the least. */
  priority: 1 | 2 | 3 | 4 | 5
  signal?: AbortSignal
}

/** Facts of a job that are not secret. */
export interface JobFacts {
  action: string
  integration: string
  connection?: string
  effect: Effect
  idempotent: boolean
  case?: string
}

/** One job, as a list shows it. */
export interface Job {
  id: string
  kind: WorkKind
  status: JobStatus
  /** As far as the engine still knows them. */
  facts: Partial<JobFacts>
  queue: string
  /** Milliseconds of everything, retries included. */
  within_ms: number
  /** ISO times. */
  started: string
  ended?: string
  attempt: number
}

export type JobStatus = 'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out'

/**
 * How work ended, before it is judged. `resultOf` turns it into a result.
 *
 * - `heartbeat`, `attempt`: an attempt died or took too long.
 * - `start`: no worker took it in time. `within`: its whole time is used up.
 * - `cancelled`: before a worker took it, or the worker said so. `terminated`: an operator ended it.
 * - `fault`: the worker failed in a way that is not a result; `message` says how.
 */
export type Outcome =
  | { status: 'running' }
  /** `value` is what the worker returned, opened. */
  | { status: 'completed'; value: unknown }
  | Failure

/** The outcome of work that returned nothing. */
export interface Failure {
  status: 'failed'
  why: 'heartbeat' | 'attempt' | 'start' | 'within' | 'cancelled' | 'terminated' | 'fault'
  /** Of a fault. */
  message?: string
  /** What the last attempt would have returned, opened: the result of a run whose retries are used up. */
  value?: unknown
  /** False if it is certain that no attempt began. */
  begun: boolean
}

/** Which jobs to list. Everything given must apply. */
export interface JobQuery {
  case?: string
  connection?: string
  action?: string
  status?: JobStatus
  /** Maximum number; the newest come first. */
  limit: number
}

/** An engine, as a submitter uses it. All methods throw ActionError: NETWORK_FAILED, AUTH_FAILED, PERMISSION_DENIED, CONFIG_INVALID. */
export interface Engine {
  /**
   * Starts work. If work with this id exists, running or ended, that is the work.
   *
   * @param payload the task or the chunk; it is sealed here
   * @returns whether it existed
   */
  start(payload: unknown, options: StartOptions): Promise<{ existed: boolean }>
  /** Waits until the work has ended, or `wait_ms` have passed. Throws NOT_FOUND. */
  outcome(id: string, options?: { wait_ms?: number; signal?: AbortSignal }): Promise<Outcome>
  /** One job. Throws NOT_FOUND. */
  describe(id: string): Promise<Job>
  /** Asks for the end of the work. Throws NOT_FOUND, RUN_ENDED. */
  cancel(id: string, reason?: string): Promise<void>
  list(query: JobQuery): Promise<Job[]>
  close(): Promise<void>
}
