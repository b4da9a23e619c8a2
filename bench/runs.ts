/** The history of runs: recording one, listing and searching many. */
import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunFilter, RunRecord } from '../runtime/service/runs/run.ts'
import { openSqliteStore } from '../runtime/service/runs/store/sqlite/open.ts'
import type { RunStore } from '../runtime/service/runs/store/store.ts'
import { fillHistory } from './fill-history.ts'
import { median } from './measure.ts'
import { type Goal, type Measured, table } from './report.ts'

/** Default number of runs in the history. */
const RUNS = 1_000_000

/** Runs that are timed one by one. */
const TIMED = 200

/** Characters of the result of a timed run: that of a list of 50 messages. */
const RESULT = 37_000

/** Searches that look at many runs before they find a page; their time is reported, not judged. */
const SLOW: ReadonlySet<string> = new Set([
  'search: a word in all, failed',
  'search: two letters without a match',
])

/** Most milliseconds for one run, all its changes synced, and for one page. */
const MOST = { write: 15, page: 20 }

/**
 * Measures and answers two tables.
 *
 * @param args number of runs in the history; default 100,000
 */
export async function measure([given]: readonly string[]): Promise<Measured> {
  const count = given === undefined ? RUNS : Number(given)
  const folder = await mkdtemp(join(tmpdir(), 'soar-bench-runs-'))
  const file = join(folder, 'runs.db')
  // The store makes the tables.
  await (await openSqliteStore(file)).close()
  fillHistory(file, count, (at) => {
    const { run, text, end } = runAt(at, 'read', '')
    return { record: { ...run, ...end }, text }
  })
  const bytes = statSync(file).size
  const store = await openSqliteStore(file)
  try {
    const result = 'x'.repeat(RESULT)
    const writes = await timed(TIMED, (at) => record(store, count + at, 'write', result))
    const reads = await timed(TIMED, (at) => record(store, count + TIMED + at, 'read', result))
    const pages: [string, RunFilter][] = [
      ['newest 50', {}],
      ['of one case', { case_id: 'case-77' }],
      ['with an unknown outcome', { unsettled: true }],
      ['that failed', { status: ['failed', 'unknown'] }],
      ['that were cancelled, of which there are none', { status: ['cancelled', 'partly'] }],
      ['of one action', { action: 'example/action-7' }],
      ['of one action, failed', { action: 'example/action-7', status: ['failed'] }],
      ['of one person', { actor: 'person-3' }],
      ['of one person, failed or unknown', { actor: 'person-3', status: ['failed', 'unknown'] }],
      ['changes', { effect: 'write' }],
      ['of a connection without runs', { connection: 'none' }],
      ['of a client without runs', { via: 'mcp' }],
      ['of the first day', { until: '2026-01-02T00:00:00.000Z' }],
      ['search: one address', { q: 'sender-4711@' }],
      ['search: a word in all', { q: 'example.com' }],
      ['search without a match', { q: 'no such text' }],
      ['search: two letters', { q: '77' }],
      ['search: a word in all, failed', { q: 'example.com', status: ['failed'] }],
      ['search: two letters without a match', { q: '§§' }],
      ['since tomorrow', { since: '2100-01-01T00:00:00.000Z' }],
      ['search: one address, of one person', { q: 'sender-4711@', actor: 'person-1' }],
    ]
    const goals: Goal[] = [
      { name: 'runs: recording a write, ms', value: median(writes), most: MOST.write, soft: true },
    ]
    const rows: string[][] = []
    for (const [name, filter] of pages) {
      const times = await timed(20, () => store.list(filter))
      const { items } = await store.list(filter)
      rows.push([name, String(items.length), median(times).toFixed(2), Math.max(...times).toFixed(1)])
      goals.push({ name: `runs: ${name}, ms`, value: median(times), most: MOST.page, soft: SLOW.has(name) })
    }
    const one = await timed(TIMED, (at) => store.get(idOf((at * 4_999) % count)))
    goals.push({ name: 'runs: one run, ms', value: median(one), most: MOST.page })
    rows.push(['one run by its id', '1', median(one).toFixed(2), Math.max(...one).toFixed(1)])
    const text = [
      `One run with a result of ${RESULT / 1000} kB: accepted, sent and ended, each on disk before the next step. Medians of ${TIMED}.`,
      '',
      table(
        ['run', 'ms', 'slowest ms'],
        [
          ['write, synced three times', median(writes).toFixed(2), Math.max(...writes).toFixed(1)],
          [
            'read, on disk after a crash of the process',
            median(reads).toFixed(2),
            Math.max(...reads).toFixed(1),
          ],
        ],
      ),
      '',
      `Pages of at most 50 in a history of ${count.toLocaleString('en')} runs (a file of ${(bytes / 2 ** 20).toFixed(0)} MiB):`,
      '',
      table(['page', 'runs', 'ms', 'slowest ms'], rows),
    ].join('\n')
    return { text, goals }
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function timed(times: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const measured: number[] = []
  for (let at = 0; at < times; at++) {
    const begun = performance.now()
    await work(at)
    measured.push(performance.now() - begun)
  }
  return measured
}

const idOf = (at: number): string => `run_${String(at).padStart(26, '0')}`

/** A run at its start, with its search text, and what its end changes. */
function runAt(at: number, effect: 'read' | 'write', result: string) {
  const isUnknown = at % 10_000 === 9_999
  const status = isUnknown ? 'unknown' : at % 500 === 0 ? 'failed' : 'succeeded'
  const code = isUnknown ? 'OUTCOME_UNKNOWN' : status === 'failed' ? 'VENDOR_REJECTED' : 'OK'
  const inputs = { sender: `sender-${at}@example.com`, note: `ticket ${at % 977}` }
  const run: RunRecord = {
    id: idOf(at),
    kind: 'action',
    status: 'queued',
    phase: 'planned',
    action: { integration: 'example', id: `action-${at % 30}`, version: '1.0.0', effect, idempotent: false },
    connection: at % 3 === 0 ? 'test' : 'production',
    actor: { subject: `person-${at % 10}`, via: 'page' },
    case_id: `case-${at % 1_000}`,
    request: { parameters: inputs, templates: {} },
    withheld: [],
    inputs,
    first_request: { method: 'POST', url: 'https://api.example.com/x', headers: {}, body: inputs },
    started_at: new Date(Date.UTC(2026, 0, 1) + at * 1_000).toISOString(),
    progress: { rows: 0, requests: 0 },
    settlement: null,
  }
  const text = `${run.id} ${run.action.id} ${run.connection} ${inputs.sender} ${inputs.note}`
  const facts = { action: run.action.id, version: '1.0.0', locale: 'en', ms: 5, requests: 1 }
  const done = {
    is_success: status === 'succeeded',
    output_message: 'Done.',
    json_result: result,
    run: facts,
  }
  const end: Partial<RunRecord> = { status, phase: 'ended', code, ended_at: run.started_at, result: done }
  return { run, text, end }
}

/** Records one run as the service does. */
async function record(store: RunStore, at: number, effect: 'read' | 'write', result: string): Promise<void> {
  const { run, text, end } = runAt(at, effect, result)
  await store.create({
    record: run,
    key: { scope: `key-${at}`, fingerprint: 'f' },
    twins: effect === 'write' ? [`a-${at}`, `b-${at}`] : [],
    text,
  })
  if (effect === 'write') await store.sent(run.id)
  await store.end({ record: { ...run, ...end }, text })
}
