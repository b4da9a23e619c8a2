/** Builds the records of runs: when they are accepted and when they end. */
import type { Json, Row } from '../../../contract/json.ts'
import { isRecord } from '../../../contract/json.ts'
import type { Result } from '../../../contract/result.ts'
import type { StartOptions } from '../order.ts'
import type { Actor, RunRecord, RunStatus } from '../run.ts'
import type { Runs } from '../runs.ts'
import { type Judged, newRunId } from '../start/judge.ts'
import { storedRequest } from '../start/stored-request.ts'
import type { StoredEnd } from '../store/store.ts'

/** Maximum number of rows in the result of a record; the others are stored separately. */
const ROWS_IN_RECORD = 2_000

/** Maximum length of remarks in characters. */
const LONGEST_REMARK = 2_000

/** What the record of an accepted run is made of. */
export type Accepted = Pick<Judged, 'order' | 'action' | 'facts' | 'log' | 'inputs' | 'request'>

/** Creates the record of an accepted run. */
export function newRecord(
  { keep = {} }: Runs,
  { subject, via }: Actor,
  accepted: Accepted,
  { plan }: StartOptions,
): RunRecord {
  const { order, action, facts, log, inputs, request } = accepted
  const { case_id, note, trace_id, undoes } = order
  const remark = (text: string): string => log.redact(text).slice(0, LONGEST_REMARK)
  return {
    id: newRunId(),
    kind: 'action',
    status: 'queued',
    phase: 'planned',
    action: facts,
    connection: order.connection,
    actor: { subject, via },
    ...(case_id === undefined ? {} : { case_id: remark(case_id) }),
    ...(note === undefined ? {} : { note: remark(note) }),
    ...(trace_id === undefined ? {} : { trace_id }),
    ...(plan === undefined ? {} : { plan_id: plan }),
    ...(undoes === undefined ? {} : { undoes }),
    ...storedRequest(order, action.manifest.parameters, log.redact, keep.context !== false),
    inputs,
    first_request: request,
    started_at: new Date().toISOString(),
    progress: { rows: 0, requests: 0 },
    settlement: null,
  }
}

/** Returns the status of a run that ended with this result. */
export function statusOf({ is_success, error }: Result): RunStatus {
  if (is_success) return 'succeeded'
  if (error?.code === 'OUTCOME_UNKNOWN') return 'unknown'
  return error?.code === 'CANCELLED' ? 'cancelled' : 'failed'
}

/** Completes a record with its result, as it is stored: a long list is cut, and its rows are stored separately. */
export function endOf({ keep = {} }: Pick<Runs, 'keep'>, run: RunRecord, result: Result): StoredEnd {
  const { json_result: data, error, output_message } = result
  const rows = rowsOf(data)
  const cut = Array.isArray(data) && rows.length > ROWS_IN_RECORD
  const stored = keep.results !== false
  const shown = stored ? (cut ? rows.slice(0, ROWS_IN_RECORD) : data) : null
  const record: RunRecord = {
    ...run,
    status: statusOf(result),
    phase: 'ended',
    ended_at: new Date().toISOString(),
    progress: { rows: rows.length, requests: result.run.requests },
    code: error?.code ?? 'OK',
    message: output_message,
    rows: rows.length,
    result: stored
      ? { ...result, json_result: shown }
      : { ...withoutUndo(result), json_result: null, files: [] },
    ...(stored && cut ? { rows_cut: true as const } : {}),
    ...(stored ? {} : { result_withheld: true as const }),
  }
  return { record, ...(stored && cut ? { rows } : {}), text: textOf(record) }
}

/** The request that undoes a run has data of the tenant, too. */
function withoutUndo({ undo: _, ...result }: Result): Result {
  return result
}

/** The rows of a result: those of a list, or the one object that it is. */
export function rowsOf(data: Json): Row[] {
  if (Array.isArray(data)) return data.map((row): Row => (isRecord<Json>(row) ? row : { value: row }))
  return isRecord<Json>(data) && Object.keys(data).length > 0 ? [data] : []
}

/** Maximum length of the text that a search looks at, in characters. */
const LONGEST_TEXT = 8_000

/** The text of a run that a search finds: inputs, message, people, ids, codes. */
export function textOf(run: RunRecord): string {
  const { id, action, connection, actor, case_id, note, code, message } = run
  const parts = [
    id,
    action.id,
    connection,
    actor.subject,
    case_id,
    note,
    code,
    message,
    ...leaves(run.inputs),
  ]
  return parts
    .filter((part) => part !== undefined)
    .join(' ')
    .slice(0, LONGEST_TEXT)
}

function leaves(data: Json): string[] {
  if (data === null || typeof data === 'boolean') return []
  if (typeof data !== 'object') return [String(data)]
  return Object.values(data).slice(0, 1_000).flatMap(leaves)
}

/** A record as lists and events show it: without the data of its result. */
export function withoutRows({ result, ...run }: RunRecord): RunRecord {
  return result === undefined ? run : { ...run, result: { ...result, json_result: null, files: [] } }
}
