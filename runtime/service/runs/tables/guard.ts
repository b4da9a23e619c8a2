/** Runs rows in the pool of their connection, and holds back unsettled writes. */

import type { Json } from '../../../contract/json.ts'
import { phrase } from '../../../contract/phrases.ts'
import { languageOf, writeWord } from '../../../i18n/sentences.ts'
import type { ReadyRun } from '../../../run/open-run.ts'
import { shownRow } from '../../../table/bindings.ts'
import { failureLine } from '../../../table/lines.ts'
import type { Plan, Planned } from '../../../table/plan.ts'
import { createSlots, type Slots } from '../../slots.ts'
import type { Runs } from '../runs.ts'
import { rowFingerprint } from '../start/fingerprint.ts'
import type { OpenTable } from './open.ts'
import { POOL } from './pool.ts'

/** What the guard needs to know and reports. */
interface GuardOptions {
  /** Runs whose unknown rows do not hold back this run. */
  chain: ReadonlySet<string>
  /** Receives the key of each row that is run. */
  keys: Map<number, string>
  /** Called for each row whose unknown outcome is copied from an earlier run. */
  onUnknown(index: number): void
  /** Called with the number of requests of each row. */
  onEnd(requests: number): void
  /** Aborts rows in progress. */
  signal?: AbortSignal
}

/** Wraps a plan. */
export function guardPlan(runs: Runs, opened: OpenTable, plan: Plan, options: GuardOptions): Plan {
  const { facts, order } = opened
  const pool = poolOf(runs, order.connection)
  const isGuarded = facts.effect !== 'read' && !facts.idempotent
  return {
    next: async () => {
      const planned = await plan.next()
      if (planned?.do === 'copy' && planned.known.code === 'OUTCOME_UNKNOWN')
        options.onUnknown(planned.row.index)
      if (planned?.do !== 'run') return planned
      options.keys.set(planned.row.index, planned.key)
      const fingerprint = rowFingerprint(facts.integration, facts.id, planned.key)
      const twin = isGuarded ? await runs.store.twin(order.connection, [fingerprint]) : undefined
      if (twin !== undefined && !options.chain.has(twin)) return heldBack(opened, planned, twin)
      return { ...planned, ready: pooled(planned.ready, pool, options) }
    },
  }
}

function poolOf({ pools }: Runs, connection: string): Slots {
  const pool = pools.get(connection) ?? createSlots(POOL)
  pools.set(connection, pool)
  return pool
}

const never = new AbortController().signal

function pooled(ready: ReadyRun, pool: Slots, { onEnd, signal }: GuardOptions): ReadyRun {
  return {
    ...ready,
    perform: async (options) => {
      const release = await pool.take(never)
      try {
        const performed = await ready.perform({ ...options, ...(signal && { signal }) })
        onEnd(performed.result.run.requests)
        return performed
      } finally {
        release()
      }
    },
  }
}

async function heldBack(
  { bound, locale }: OpenTable,
  { row }: Extract<Planned, { do: 'run' }>,
  run: string,
): Promise<Planned> {
  const language = await languageOf(locale)
  const reason = writeWord(
    language,
    phrase(
      'Not sent: the run {run} sent the same write, and its outcome is unknown. Settle that run first.',
      {
        run,
      },
    ),
  )
  const code = 'OUTCOME_UNSETTLED'
  const data = row.columns === undefined ? null : (shownRow(row.columns, bound) as Json)
  return { row, do: 'refuse', lines: [failureLine(reason, code, data)], code }
}
