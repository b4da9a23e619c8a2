/** Submits a task to an engine and waits for its result. */
import { ActionError, toActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'
import { pause } from '../../http/clock.ts'
import type { Engine, Outcome, StartOptions } from './engine.ts'
import { resultOf } from './result-of.ts'
import type { Task } from './task.ts'

/** A task and how it is started. */
export interface Submission extends Omit<StartOptions, 'kind' | 'facts' | 'signal'> {
  task: Task
}

/** Beyond the time of one attempt: the runner's own deadline ends first, and answers. */
const SPARE_MS = 15_000

/** Milliseconds of one attempt of a run with this deadline. */
export const attemptMs = (timeout_ms: number): number => timeout_ms + SPARE_MS

/** How long a start is tried again while the engine cannot be reached. */
const PATIENCE_MS = 30_000
const PAUSE_MS = 1_000

/** Failures after which the same call is made again. */
const PASSING: readonly string[] = ['NETWORK_FAILED', 'VENDOR_UNAVAILABLE', 'TIMED_OUT', 'RATE_LIMITED']

/**
 * Starts a task. While the engine does not answer, the same id is sent again, which is the same work.
 *
 * @throws ActionError the last failure. If the engine may have received the task, it is not retryable and names the id;
 *   IDEMPOTENCY_KEY_REUSED if the id belongs to another action
 */
export async function startTask(engine: Engine, submission: Submission, signal: AbortSignal): Promise<void> {
  const { task, ...options } = submission
  const { action } = task.request
  const { integration, connection, effect, idempotent, case: about } = task
  const facts = {
    ...{ action: String(action), integration, effect, idempotent },
    ...(connection !== undefined && { connection }),
    ...(about !== undefined && { case: about }),
  }
  const start = () => engine.start(task, { ...options, kind: 'soar.action', facts, signal })
  const patience = Math.min(options.within_ms, PATIENCE_MS)
  const { existed } = await again(start, { patience, signal, id: options.id })
  if (!existed) return
  const known = await engine.describe(options.id)
  if (known.facts.action !== facts.action || known.facts.connection !== facts.connection)
    throw new ActionError('IDEMPOTENCY_KEY_REUSED', { run: options.id, remedy: ANOTHER_ID }, { unsent: true })
}

const ANOTHER_ID = phrase('Use another --id.')

/** Waits for the result of a task. Throws what `again` throws, once the engine has had time to end the task. */
export async function awaitTask(
  engine: Engine,
  { id, task, within_ms, attempt_ms }: Submission,
  signal: AbortSignal,
): Promise<Result> {
  const { integration, effect, idempotent, locale, request } = task
  const subject = { integration, effect, idempotent, locale: request.locale ?? locale, within_ms }
  const outcome = await awaitOutcome(engine, id, { patience: within_ms + attempt_ms, signal })
  return resultOf(outcome, { ...subject, action: String(request.action) })
}

/** Waits for the end of a job, whatever it is. */
export async function awaitOutcome(
  engine: Engine,
  id: string,
  { patience, signal }: { patience: number; signal: AbortSignal },
): Promise<Exclude<Outcome, { status: 'running' }>> {
  for (;;) {
    const found = await again(() => engine.outcome(id, { signal }), { patience, signal, id })
    if (found.status !== 'running') return found
  }
}

/** Makes a call until the engine answers or the patience ends. */
async function again<T>(
  call: () => Promise<T>,
  { patience, signal, id }: { patience: number; signal: AbortSignal; id: string },
): Promise<T> {
  const end = Date.now() + patience
  let unsent = true
  for (;;) {
    try {
      return await call()
    } catch (thrown) {
      const error = toActionError(thrown)
      unsent &&= error.facts.unsent === true
      if (!PASSING.includes(error.code) || signal.aborted || Date.now() >= end) throw lost(error, unsent, id)
    }
    await pause(PAUSE_MS, signal)
  }
}

/** A failure after which the job may exist: only its id leads to its outcome. */
function lost(error: ActionError, unsent: boolean, id: string): ActionError {
  if (unsent || ![...PASSING, 'CANCELLED'].includes(error.code)) return error
  const reason = phrase('{reason}; the job may exist: ask `soar result {id}` before you submit it again', {
    reason: error.words.reason ?? error.code,
    id,
  })
  return new ActionError(
    error.code,
    { ...error.words, reason },
    { ...error.facts, unsent: false, retryable: false },
  )
}
