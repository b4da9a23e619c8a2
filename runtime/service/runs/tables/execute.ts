/** Executes a table run: rows of a connection share one pool, writes are recorded first. */
import { open } from 'node:fs/promises'
import { toActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { cannotWrite } from '../../../contract/refuse.ts'
import { type Ledger, openLedger } from '../../../table/ledger/ledger.ts'
import { jsonPrinter } from '../../../table/output/format.ts'
import { createEmitter } from '../../../table/output/in-order.ts'
import { fileSink } from '../../../table/output/sink.ts'
import { planRows } from '../../../table/plan.ts'
import { runTable } from '../../../table/run-table.ts'
import { noTotals, type Totals } from '../../../table/totals.ts'
import { requireAudit } from '../audit-lines.ts'
import { recordWrite, setState } from '../execute/live.ts'
import type { LiveRun, Runs } from '../runs.ts'
import { rowFingerprint } from '../start/fingerprint.ts'
import type { StoredEnd } from '../store/store.ts'
import { tableEnd } from './end.ts'
import { guardPlan } from './guard.ts'
import { fingerprintOf, type OpenTable } from './open.ts'
import { POOL } from './pool.ts'
import { watchTable } from './progress.ts'

/** Limits for lines that wait for their turn in the output: rows per concurrent row, and bytes. */
const BACKLOG = { boxesPerRow: 8, bytes: 16 * 1024 * 1024 }

/** Whether a table run is new or resumed. */
export interface TableMode {
  files: { ledger: string; output: string }
  resume: boolean
  /** Send rows of unknown outcome again. */
  retryUnknown: boolean
  /** Runs of the same ledger: their unknown rows are the ones that are resumed. */
  chain: ReadonlySet<string>
}

/** Runs a table as soon as there is a slot. Never rejects. */
export async function executeTable(
  runs: Runs,
  opened: OpenTable,
  live: LiveRun,
  mode: TableMode,
): Promise<StoredEnd> {
  const totals = noTotals()
  const sentRows = { requests: 0 }
  const unknown: string[] = []
  const { signal } = live.controller
  runs.load.queued++
  const release = await runs.tableSlots.take(signal).catch(() => undefined)
  runs.load.queued--
  let thrown: unknown
  if (release) {
    runs.load.active++
    if (!signal.aborted) setState(live, { status: 'running' })
    thrown = await perform(runs, opened, live, mode, { totals, sentRows, unknown }).then(
      () => undefined,
      (error: unknown) => toActionError(error),
    )
    runs.load.active--
    release()
  } else totals.stopped = true
  return tableEnd(runs, opened, live, { totals, requests: sentRows.requests, unknown, thrown })
}

/** What a run collects on its way. */
interface Collected {
  totals: Totals
  sentRows: { requests: number }
  /** Fingerprints of rows whose outcome is unknown. */
  unknown: string[]
}

async function perform(
  runs: Runs,
  opened: OpenTable,
  live: LiveRun,
  { files, resume, retryUnknown, chain }: TableMode,
  { totals, sentRows, unknown }: Collected,
): Promise<void> {
  const { open: run, bound, tenant, facts, keep, log } = opened
  const { signal } = live.controller
  const own = await openLedger({
    file: files.ledger,
    resume,
    fingerprint: fingerprintOf(opened),
    now: run.clock,
  })
  const keys = new Map<number, string>()
  const onUnknown = (index: number): void => {
    const key = keys.get(index) ?? own.recall(index)?.hash
    if (key !== undefined) unknown.push(rowFingerprint(facts.integration, facts.id, key))
  }
  const ledger = recording(runs, live, own, onUnknown)
  try {
    run.setClock(own.clock)
    const rows = planRows(await opened.rows(), {
      open: run,
      bound,
      names: tenant.names,
      ledger,
      retryUnknown,
      keyed: true,
      dialect: undefined,
      signal,
    })
    const plan = guardPlan(runs, opened, rows, {
      chain,
      keys,
      onUnknown,
      onEnd: (requests) => {
        sentRows.requests += requests
      },
      ...(live.hard && { signal: live.hard.signal }),
    })
    const load = await run.load()
    const concurrency = Math.min(POOL, opened.action.manifest.concurrency ?? POOL)
    const output = await open(files.output, 'w', 0o600).catch((cause: unknown) => {
      const what = phrase('the output {file}', { file: files.output })
      throw cannotWrite(what, cause, phrase('Free space; then resume the run.'))
    })
    const watch = watchTable(live, totals, sentRows, opened.table.rows, load)
    try {
      await runTable({
        open: run,
        bound,
        plan,
        concurrency,
        print: jsonPrinter(keep),
        shape: 'fields',
        withEmpty: true,
        emitter: createEmitter(fileSink(output, files.output), true, {
          boxes: concurrency * BACKLOG.boxesPerRow,
          bytes: BACKLOG.bytes,
        }),
        ledger,
        totals,
        stop: signal,
      })
    } finally {
      watch.stop()
    }
    await own.end(!totals.stopped)
  } catch (error) {
    log.line('error', { err: error }, 'A table run ended early.')
    await own.end(false).catch(() => {})
    throw error
  }
}

/** The ledger of a run, whose first write is recorded in the history, too. */
function recording(runs: Runs, live: LiveRun, own: Ledger, onUnknown: (index: number) => void): Ledger {
  const record = recordWrite(runs, live)
  return {
    ...own,
    sent: async (index) => {
      requireAudit(runs)
      await record()
      await own.sent(index)
    },
    done: (row, box) => {
      if (row.s === 'unknown') onUnknown(row.i)
      return own.done(row, box)
    },
  }
}
