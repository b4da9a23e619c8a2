/** The run service: every face starts, finds, cancels and settles its runs here. */
import { randomBytes } from 'node:crypto'
import type { Row } from '../../contract/json.ts'
import { createSlots } from '../slots.ts'
import { cancelRun, settleRun } from './decide.ts'
import type { RunEvent } from './events.ts'
import { eachRow, eventsOf, getRun, listRuns, type RowPage, type RowQuery, readRows } from './history.ts'
import type { Order, Plan, Refusal, Started, StartOptions } from './order.ts'
import { drainRuns, recoverRuns } from './recover.ts'
import { noRun, refusalOf } from './refusal.ts'
import { startRetention } from './retention.ts'
import type { Actor, RunFilter, RunPage, RunRecord } from './run.ts'
import { createLocks, type Runs, type RunsSetup } from './runs.ts'
import { createPlanIds } from './start/plan-id.ts'
import { makePlan, startRun } from './start/start.ts'
import { createTables, type TableService } from './tables/tables.ts'

export { isRefusal } from './refusal.ts'
export type { RunsSetup } from './runs.ts'

/** What the faces use. Nothing throws for a reason of the caller: that is a Refusal, with its code and sentence. */
export interface RunService {
  /** Shows what a run would do. Sends and records nothing. */
  plan(actor: Actor, order: Order): Promise<Plan | Refusal>
  /** Starts a run, or finds the one of the same key. After a refusal nothing was sent, and the key is still unused. */
  start(actor: Actor, order: Order, how?: StartOptions): Promise<Started | Refusal>
  /** The run with its result; undefined if it does not exist or the actor may not see it. */
  get(actor: Actor, id: string): Promise<RunRecord | undefined>
  /** Resolves with the run when it has ended, or as it is when the signal is aborted. */
  wait(actor: Actor, id: string, signal: AbortSignal): Promise<RunRecord | undefined>
  list(actor: Actor, filter: RunFilter): Promise<RunPage | Refusal>
  /** Number of runs of unknown outcome that need a settlement. */
  unsettled(actor: Pick<Actor, 'connections'>): Promise<number>
  rows(actor: Actor, id: string, query: RowQuery): Promise<RowPage | Refusal>
  /** All rows of a result, for downloads. */
  eachRow(actor: Actor, id: string): Promise<AsyncIterable<Row> | Refusal>
  /** Events after an id, then further ones until the end of the run or of the signal. */
  events(
    actor: Actor,
    id: string,
    after?: number,
    signal?: AbortSignal,
  ): Promise<AsyncIterable<RunEvent> | Refusal>
  /** Asks a run to stop, and returns it as it is. */
  cancel(actor: Actor, id: string): Promise<RunRecord | Refusal>
  settle(actor: Actor, id: string, said: { happened: boolean; note?: string }): Promise<RunRecord | Refusal>
  /** Runs of one action over the rows of a table. */
  readonly tables: TableService
  /** Ends the runs that a crash interrupted. Call it once, before the first run. */
  recover(): Promise<{ unknown: number; interrupted: number }>
  /** Starts no further runs and waits for those in progress; after the grace period in milliseconds they are cancelled. */
  drain(graceMs: number): Promise<void>
  /** Runs with a slot, and runs that wait for one. */
  readonly load: { readonly active: number; readonly queued: number }
  readonly draining: boolean
  /** Why the audit log or the history cannot be written; undefined if both can. */
  readonly broken: string | undefined
  /** Closes the store; call `drain` before. */
  close(): Promise<void>
}

/** Default maximum number of concurrent runs. */
const CONCURRENCY = 16

/** Maximum number of concurrent table runs; their rows share one pool per connection. */
const TABLES = 4

/** Creates the service over a store. */
export function createRunService(setup: RunsSetup): RunService {
  const runs: Runs = {
    ...setup,
    ids: createPlanIds(setup.planKey ?? randomBytes(32)),
    slots: createSlots(setup.concurrency ?? CONCURRENCY),
    live: new Map(),
    recent: new Map(),
    starting: new Set(),
    tableSlots: createSlots(TABLES),
    pools: new Map(),
    load: { active: 0, queued: 0 },
    draining: false,
    retention: startRetention(setup),
    locked: createLocks(),
  }
  const found = async (actor: Actor, id: string): Promise<RunRecord | Refusal> =>
    (await getRun(runs, actor, id)) ?? refusalOf(noRun(id), runs.locale)
  return {
    plan: (actor, order) => makePlan(runs, actor, order),
    start: (actor, order, how = {}) => startRun(runs, actor, order, how),
    get: (actor, id) => getRun(runs, actor, id),
    wait: async (actor, id, signal) => {
      const run = await getRun(runs, actor, id)
      const live = runs.live.get(id)
      if (run === undefined || live === undefined) return run
      await endOrAbort(live.ended, signal)
      return live.record
    },
    list: (actor, filter) => listRuns(runs, actor, filter),
    unsettled: ({ connections }) => runs.store.unsettled(connections),
    rows: async (actor, id, query) => {
      const run = await found(actor, id)
      return 'refused' in run ? run : readRows(runs, run, query)
    },
    eachRow: async (actor, id) => {
      const run = await found(actor, id)
      return 'refused' in run ? run : eachRow(runs, run)
    },
    events: (actor, id, after, signal) => eventsOf(runs, actor, id, after, signal),
    cancel: (actor, id) => cancelRun(runs, actor, id),
    settle: (actor, id, said) => settleRun(runs, actor, id, said),
    tables: createTables(runs),
    recover: () => recoverRuns(runs),
    drain: (graceMs) => drainRuns(runs, graceMs),
    load: runs.load,
    get draining() {
      return runs.draining
    },
    get broken() {
      return runs.audit?.broken ?? runs.store.broken
    },
    close: () => {
      runs.retention.stop()
      return runs.store.close()
    },
  }
}

function endOrAbort(ended: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done)
      resolve()
    }
    if (signal.aborted) done()
    signal.addEventListener('abort', done, { once: true })
    ended.then(done)
  })
}
