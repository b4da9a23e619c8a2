/** Turns the outcome of a job into the result of its action. */
import { ActionError } from '../../contract/errors.ts'
import { isRecord } from '../../contract/json.ts'
import { type Phrase, phrase, quoted } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'
import type { Failure, Outcome } from './engine.ts'
import { failedTask, type Subject, unknownOutcome } from './failed.ts'

/** The job of an outcome. */
export interface EndedJob extends Subject {
  /** Milliseconds that the job was allowed. */
  within_ms: number
}

/**
 * The result of an ended job. If the worker returned one, that is it. Otherwise a write that may have been sent is unknown, and
 * everything else may be repeated.
 */
export async function resultOf(
  outcome: Exclude<Outcome, { status: 'running' }>,
  job: EndedJob,
): Promise<Result> {
  if (isResult(outcome.value)) return outcome.value
  const failure: Failure =
    outcome.status === 'failed' ? outcome : { status: 'failed', why: 'fault', begun: true }
  return failedTask(errorOf(failure, job), job)
}

const isResult = (value: unknown): value is Result =>
  isRecord(value) && typeof value.is_success === 'boolean' && isRecord(value.run)

function errorOf({ why, begun, message }: Failure, job: EndedJob): ActionError {
  const reason = REASONS[why]
  if (begun && job.effect !== 'read') return unknownOutcome(job, reason)
  switch (why) {
    case 'cancelled':
    case 'terminated':
      return new ActionError('CANCELLED', { reason }, UNSENT)
    case 'fault':
      return new ActionError('INTERNAL', { reason: message === undefined ? reason : quoted(message) }, UNSENT)
    default:
      return new ActionError('TIMED_OUT', { ms: job.within_ms, reason }, UNSENT)
  }
}

const UNSENT = { unsent: true } as const

const REASONS: Record<Failure['why'], Phrase> = {
  heartbeat: phrase('its worker ended or was cut off'),
  attempt: phrase('the attempt took too long'),
  start: phrase('no worker took it in time'),
  within: phrase('its time was used up'),
  cancelled: phrase('the run was asked to stop'),
  terminated: phrase('an operator ended it'),
  fault: phrase('its worker failed without a result'),
}
