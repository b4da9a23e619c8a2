/** The state that all parts of the run service share. */
import type { LogSink } from '../../safety/log.ts'
import type { Audit } from '../audit.ts'
import type { Slots } from '../slots.ts'
import type { EventLog } from './events.ts'
import type { Order, Tenant } from './order.ts'
import type { RunRecord } from './run.ts'
import type { PlanIds } from './start/plan-id.ts'
import type { RunStore } from './store/store.ts'

/** What the history keeps. */
export interface Keep {
  /** False: no data of results. */
  results?: boolean
  /** False: no context of requests. */
  context?: boolean
  /** Milliseconds after which runs are deleted; default 90 days. Unsettled ones are kept. */
  runs_ms?: number
  /** Milliseconds after which the data of results is deleted; default 30 days. */
  results_ms?: number
}

/** Options of a run service. */
export interface RunsSetup {
  store: RunStore
  /**
   * Finds the integration and the connection of an order.
   *
   * @throws ActionError NOT_FOUND, CONFIG_INVALID, …
   */
  tenant(order: Pick<Order, 'integration' | 'connection'>): Promise<Tenant>
  audit?: Audit
  log: LogSink
  /** Language of refusals and results where an order names none. */
  locale: string
  /** Every write needs a plan, also from programs. */
  requirePlan?: boolean
  /** Folder of uploaded tables and of the files of table runs; absent: no table runs. */
  tables?: string
  /** Maximum number of concurrent runs; default 16. */
  concurrency?: number
  /** Maximum number of runs that wait; default 1,000. */
  waiting?: number
  /** What the history keeps; default everything. */
  keep?: Keep
  /** Key of plan ids; default a new one, so that plans end with the process. */
  planKey?: Uint8Array
  /** Called when a run has ended, for metrics. */
  onEnd?: (run: RunRecord) => void
}

/** A run that this process knows: in progress, or ended a moment ago. */
export interface LiveRun {
  /** The latest record. */
  record: RunRecord
  events: EventLog
  /** Cancels it. A table run finishes the rows in progress. */
  controller: AbortController
  /** Aborts the rows in progress of a table run, too. */
  hard?: AbortController
  ended: Promise<RunRecord>
  /** Its end is not stored yet. */
  unstored?: () => Promise<void>
}

/** The parts of the service. */
export interface Runs extends RunsSetup {
  ids: PlanIds
  slots: Slots
  /** Table runs at once. */
  tableSlots: Slots
  /** Rows at once of all table runs, by connection. */
  pools: Map<string, Slots>
  /** Runs in progress, and ended ones whose end is not stored yet, by id. */
  live: Map<string, LiveRun>
  /** Runs that ended a moment ago, for readers of their events. */
  recent: Map<string, LiveRun>
  /** Runs that are being started. */
  starting: Set<Promise<unknown>>
  /** Numbers of runs that have a slot, and of runs that wait for one. */
  load: { active: number; queued: number }
  draining: boolean
  /** Deletes what is too old, until it is closed. */
  retention: { stop(): void }
  /** Does work for one idempotency key at a time. */
  locked<T>(scope: string, work: () => Promise<T>): Promise<T>
}

/** Runs work for the same name one after the other. */
export function createLocks(): Runs['locked'] {
  const last = new Map<string, Promise<unknown>>()
  return async (scope, work) => {
    const before = last.get(scope)
    const mine = (before ?? Promise.resolve()).then(work, work)
    last.set(scope, mine)
    try {
      return await mine
    } finally {
      if (last.get(scope) === mine) last.delete(scope)
    }
  }
}
