/** Starts and resumes table runs, or says why not. */
import { ActionError } from '../../../contract/errors.ts'
import { MAX_ROWS, readAhead } from '../../../table/look-ahead.ts'
import { requireAudit } from '../audit-lines.ts'
import { launch, storeAgain } from '../execute/live.ts'
import { newRecord, textOf } from '../execute/record.ts'
import type { Refusal, Started, StartOptions } from '../order.ts'
import { refusalOf } from '../refusal.ts'
import type { Actor, RunRecord } from '../run.ts'
import type { Runs } from '../runs.ts'
import type { Key } from '../start/keys.ts'
import { planError } from '../start/plan.ts'
import { checkRoom } from '../start/room.ts'
import { executeTable, type TableMode } from './execute.ts'
import type { TableFacts } from './facts.ts'
import { runFiles } from './files.ts'
import { type OpenTable, openTable } from './open.ts'
import type { TableOrder, TablePlan } from './order.ts'
import { planTable, rowPlan } from './plan.ts'

/** What a resumed run continues. */
export interface Resumed {
  run: RunRecord
  facts: TableFacts
  retryUnknown: boolean
  /** The runs of this ledger so far. */
  chain: ReadonlySet<string>
}

/**
 * Begins a table run.
 *
 * @throws ActionError every refusal
 */
export async function beginTable(
  runs: Runs,
  actor: Actor,
  order: TableOrder,
  how: StartOptions,
  key: Key | undefined,
  resumed?: Resumed,
): Promise<Started | Refusal> {
  checkRoom(runs)
  const opened = await openTable(runs, order, actor.subject, false)
  const { facts, action, log, table } = opened
  const isWrite = facts.effect !== 'read'
  if (isWrite) requireAudit(runs)
  const error = resumed === undefined ? await confirmationError(runs, actor, opened, how) : undefined
  if (error) return refusalOf(error, opened.locale, { plan: await freshPlan(runs, actor, order) })
  const base = newRecord(runs, actor, { ...opened, inputs: {}, request: null }, how)
  const ledger = resumed?.facts.ledger ?? base.id
  const record: RunRecord = {
    ...base,
    kind: 'table',
    inputs: { table: table.name ?? table.id, ...order.columns, ...order.set },
    table: {
      id: table.id,
      ...(table.name !== undefined && { name: table.name }),
      format: table.format,
      total: table.rows,
      columns: order.columns ?? {},
      counts: { rows: 0, succeeded: 0, failed: 0, unknown: 0, empty: 0, before: 0 },
      failures: {},
      ledger,
      ...(resumed && { resumes: resumed.run.id }),
    },
  }
  await storeAgain(runs)
  checkRoom(runs)
  await runs.store.create({ record, ...(key && { key }), twins: [], text: textOf(record) })
  const mode: TableMode = {
    files: runFiles(opened.folder, ledger, record.id),
    resume: resumed !== undefined,
    retryUnknown: resumed?.retryUnknown ?? false,
    chain: resumed?.chain ?? new Set(),
  }
  const live = launch(runs, record, {
    log,
    specs: action.specs,
    confirmed: how.plan !== undefined || how.confirmed === true,
    client: actor.client,
    carryOut: async (started) => {
      started.hard = new AbortController()
      const end = await executeTable(runs, opened, started, mode)
      if (resumed) await takeOver(runs, resumed, record.id)
      return end
    },
  })
  return { run: record, replayed: false, ended: live.ended }
}

/** The resumed run has no open outcome of its own any more: the new run reports it. */
async function takeOver(runs: Runs, { run, facts }: Resumed, by: string): Promise<void> {
  const { result: _, ...record } = run
  await runs.store
    .settle({ ...record, table: { ...facts, resumed_by: by } })
    .catch((error: unknown) => runs.log.line('error', { err: error }, 'A resumed run cannot be updated.'))
}

/** What would be sent now, for a refusal. */
async function freshPlan(runs: Runs, actor: Actor, order: TableOrder): Promise<TablePlan> {
  const opened = await openTable(runs, order, actor.subject, true)
  return planTable(runs, opened, Date.now(), new AbortController().signal)
}

/** Returns why the run needs a confirmation, PLAN_REQUIRED or PLAN_CHANGED; undefined if it needs none or has it. */
async function confirmationError(
  runs: Runs,
  actor: Actor,
  opened: OpenTable,
  { plan, confirmed }: StartOptions,
): Promise<ActionError | undefined> {
  const { facts, open } = opened
  if (plan !== undefined) {
    const started = runs.ids.startOf(plan)
    if (started !== undefined) open.setClock(new Date(started).toISOString())
    return planError(runs, plan, opened.parts)
  }
  if (facts.effect === 'read' || confirmed) return undefined
  const isRequired = actor.person || runs.requirePlan === true || (await isLarge(opened))
  return isRequired ? new ActionError('PLAN_REQUIRED', { action: facts.id }, { unsent: true }) : undefined
}

/** Whether a table writes more rows than its action allows without confirmation. */
async function isLarge(opened: OpenTable): Promise<boolean> {
  const most = opened.action.manifest.max_rows ?? MAX_ROWS
  const plan = await rowPlan(opened, new AbortController().signal)
  return (await readAhead(plan, most)).more
}
