/** Estimates how long a table run takes, from earlier runs of its action. */
import type { RunRecord } from '../run.ts'
import type { Runs } from '../runs.ts'
import type { OpenTable } from './open.ts'
import { POOL } from './pool.ts'

/** Newest runs that are looked at. */
const LOOKED_AT = 20

/** Rows from which the time of a table run is used: it has concurrency, rate limits and the vendor's pauses in it. */
const ENOUGH_ROWS = 10

/** Returns the seconds that sending so many rows will probably take; undefined if the action has not run on this connection. */
export async function likelySeconds(
  { store }: Runs,
  { facts, order, action }: OpenTable,
  rows: number,
): Promise<number | undefined> {
  const { items } = await store.list({
    action: `${facts.integration}/${facts.id}`,
    connection: order.connection,
    status: ['succeeded', 'partly'],
    limit: LOOKED_AT,
  })
  return secondsFrom(items, rows, Math.min(POOL, action.manifest.concurrency ?? POOL))
}

/** What a run says about time. */
type Timed = Pick<RunRecord, 'started_at' | 'ended_at' | 'table'>

/**
 * Returns the seconds for so many rows: at the pace of the newest table run that is long enough, else the median of single
 * runs, so many at once.
 *
 * @param runs newest first
 */
export function secondsFrom(runs: readonly Timed[], rows: number, concurrency: number): number | undefined {
  for (const run of runs) {
    const sent = run.table === undefined ? 0 : run.table.counts.rows - run.table.counts.before
    if (sent >= ENOUGH_ROWS) return rounded((rows * msOf(run)) / sent)
  }
  const single = runs.filter(({ table }) => table === undefined).map(msOf)
  const median = single.sort((a, b) => a - b)[Math.floor(single.length / 2)]
  return median === undefined ? undefined : rounded(Math.ceil(rows / concurrency) * median)
}

const msOf = ({ started_at, ended_at = started_at }: Timed): number =>
  Date.parse(ended_at) - Date.parse(started_at)

/** Milliseconds as whole seconds, at least one. */
const rounded = (ms: number): number => Math.max(1, Math.round(ms / 1_000))
