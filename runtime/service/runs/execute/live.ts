/** The life of a run in this process: record, events, stored end. */
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { quoted } from '../../../contract/phrases.ts'
import { type AuditFacts, auditRun, requireAudit } from '../audit-lines.ts'
import { createEventLog } from '../events.ts'
import type { RunRecord } from '../run.ts'
import type { LiveRun, Runs } from '../runs.ts'
import type { StoredEnd } from '../store/store.ts'
import { withoutRows } from './record.ts'
import type { RunLog } from './run-log.ts'

/** How many ended runs keep their events. */
const RECENT = 200

/** What a run does, and what its audit line needs. */
export interface Work extends AuditFacts {
  log: RunLog
  /** Does the work and returns what to store. Never rejects. */
  carryOut(live: LiveRun): Promise<StoredEnd>
}

/** Begins a run whose record is stored. Its promise `ended` never rejects. */
export function launch(runs: Runs, record: RunRecord, work: Work): LiveRun {
  const events = createEventLog(record.id)
  work.log.attach(record.id, events)
  const live: LiveRun = {
    record,
    events,
    controller: new AbortController(),
    ended: Promise.resolve(record),
  }
  runs.live.set(record.id, live)
  events.add({ event: 'state', data: { status: 'queued' } })
  live.ended = work.carryOut(live).then((end) => finish(runs, live, end, work))
  return live
}

/** Changes the status of a run and tells its readers. */
export function setState(live: LiveRun, change: Pick<RunRecord, 'status'>): void {
  live.record = { ...live.record, ...change }
  live.events.add({ event: 'state', data: { status: change.status } })
}

/** What the store could not do is the reason why the write was not sent. */
function notRecorded(thrown: unknown): never {
  const { words, message } = toActionError(thrown)
  throw new ActionError('WRITE_NOT_RECORDED', { reason: words.reason ?? quoted(message) }, { cause: thrown })
}

/** Records, once and before the first write leaves, that a write may have been sent. */
export function recordWrite(runs: Runs, live: LiveRun): () => Promise<void> {
  let recorded: Promise<void> | undefined
  const record = async (): Promise<void> => {
    requireAudit(runs)
    await runs.store.sent(live.record.id).catch(notRecorded)
    live.record = { ...live.record, phase: 'sent' }
  }
  return () => {
    recorded ??= record().catch((error: unknown) => {
      // The next write of the run tries again.
      recorded = undefined
      throw error
    })
    return recorded
  }
}

async function finish(runs: Runs, live: LiveRun, end: StoredEnd, work: Work): Promise<RunRecord> {
  live.record = end.record
  await storeEnd(runs, live, end)
  await auditRun(runs, end.record, work).catch((error: unknown) =>
    runs.log.line('error', { err: error }, 'The audit line of a run cannot be written.'),
  )
  live.events.add({ event: 'end', data: withoutRows(end.record) })
  live.events.close()
  runs.onEnd?.(end.record)
  return end.record
}

/**
 * Stores the end of a run. If that fails, the run stays in memory, and storing is tried again with the next run and when the
 * server stops. After a crash in between, a sent write counts as unknown.
 */
async function storeEnd(runs: Runs, live: LiveRun, end: StoredEnd): Promise<void> {
  const { id } = live.record
  const store = async (): Promise<void> => {
    await runs.store.end(end)
    delete live.unstored
    runs.live.delete(id)
    keepRecent(runs, live)
  }
  try {
    await store()
  } catch (error) {
    live.unstored = store
    runs.log.line('error', { run: id, err: error }, 'The end of a run cannot be stored.')
  }
}

function keepRecent({ recent }: Runs, live: LiveRun): void {
  recent.set(live.record.id, live)
  const [oldest] = recent.keys()
  if (recent.size > RECENT && oldest !== undefined) recent.delete(oldest)
}

/** Stores the ends that could not be stored before. */
export async function storeAgain({ live }: Runs): Promise<void> {
  for (const { unstored } of [...live.values()]) await unstored?.().catch(() => {})
}
