/** Facts of a job as search attributes of the engine, and back. */
import { isRecord } from '../../../contract/json.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { Job, JobFacts, JobQuery, JobStatus, WorkKind } from '../engine.ts'
import { fromJsonPayload, fromPayload, type JsonPayload } from '../payload.ts'

/** The search attribute of each fact; all are of type Keyword. */
const ATTRIBUTES = {
  case: 'SoarCase',
  connection: 'SoarConnection',
  action: 'SoarAction',
  integration: 'SoarIntegration',
  effect: 'SoarEffect',
} as const satisfies Partial<Record<keyof JobFacts, string>>

/** The header that says whether a repeated write does no harm. */
const IDEMPOTENT = 'soar-idempotent'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const keyword = (text: string): JsonPayload => ({
  metadata: { encoding: base64('json/plain'), type: base64('Keyword') },
  data: base64(JSON.stringify(text)),
})

/** The parts of a start request that show and find the job. */
export function writeFacts(facts: JobFacts): object {
  const known = Object.entries(ATTRIBUTES).flatMap(([fact, name]) => {
    const value = facts[fact as keyof typeof ATTRIBUTES]
    return value === undefined ? [] : [[name, keyword(value)]]
  })
  const summary = facts.case === undefined ? facts.action : `${facts.action} · ${facts.case}`
  return {
    searchAttributes: { indexedFields: Object.fromEntries(known) },
    header: { fields: { [IDEMPOTENT]: keyword(String(facts.idempotent)) } },
    userMetadata: {
      summary: { metadata: { encoding: base64('json/plain') }, data: base64(JSON.stringify(summary)) },
    },
  }
}

const STATUSES: Record<string, JobStatus> = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed_out',
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** One job of a list or a description; undefined for an activity that is not ours. */
export function readJob(info: unknown): Job | undefined {
  if (!isRecord(info)) return undefined
  const kind = isRecord(info.activityType) ? info.activityType.name : undefined
  if (kind !== 'soar.action' && kind !== 'soar.rows') return undefined
  const closed = text(info.closeTime)
  return {
    id: text(info.activityId),
    kind: kind satisfies WorkKind,
    status: STATUSES[text(info.status).replace('ACTIVITY_EXECUTION_STATUS_', '')] ?? 'running',
    facts: readFacts(info),
    queue: text(info.taskQueue),
    within_ms: Math.round(Number.parseFloat(text(info.scheduleToCloseTimeout) || '0') * 1000),
    started: text(info.scheduleTime),
    ...(closed && { ended: closed }),
    attempt: Number(info.attempt ?? 1),
  }
}

function readFacts({ searchAttributes, header }: Record<string, unknown>): Partial<JobFacts> {
  const fields = isRecord(searchAttributes) ? searchAttributes.indexedFields : undefined
  const found: Record<string, unknown> = {}
  for (const [fact, name] of Object.entries(ATTRIBUTES)) {
    const value = fieldOf(fields, name)
    if (typeof value === 'string') found[fact] = value
  }
  const idempotent = fieldOf(isRecord(header) ? header.fields : undefined, IDEMPOTENT)
  if (idempotent !== undefined) found.idempotent = idempotent === 'true'
  return found
}

function fieldOf(fields: unknown, name: string): unknown {
  const payload = isRecord(fields) ? fields[name] : undefined
  if (!isRecord(payload) || !isRecord(payload.metadata)) return payload
  const value = fromPayload(fromJsonPayload(payload as unknown as JsonPayload))
  // Some servers return a list of one.
  return Array.isArray(value) ? value[0] : value
}

/** The engine's list filter for a query. */
export function writeQuery({ status, ...query }: JobQuery): string {
  const wanted = (['case', 'connection', 'action'] as const).flatMap((fact) => {
    const value = query[fact]
    return value === undefined ? [] : [`${ATTRIBUTES[fact]} = '${literal(fact, value)}'`]
  })
  const types = "ActivityType IN ('soar.action', 'soar.rows')"
  const state = status === undefined ? [] : [`ExecutionStatus = '${STATES[status]}'`]
  return [types, ...wanted, ...state].join(' AND ')
}

const STATES: Record<JobStatus, string> = {
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Canceled',
  terminated: 'Terminated',
  timed_out: 'TimedOut',
}

/**
 * A value that can be part of a list filter as it is: case numbers come from outside.
 *
 * @throws ActionError REQUEST_INVALID
 */
export function literal(fact: string, value: string): string {
  if (/^[^'"\\`\p{Cc}]{1,255}$/u.test(value)) return value
  throw refuse(
    `The ${fact} of a job must have 1 to 255 characters, without quotation marks, backslashes and control characters; got ${JSON.stringify(value.slice(0, 80))}.`,
  )
}
