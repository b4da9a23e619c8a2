/** Judges an order: everything that can be known about a run before it sends anything. */
import { randomBytes } from 'node:crypto'
import type { RawProblem } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/json.ts'
import type { DryRequest, Result, UndoOutlook } from '../../../contract/result.ts'
import type { LoadedAction } from '../../../integration/action.ts'
import { openRun, type ReadyRun } from '../../../run/open-run.ts'
import { REDACTED } from '../../../safety/redact.ts'
import { type Bag, nameFinder } from '../../../schema/parameters.ts'
import { createRunLog, type RunLog } from '../execute/run-log.ts'
import type { Order, Refusal, Tenant } from '../order.ts'
import type { RunAction } from '../run.ts'
import type { Runs } from '../runs.ts'
import type { PlanParts } from './plan-id.ts'

/** An order whose tenant and action are known. */
export interface Found {
  order: Order
  tenant: Tenant
  action: LoadedAction
  facts: RunAction
  locale: string
}

/** An order that can be run. */
export interface Judged extends Found {
  ready: ReadyRun
  log: RunLog
  /** Epoch milliseconds that templates see as the start of the run. */
  started: number
  /** What the module receives, redacted. */
  inputs: Json
  request: DryRequest | null
  /** Number of objects that a write touches, where the manifest names them. */
  objects?: number
  undo?: UndoOutlook
  warnings: string[]
  parts: PlanParts
  ms: number
}

/**
 * Finds the tenant and the action of an order.
 *
 * @throws ActionError NOT_FOUND, CONFIG_INVALID, ACTION_UNKNOWN, MANIFEST_INVALID, …
 */
export async function find(runs: Runs, order: Order): Promise<Found> {
  const tenant = await runs.tenant(order)
  const action = await tenant.integration.action(order.action)
  const { effect, idempotent } = action.manifest
  const { id, version } = tenant.integration.spec
  return {
    order,
    tenant,
    action,
    facts: { integration: id, id: action.id, version, effect, idempotent },
    locale: order.locale ?? runs.locale,
  }
}

/** Builds the inputs and the first request. Sends nothing; every problem is reported at once. */
export async function judge(
  runs: Runs,
  found: Found,
  subject: string,
  started = Date.now(),
): Promise<Judged | Refusal> {
  const begun = Date.now()
  const { order, tenant, action } = found
  const log = createRunLog(runs.log)
  const open = await openRun(tenant.integration, requestOf(order, found.locale), {
    env: tenant.env,
    config: tenant.config,
    log,
    reading: {
      names: tenant.names,
      found: { parameters: [...(order.found ?? []), ...redactedValues(action, order)] },
    },
  })
  if ('failed' in open) return refused(open.failed)
  // The same clock as in the plan: a template that reads it renders what was confirmed.
  open.setClock(new Date(started).toISOString())
  const ready = await open.prepare()
  if ('failed' in ready) return refused(ready.failed)
  const { result } = await ready.perform({ dryRun: true })
  if (!result.is_success) return refused(result)
  const { id, version } = tenant.integration.spec
  return {
    ...found,
    ready,
    log,
    started,
    inputs: result.dry_run?.inputs ?? {},
    request: result.dry_run?.request ?? null,
    ...(result.dry_run?.objects === undefined ? {} : { objects: result.dry_run.objects }),
    ...(result.dry_run?.undo && { undo: result.dry_run.undo }),
    warnings: result.warnings ?? [],
    parts: {
      integration: id,
      action: action.id,
      version,
      connection: order.connection,
      config: open.config,
      inputs: ready.inputs,
      subject,
    },
    ms: Date.now() - begun,
  }
}

const refused = ({ error, output_message: reason }: Result): Refusal => ({
  // Nothing was sent.
  refused: error ?? { code: 'INTERNAL', reason, retryable: false },
  message: reason,
})

function requestOf(order: Order, locale: string): Bag {
  const { action, parameters = {}, templates = {}, context = {}, state, timeout_ms, config } = order
  return { action, parameters, templates, context, state, locale, timeout_ms, config }
}

/** Finds secrets that are `***`, as the history shows them: that is not a value to send. */
function redactedValues(action: LoadedAction, { parameters = {}, templates = {} }: Order): RawProblem[] {
  const { parameters: specs } = action.manifest
  const find = nameFinder(specs)
  const given = [...Object.entries(parameters), ...Object.entries(templates)]
  return given.flatMap(([written, value]): RawProblem[] => {
    const where = find(written)
    if (where === undefined || value !== REDACTED || !specs[where]?.secret) return []
    return [{ where, rule: 'redacted', values: { name: specs[where]?.label ?? where } }]
  })
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'

/** The time of the last id: two ids of one millisecond must sort, too. */
let latest = 0

/** Returns a new id: `run_`, the time, and 80 random bits; later ids sort after earlier ones. */
export function newRunId(): string {
  latest = Math.max(Date.now(), latest + 1)
  let time = ''
  for (let rest = latest, at = 0; at < 10; at++, rest = Math.floor(rest / 32))
    time = (DIGITS[rest % 32] ?? '') + time
  const random = [...randomBytes(16)].map((byte) => DIGITS[byte % 32]).join('')
  return `run_${time}${random}`
}
