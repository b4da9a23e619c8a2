/**
 * Runs one attempt of a chunk as a table, with the engine as its ledger.
 *
 * A row of which an earlier attempt may have sent a write is not sent again, unless the action is idempotent.
 */
import { ActionError, toActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { planRows } from '../../../table/plan.ts'
import { runTable } from '../../../table/run-table.ts'
import { noTotals } from '../../../table/totals.ts'
import {
  failedTask,
  isRepeatable,
  poisonous,
  type Subject,
  subjectOf,
  UNREADABLE,
  unknownOutcome,
} from '../failed.ts'
import { endOfLease, keepAlive, type Lease, MOST_TRIES, NOT_ACCEPTED, type TaskEnd } from '../lease.ts'
import type { WorkerSetup } from '../open-task.ts'
import { type Answers, createAnswers } from './answers.ts'
import { type Chunk, type ChunkRecord, type ChunkResult, readChunk } from './chunk.ts'
import { type ChunkState, createLeaseLedger, recordOf, stateAt } from './lease-ledger.ts'
import { type OpenChunk, openChunk, rowsOf } from './open-chunk.ts'

/** Concurrent rows if neither the manifest nor the submitter gives a number. */
const CONCURRENCY = 16

/** Runs a chunk under a lease. Never rejects: a chunk that cannot be run says so in `failed`. */
export async function runChunk(
  input: unknown,
  lease: Lease<ChunkRecord>,
  worker: WorkerSetup,
): Promise<TaskEnd<ChunkResult>> {
  const stop = keepAlive(lease)
  let subject: Subject = UNREADABLE
  try {
    const chunk = readChunk(input)
    subject = subjectOf(chunk)
    return await attempt({ chunk, subject, lease, worker })
  } catch (thrown) {
    const error = toActionError(thrown)
    if (error.code === 'INTERNAL') worker.log.line('error', { err: thrown }, 'A chunk failed.')
    const isUnknown = maySend(lease) && subject.effect !== 'read'
    const failed = await failedTask(isUnknown ? unknownOutcome(subject, ENDED) : error, subject)
    return { result: { answers: [], failed } }
  } finally {
    stop()
  }
}

const ENDED = phrase('its worker ended or was cut off')
const LOST = phrase('it was answered, but its answer was lost with its worker')

/** Whether an earlier attempt may have sent a write. Empty sets are zeros, which are A in base64. */
const maySend = ({ record }: Lease<ChunkRecord>): boolean =>
  record !== undefined && record !== null && !/^A*=*$/.test(String(record.sent))

/** One attempt and what it works with. */
interface Attempt {
  chunk: Chunk
  subject: Subject
  lease: Lease<ChunkRecord>
  worker: WorkerSetup
}

async function attempt({ chunk, subject, lease, worker }: Attempt): Promise<TaskEnd<ChunkResult>> {
  const opened = await openChunk(chunk, worker, lease.signal)
  const answers = await createAnswers(chunk, opened, subject, worker.limit)
  const state = stateAt(lease, chunk.rows.length)
  const todo = opened.rows.filter(({ index: at }) => {
    const isHeld = state.sent.has(at) && !isRepeatable(subject)
    if (isHeld) answers.refuse(at, unknownOutcome(subject, state.answered.has(at) ? LOST : ENDED))
    else if (state.tries > MOST_TRIES) answers.refuse(at, poisonous())
    return !isHeld && state.tries <= MOST_TRIES
  })
  if (todo.length > 0) {
    const refused = state.tries > 1 ? await lease.put(recordOf(state)).catch(notAccepted) : undefined
    if (refused) return { retry: { answers: answers.all(), failed: await failedTask(refused, subject) } }
    await run(opened, todo, { chunk, subject, lease, worker }, state, answers)
  }
  const all = answers.all()
  if (all.length === chunk.rows.length) return { result: { answers: all } }
  const end = endOfLease(lease.signal)
  return { result: { answers: all, ended: end === 'cancelled' || end === 'shutdown' ? end : 'full' } }
}

const notAccepted = (cause: unknown): ActionError =>
  new ActionError('CANCELLED', { reason: NOT_ACCEPTED }, { cause, unsent: true })

/** Runs rows. When the lease ends, no further row begins, and rows in progress finish. */
async function run(
  { open, bound, names, print }: OpenChunk,
  todo: OpenChunk['rows'],
  { chunk, subject, lease }: Attempt,
  state: ChunkState,
  answers: Answers,
): Promise<void> {
  const before = stateAt(lease, chunk.rows.length).sent
  const ledger = createLeaseLedger(lease, state, chunk.clock, (record, text, lines) => {
    // It was begun and then not sent: another worker sends it.
    if (record.code === 'CANCELLED' && record.retry && endOfLease(lease.signal) === 'shutdown') return
    // The failure of this attempt says nothing about the write of an earlier one.
    const isUnknown = record.s === 'failed' && subject.effect !== 'read' && before.has(record.i)
    if (isUnknown) answers.refuse(record.i, unknownOutcome(subject, ENDED))
    else answers.add(record, text, lines)
  })
  const signal = AbortSignal.any([lease.signal, answers.full])
  const options = {
    open,
    bound,
    names,
    ledger,
    retryUnknown: false,
    keyed: false,
    dialect: undefined,
    signal,
  }
  await runTable({
    open,
    bound,
    plan: planRows(rowsOf(todo), options),
    concurrency: chunk.concurrency ?? open.action.manifest.concurrency ?? CONCURRENCY,
    print,
    shape: 'fields',
    withEmpty: chunk.output.with_empty,
    emitter: { put: () => {}, end: async () => {}, abandon: async () => [] },
    ledger,
    totals: noTotals(),
    stop: signal,
  })
}
