/** Runs for tests of the page. */
import type { StoredRun, TestRuns } from './runs.ts'

/** A read that succeeded, with changes. */
export const sampleRun = (id: string, changes: object = {}): StoredRun => ({
  id,
  kind: 'action',
  status: 'succeeded',
  phase: 'ended',
  action: {
    integration: 'mimecast',
    id: 'get-hold-message-list',
    version: '1.0.0',
    effect: 'read',
    idempotent: true,
  },
  connection: 'acme',
  actor: { subject: 'ana.ruiz', via: 'page' },
  request: { parameters: { limit: 3 } },
  started_at: '2026-11-28T09:00:00Z',
  ended_at: '2026-11-28T09:00:01Z',
  code: 'OK',
  message: 'Found 3 held messages.',
  settlement: null,
  ...changes,
})

/** A result with data. */
export const resultOf = (json_result: unknown): object => ({
  is_success: true,
  output_message: 'Found.',
  json_result,
  run: { action: 'get-hold-message-list', version: '1.0.0', locale: 'en', ms: 345, requests: 2 },
})

/** Three rows, not in the order of any column. */
export const ROWS = [
  { id: 'x1', subject: 'b', size: 10 },
  { id: 'x2', subject: 'a', size: 9 },
  { id: 'x3', subject: 'c', size: 100 },
]

/** What makes a run a change of unknown outcome. */
export const UNKNOWN = {
  status: 'unknown',
  code: 'OUTCOME_UNKNOWN',
  message: 'The request was sent, but no answer says whether it was carried out.',
  action: {
    integration: 'mimecast',
    id: 'block-sender',
    version: '1.0.0',
    effect: 'write',
    idempotent: false,
  },
}

/** What makes a run one that has not ended. */
export const RUNNING = { status: 'running', phase: 'planned', ended_at: undefined, message: undefined }

/** What makes a run one over a table that was stopped. */
export const OVER = {
  kind: 'table',
  status: 'partly',
  rows: 2,
  result: resultOf(null),
  table: {
    id: 'tbl_0',
    name: 'senders.csv',
    total: 3,
    counts: { rows: 2, succeeded: 0, failed: 2, unknown: 1, empty: 0, before: 0 },
    failures: { VENDOR_REJECTED: 1, OUTCOME_UNKNOWN: 1 },
  },
}

/** Adds many runs of several people, connections and ways. */
export function addHistory({ all }: TestRuns, count: number): void {
  for (let n = 0; n < count; n++) {
    const effect = n % 3 === 0 ? 'write' : 'read'
    const run = sampleRun(`past_${String(n).padStart(4, '0')}`, {
      action: {
        integration: 'mimecast',
        id: effect === 'read' ? 'get-hold-message-list' : 'block-sender',
        version: '1.0.0',
        effect,
        idempotent: true,
      },
      status: n % 7 === 0 ? 'failed' : 'succeeded',
      code: n % 7 === 0 ? 'VENDOR_UNAVAILABLE' : 'OK',
      connection: n % 2 === 0 ? 'acme' : 'globex',
      actor: { subject: n % 5 === 0 ? 'nightly' : 'ana.ruiz', via: n % 5 === 0 ? 'api' : 'page' },
      request: {
        parameters:
          effect === 'read'
            ? {}
            : { sender: `s${n}@example.net`, recipient: ['a@example.com', 'b@example.com'] },
      },
      ...(n % 4 === 0 && { case_id: `47${n % 8}` }),
    })
    all.set(run.id, run)
  }
}

/** Adds one run of each kind; their ids are `sample_table`, `sample_unknown` and `sample_running`. */
export function addSamples({ all, emit }: TestRuns): void {
  const rows = Array.from({ length: 40 }, (_, n) => ({ ...ROWS[n % 3], subject: `Invoice ${n}`, size: n }))
  for (const run of [
    sampleRun('sample_table', { rows: 40, result: resultOf(rows), case_id: '4711' }),
    sampleRun('sample_unknown', UNKNOWN),
    sampleRun('sample_running', RUNNING),
    sampleRun('sample_over', OVER),
  ])
    all.set(run.id, run)
  emit('sample_running', 'rows', { rows: 1_200, per_second: 85, total: 4_000, seconds_left: 33 })
  emit('sample_running', 'pause', { seconds: 600 })
  emit('sample_running', 'log', { level: 'warn', message: 'Too many requests', fields: { status: 429 } })
}
