/** Executes an accepted run: waits for a slot, records its writes, stores its end. */
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { quoted } from '../../../contract/phrases.ts'
import type { Result } from '../../../contract/result.ts'
import { failedResult } from '../../../run/refused.ts'
import { auditRun, requireAudit } from '../audit-lines.ts'
import { createEventLog } from '../events.ts'
import type { RunRecord } from '../run.ts'
import type { LiveRun, Runs } from '../runs.ts'
import type { Judged } from '../start/judge.ts'
import type { StoredEnd } from '../store/store.ts'
import { createProgress } from './progress.ts'
import { endOf, withoutRows } from './record.ts'

/** How many ended runs keep their events. */
const RECENT = 200

/** Begins a run whose record is stored. Its promise `ended` never rejects. */
export function launch(runs: Runs, judged: Judged, record: RunRecord, confirmed: boolean): LiveRun {
  const events = createEventLog(record.id)
  judged.log.attach(record.id, events)
  const live: LiveRun = {
    record,
    events,
    controller: new AbortController(),
    ended: Promise.resolve(record),
  }
  runs.live.set(record.id, live)
  events.add({ event: 'state', data: { status: 'queued' } })
  live.ended = carryOut(runs, judged, live).then((result) => finish(runs, judged, live, result, confirmed))
  return live
}

async function carryOut(runs: Runs, judged: Judged, live: LiveRun): Promise<Result> {
  const { signal } = live.controller
  runs.load.queued++
  // A run that was cancelled while it waited still gets its result, without a slot: it sends nothing.
  const release = await runs.slots.take(signal).catch(() => undefined)
  runs.load.queued--
  if (release) runs.load.active++
  const progress = createProgress(live)
  try {
    if (!signal.aborted) setState(live, { status: 'running' })
    const { result } = await judged.ready.perform({
      signal,
      onRow: progress.onRow,
      beforeRequest: progress.beforeRequest,
      beforeWrite: recordWrite(runs, live),
    })
    return result
  } catch (thrown) {
    // A run never throws; if it does, it may have sent its write.
    runs.log.line('error', { err: thrown, run: live.record.id }, 'Internal error.')
    return failedResult(
      new ActionError('INTERNAL', { reason: quoted('the run threw') }),
      judged.locale,
      judged.action.id,
    )
  } finally {
    progress.stop()
    if (release) runs.load.active--
    release?.()
  }
}

function setState(live: LiveRun, change: Pick<RunRecord, 'status'>): void {
  live.record = { ...live.record, ...change }
  live.events.add({ event: 'state', data: { status: change.status } })
}

/** What the store could not do is the reason why the write was not sent. */
function notRecorded(thrown: unknown): never {
  const { words, message } = toActionError(thrown)
  throw new ActionError('WRITE_NOT_RECORDED', { reason: words.reason ?? quoted(message) }, { cause: thrown })
}

/** Records, once and before the first write leaves, that a write may have been sent. */
function recordWrite(runs: Runs, live: LiveRun): () => Promise<void> {
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

async function finish(
  runs: Runs,
  { action }: Judged,
  live: LiveRun,
  result: Result,
  confirmed: boolean,
): Promise<RunRecord> {
  const end = endOf(runs, live.record, result)
  live.record = end.record
  await storeEnd(runs, live, end)
  await auditRun(runs, end.record, action.specs, confirmed).catch((error: unknown) =>
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
