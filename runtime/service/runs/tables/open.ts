/** Opens a table run: its file, its action, its configuration and its bindings. */
import { hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { type OpenRun, openRun } from '../../../run/open-run.ts'
import type { Bag } from '../../../schema/parameters.ts'
import { type Bound, checkBindings } from '../../../table/bindings.ts'
import { checkColumns } from '../../../table/columns.ts'
import type { Rows } from '../../../table/input/rows.ts'
import type { Fingerprint } from '../../../table/ledger/records.ts'
import { createRunLog, type RunLog } from '../execute/run-log.ts'
import type { Order } from '../order.ts'
import type { Runs } from '../runs.ts'
import { withoutSecrets } from '../start/fingerprint.ts'
import { type Found, find } from '../start/judge.ts'
import type { PlanParts } from '../start/plan-id.ts'
import { findTable, readTable, tableFile } from './files.ts'
import type { TableOrder, UploadedTable } from './order.ts'

/** A table run whose parts are known. Opening sends nothing. */
export interface OpenTable extends Found {
  table: UploadedTable
  folder: string
  open: OpenRun
  bound: Bound
  log: RunLog
  /** Columns that lines of the output keep: all, except those that feed secrets. */
  keep: string[]
  parts: PlanParts
  /** Reads the rows from the beginning. */
  rows(): Promise<Rows>
}

/** The order as the parts of the service that know only actions see it; table and columns are part of its fingerprint. */
export const plainOrder = ({ set, ...order }: TableOrder): Order & { table: string } => ({
  ...order,
  ...(set && { templates: set }),
})

/**
 * Opens a table run.
 *
 * @throws ActionError NOT_FOUND, REQUEST_INVALID with every problem of the bindings, CONFIG_INVALID, …
 */
export async function openTable(
  runs: Runs,
  order: TableOrder,
  subject: string,
  dryRun: boolean,
): Promise<OpenTable> {
  const found = await find(runs, plainOrder(order))
  const { action, tenant, facts, locale } = found
  const folder = folderOf(runs)
  const table = await findTable(folder, order.table, subject)
  if (table === undefined) throw noTable(order.table)
  if (action.manifest.kind === 'connector')
    throw refuse(phrase('"{action}" is a connector; a table needs an action.', { action: action.id }))
  const log = createRunLog(runs.log)
  const { columns = {}, set = {}, parameters = {}, context = {}, timeout_ms, config } = order
  const request = { action: action.id, context, config, timeout_ms, locale, dry_run: dryRun }
  const open = await openRun(tenant.integration, request, {
    env: tenant.env,
    config: tenant.config,
    log,
    reading: { names: tenant.names },
  })
  if ('failed' in open) throw open.error
  const bound = await checkBindings({ templates: set, columns, constants: parameters }, action)
  checkColumns(Object.values(bound.columns), table.format === 'csv' ? table.columns : undefined)
  return {
    ...found,
    table,
    folder,
    open,
    bound,
    log,
    keep: table.columns.filter((name) => !bound.secretColumns.has(name)),
    parts: {
      ...{ integration: facts.integration, action: action.id, version: facts.version },
      connection: order.connection,
      config: open.config,
      inputs: [table.sha256, bound.templates, bound.columns, bound.constants, context],
      subject,
    },
    rows: async () => (await readTable(createReadStream(tableFile(folder, table)), table.format)).rows,
  }
}

/** @throws ActionError NOT_FOUND if this server keeps no tables */
export function folderOf({ tables }: Runs): string {
  if (tables !== undefined) return tables
  throw new ActionError('NOT_FOUND', { reason: phrase('This server does not run tables.') })
}

/** Creates the error for a table that does not exist, has expired or is not the caller's. */
const noTable = (id: string): ActionError =>
  new ActionError(
    'NOT_FOUND',
    {
      reason: phrase('There is no table "{id}", or it has expired. Upload it again.', {
        id: id.slice(0, 80),
      }),
    },
    { unsent: true },
  )

/** What a resumed run must share with the run that it resumes. */
export function fingerprintOf({ order, facts, open, bound, table }: OpenTable): Fingerprint {
  const print = (value: unknown): string => hash('sha256', JSON.stringify(value), 'hex').slice(0, 16)
  const { action, config, secrets } = open
  const openConfig: Bag = Object.fromEntries(Object.entries(config).filter(([name]) => !secrets.has(name)))
  const constants = withoutSecrets(action.manifest.parameters, bound.constants)
  return {
    action: `${facts.integration}.${facts.id}`,
    inputs: print([table.sha256, bound.templates, bound.columns, constants, order.context ?? {}]),
    config: print(openConfig),
    output: 'service',
  }
}
