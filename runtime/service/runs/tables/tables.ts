/** Tables of the run service: upload, plan, run, resume, output. */
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Bag } from '../../../schema/parameters.ts'
import { getRun } from '../history.ts'
import type { Refusal, Started, StartOptions } from '../order.ts'
import { noRun, refusalOf } from '../refusal.ts'
import type { Actor, RunRecord } from '../run.ts'
import type { Runs } from '../runs.ts'
import { find } from '../start/judge.ts'
import { answerOrRefuse, mayUse, withKey } from '../start/start.ts'
import type { TableFormat } from './facts.ts'
import { addTable, findTable } from './files.ts'
import { folderOf, openTable, plainOrder } from './open.ts'
import type { TableOrder, TablePlan, UploadedTable } from './order.ts'
import { type OutputQuery, outputText } from './output.ts'
import { planTable } from './plan.ts'
import { beginTable, type Resumed } from './start.ts'

/** What a request to resume a run can add to the stored order. */
export interface ResumeOptions extends StartOptions {
  /** Send rows of unknown outcome again. */
  retry_unknown?: boolean
  /** Values that are not stored, because they are secret. */
  parameters?: Bag
  /** The context, if it is not stored. */
  context?: Bag
}

/** Table runs. As in the run service, nothing throws for a reason of the caller. */
export interface TableService {
  /** Stores a table while it arrives. */
  add(
    actor: Actor,
    chunks: AsyncIterable<Uint8Array>,
    options: { format: TableFormat; name?: string },
  ): Promise<UploadedTable | Refusal>
  /** A table of this actor; undefined if it does not exist or has expired. */
  get(actor: Actor, id: string): Promise<UploadedTable | undefined>
  /** Counts what a table would do, and shows its first requests. Sends nothing. */
  plan(actor: Actor, order: TableOrder, signal?: AbortSignal): Promise<TablePlan | Refusal>
  start(actor: Actor, order: TableOrder, how?: StartOptions): Promise<Started | Refusal>
  /** Starts a run that continues where an earlier one ended: rows that were answered are not sent again. */
  resume(actor: Actor, id: string, how?: ResumeOptions): Promise<Started | Refusal>
  /** The output of a table run as text. */
  output(actor: Actor, id: string, query?: OutputQuery): Promise<AsyncIterable<string> | Refusal>
}

/** Creates the table service of a run service. */
export function createTables(runs: Runs): TableService {
  const attempt = async <T>(work: () => Promise<T>, locale = runs.locale): Promise<T | Refusal> => {
    try {
      return await work()
    } catch (thrown) {
      return refusalOf(thrown, locale)
    }
  }
  return {
    add: (actor, chunks, options) =>
      attempt(() => addTable(folderOf(runs), chunks, { ...options, subject: actor.subject })),
    get: async (actor, id) =>
      runs.tables === undefined ? undefined : findTable(runs.tables, id, actor.subject),
    plan: (actor, order, signal = new AbortController().signal) =>
      attempt(async () => {
        mayUse(actor, order)
        const opened = await openTable(runs, order, actor.subject, true)
        return planTable(runs, opened, Date.now(), signal)
      }, order.locale),
    start: (actor, order, how = {}) =>
      answerOrRefuse(runs, actor, plainOrder(order), (found) =>
        withKey(runs, actor, found, how, (key) => beginTable(runs, actor, order, how, key)),
      ),
    resume: async (actor, id, how = {}) => {
      const run = await getRun(runs, actor, id)
      if (run === undefined) return refusalOf(noRun(id), runs.locale)
      const order = resumedOrder(run, how)
      // A part of the fingerprint: the key of a run is not that of its resumed run.
      const own = { ...plainOrder(order), resumes: id, retry_unknown: how.retry_unknown === true }
      return answerOrRefuse(runs, actor, own, (found) =>
        withKey(runs, actor, found, how, (key) =>
          // Two resumed runs at once would use one ledger.
          runs.locked(`ledger ${run.table?.ledger}`, async () =>
            beginTable(runs, actor, order, how, key, await resumable(runs, run, how)),
          ),
        ),
      )
    },
    output: (actor, id, query = {}) =>
      attempt(async () => {
        const run = await getRun(runs, actor, id)
        if (run?.table === undefined) throw noRun(id)
        const { integration, id: action } = run.action
        const { action: loaded } = await find(runs, { integration, action, connection: run.connection })
        const table = await findTable(folderOf(runs), run.table.id, run.actor.subject)
        return outputText(runs, run, loaded.manifest, table?.columns ?? [], query)
      }),
  }
}

function resumedOrder(run: RunRecord, { parameters = {}, context }: ResumeOptions): TableOrder {
  const { request, action, connection, table, case_id, note } = run
  const { templates, parameters: constants, context: stored, locale, timeout_ms } = request
  return {
    integration: action.integration,
    action: action.id,
    connection,
    table: table?.id ?? '',
    columns: table?.columns ?? {},
    set: templates,
    parameters: { ...constants, ...parameters },
    context: context ?? (stored as Bag | undefined) ?? {},
    ...(locale !== undefined && { locale }),
    ...(timeout_ms !== undefined && { timeout_ms }),
    ...(case_id !== undefined && { case_id }),
    ...(note !== undefined && { note }),
  }
}

/** @throws ActionError RUN_IN_PROGRESS, REQUEST_INVALID */
async function resumable(runs: Runs, run: RunRecord, { retry_unknown }: ResumeOptions): Promise<Resumed> {
  const { table, id } = run
  if (table === undefined) {
    throw refuse(phrase('The run {run} is not a table run, so it cannot be resumed.', { run: id }))
  }
  for (const [other, { record }] of runs.live) {
    if (record.table?.ledger === table.ledger && record.phase !== 'ended')
      throw new ActionError('RUN_IN_PROGRESS', { run: other }, { unsent: true })
  }
  const latest = (await runs.store.get(id))?.table?.resumed_by
  if (latest !== undefined) {
    throw refuse(phrase('The run {run} was resumed by {latest}. Resume that one.', { run: id, latest }))
  }
  const chain = new Set<string>([id])
  for (let before = table.resumes; before !== undefined && !chain.has(before); ) {
    chain.add(before)
    before = (await runs.store.get(before))?.table?.resumes
  }
  return { run, facts: table, retryUnknown: retry_unknown === true, chain }
}
