/** The audit lines of the run service: one per run, refusal and settlement. */

import { ActionError } from '../../contract/errors.ts'
import type { Json } from '../../contract/json.ts'
import { isRecord } from '../../contract/json.ts'
import { quoted } from '../../contract/phrases.ts'
import type { ParameterSpecs } from '../../schema/parameters.ts'
import { type AuditEntry, auditInputs } from '../audit.ts'
import type { Order } from './order.ts'
import type { Actor, RunRecord } from './run.ts'
import type { Runs } from './runs.ts'

/** @throws ActionError AUDIT_FAILED: what cannot be recorded is not carried out */
export function requireAudit({ audit }: Runs): void {
  if (audit?.broken === undefined) return
  throw new ActionError('AUDIT_FAILED', { reason: quoted(audit.broken) }, { unsent: true })
}

/** What the record of a run does not say. */
export interface AuditFacts {
  specs: ParameterSpecs
  /** A person confirmed it. */
  confirmed: boolean
  /** Default: how the caller reached the server. */
  client?: string | undefined
}

/** Records a run that has ended, or that a crash interrupted. */
export async function auditRun(
  { audit }: Runs,
  run: RunRecord,
  { specs, confirmed, client = run.actor.via }: AuditFacts,
): Promise<void> {
  const { id, actor, action, connection, case_id, inputs, code = 'INTERNAL', progress, table } = run
  const ended = Date.parse(run.ended_at ?? run.started_at)
  await audit?.write(
    {
      at: run.started_at,
      who: { client, subject: actor.subject },
      run: id,
      action: `${action.integration}/${action.id}`,
      effect: action.effect,
      connection,
      ...(case_id === undefined ? {} : { case_id }),
      decision: 'allowed',
      ...(confirmed ? { confirmed } : {}),
      inputs: table
        ? { ...table.counts, table: table.name ?? table.id }
        : auditInputs(specs, isRecord<Json>(inputs) ? inputs : {}),
      outcome: code,
      ms: ended - Date.parse(run.started_at),
      requests: progress.requests,
    },
    action.effect !== 'read',
  )
}

/** Records an order that was refused. */
export async function auditRefusal(
  { audit }: Runs,
  { subject, via, client = via }: Actor,
  order: Order,
  code: string,
  known: { effect: string; specs: ParameterSpecs } | undefined,
): Promise<void> {
  const { integration, action, connection, case_id } = order
  const entry: AuditEntry = {
    at: new Date().toISOString(),
    who: { client, subject },
    action: `${integration}/${action}`.slice(0, 160),
    ...(known && { effect: known.effect }),
    connection: connection.slice(0, 80),
    ...(case_id === undefined ? {} : { case_id: case_id.slice(0, 200) }),
    decision: 'refused',
    inputs: known ? auditInputs(known.specs, order.parameters ?? {}) : {},
    outcome: code,
    ms: 0,
  }
  await audit?.write(entry, known?.effect !== 'read')
}

/** Records what a person said about a write of unknown outcome. */
export async function auditSettlement({ audit }: Runs, { via }: Actor, run: RunRecord): Promise<void> {
  const { id, action, connection, settlement } = run
  if (settlement === null) return
  const { at, by, happened, note } = settlement
  await audit?.write(
    {
      at,
      who: { client: via, subject: by },
      run: id,
      action: `${action.integration}/${action.id}`,
      effect: action.effect,
      connection,
      decision: 'settled',
      inputs: { happened, ...(note === undefined ? {} : { note }) },
      outcome: 'OK',
      ms: 0,
    },
    true,
  )
}
