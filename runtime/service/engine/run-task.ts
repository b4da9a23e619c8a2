/**
 * Runs one attempt of a task: the safety rules of writes on an engine.
 *
 * An engine may run a task more than once: a worker dies, freezes or is cut off, and another one takes over. So before a write
 * is sent, its record is stored with the engine, which refuses the record of an attempt that it has given up. An attempt that
 * finds the record of an earlier one does not send the write again.
 */
import { ActionError, toActionError } from '../../contract/errors.ts'
import { phrase, quoted } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'
import { openRun } from '../../run/open-run.ts'
import {
  failedTask,
  isRepeatable,
  poisonous,
  type Subject,
  subjectOf,
  UNREADABLE,
  unknownOutcome,
} from './failed.ts'
import { fitResult } from './fit.ts'
import {
  endOfLease,
  keepAlive,
  type Lease,
  MOST_TRIES,
  NOT_ACCEPTED,
  recordWrite,
  type TaskEnd,
  type TaskRecord,
} from './lease.ts'
import { type OpenedTask, openTask, type WorkerSetup } from './open-task.ts'
import { readTask, type Task } from './task.ts'

/**
 * Runs a task under a lease. Never rejects: a task that cannot be run has a failed result.
 *
 * @param input what the submitter sent, opened
 */
export async function runTask(input: unknown, lease: Lease, worker: WorkerSetup): Promise<TaskEnd> {
  const stop = keepAlive(lease)
  const record = recordAt(lease)
  let subject: Subject = UNREADABLE
  try {
    const task = readTask(input)
    subject = subjectOf(task)
    return await attempt({ task, subject, lease, record, worker })
  } catch (thrown) {
    const error = toActionError(thrown)
    if (error.code === 'INTERNAL') worker.log.line('error', { err: thrown }, 'A task failed.')
    return { result: await honest(await failedTask(error, subject), subject, record) }
  } finally {
    stop()
  }
}

/** The record with which an attempt begins. A record that cannot be read counts as that of a sent write. */
function recordAt({ attempt, record }: Lease): TaskRecord {
  if (record === undefined || record === null) return { sent: false, tries: attempt === 1 ? 1 : 2 }
  const { sent, tries } = record as Partial<TaskRecord>
  return { sent: sent !== false, tries: (Number.isSafeInteger(tries) ? Number(tries) : 1) + 1 }
}

/** One attempt and what it works with. */
interface Attempt {
  task: Task
  subject: Subject
  lease: Lease
  record: TaskRecord
  worker: WorkerSetup
}

async function attempt(one: Attempt): Promise<TaskEnd> {
  const { task, subject, lease, record, worker } = one
  if (record.sent && !isRepeatable(subject)) {
    throw unknownOutcome(subject, phrase('its worker ended or was cut off'))
  }
  if (record.tries > MOST_TRIES) throw poisonous()
  if (record.tries > 1) {
    const refused = await lease.put(record).then(
      () => undefined,
      (cause: unknown) => new ActionError('CANCELLED', { reason: NOT_ACCEPTED }, { cause, unsent: true }),
    )
    if (refused) return { retry: await honest(await failedTask(refused, subject), subject, record) }
  }
  const opened = await openTask(task, worker)
  const ran = await perform(opened, lease, record)
  const fitted = await fitResult(ran.result, { ...subject, version: opened.version }, worker.limit)
  return decide(one, { ...ran, result: await honest(fitted, subject, record) })
}

/** What a run did. */
interface Ran {
  result: Result
  /** A write may have been carried out. */
  written: boolean
  /** The engine may have the record of a sent write. */
  recorded: boolean
}

async function perform(
  { integration, request, options }: OpenedTask,
  lease: Lease,
  record: TaskRecord,
): Promise<Ran> {
  let recorded = record.sent
  const open = await openRun(integration, request, options)
  if ('failed' in open) return { result: open.failed, written: false, recorded }
  const ready = await open.prepare()
  if ('failed' in ready) return { result: ready.failed, written: false, recorded }
  const beforeWrite = (): Promise<void> => {
    recorded = true
    return recordWrite(lease, { ...record, sent: true })
  }
  const { result, written } = await ready.perform({ signal: lease.signal, beforeWrite })
  return { result, written, recorded }
}

/** Decides whether the task is finished with this result, or another attempt follows. */
async function decide({ task, subject, lease, record }: Attempt, ran: Ran): Promise<TaskEnd> {
  const { result, written, recorded } = ran
  const { error } = result
  const end = endOfLease(lease.signal)
  const isWanted = end === 'shutdown' || (end === undefined && task.retry === true)
  const isSafe = isRepeatable(subject) || !(written || record.sent)
  if (!error?.retryable || !isWanted || !isSafe) return { result }
  try {
    await lease.put({ sent: record.sent || written, tries: 0 })
  } catch {
    // The next attempt would find the record of a sent write, although none was sent.
    if (recorded && !isRepeatable(subject)) return { result }
  }
  return { retry: result, ...(error.retry_after_ms !== undefined && { delay_ms: error.retry_after_ms }) }
}

/** The failure of an attempt says nothing about the write that an earlier attempt sent. */
async function honest(result: Result, subject: Subject, record: TaskRecord): Promise<Result> {
  const { error, run } = result
  if (!record.sent || subject.effect === 'read' || !error || error.code === 'OUTCOME_UNKNOWN') return result
  const reason = phrase('an earlier attempt sent it, and the next one failed: {reason}', {
    reason: quoted(error.reason),
  })
  return { ...(await failedTask(unknownOutcome(subject, reason), subject)), run }
}
