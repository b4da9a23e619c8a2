/** Results of tasks that end without a run: refused, interrupted, unknown. */
import { ActionError, isRetryable } from '../../contract/errors.ts'
import { type Phrase, phrase } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'
import { failedResult } from '../../run/refused.ts'
import type { Effect } from './task.ts'

/** What a failure needs to know about its action. */
export interface Subject {
  action: string
  /** Id; empty if it is not known. */
  integration: string
  effect: Effect
  idempotent: boolean
  locale?: string | undefined
  /** Version of the integration. */
  version?: string
}

/** True if the action may be run again even if it was carried out. */
export const isRepeatable = ({ effect, idempotent }: Pick<Subject, 'effect' | 'idempotent'>): boolean =>
  effect === 'read' || idempotent

/** OUTCOME_UNKNOWN, for a write that may have been sent. */
export const unknownOutcome = ({ integration }: Subject, reason: Phrase): ActionError =>
  new ActionError('OUTCOME_UNKNOWN', { host: integration || phrase('the vendor'), reason })

/** The result of a task that ends with an error and without a run. */
export async function failedTask(error: ActionError, subject: Subject): Promise<Result> {
  const result = await failedResult(error, subject.locale, subject.action)
  if (result.error) {
    result.error.retryable = isRetryable(error, isRepeatable(subject))
    const wait = error.facts.retry_after_ms
    if (wait !== undefined) result.error.retry_after_ms = wait
  }
  result.run.version = subject.version ?? ''
  return result
}
