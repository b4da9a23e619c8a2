/** Results of tasks that end without a run: refused, interrupted, unknown. */
import { ActionError, isRetryable } from '../../contract/errors.ts'
import { type Phrase, phrase } from '../../contract/phrases.ts'
import type { Result } from '../../contract/result.ts'
import { failedResult } from '../../run/refused.ts'
import { MOST_TRIES } from './lease.ts'
import type { Effect, Task } from './task.ts'

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

/** A task that cannot be read counts as the most dangerous one. */
export const UNREADABLE: Subject = { action: '', integration: '', effect: 'write', idempotent: false }

/** What a task says about its action. */
export const subjectOf = ({ request, integration, effect, idempotent, locale }: Task): Subject => ({
  action: String(request.action),
  integration,
  effect,
  idempotent,
  locale: request.locale ?? locale,
})

/** INTERNAL, for a task that is not tried again. */
export const poisonous = (): ActionError => {
  const reason = phrase('the action ended its worker {count} times', { count: MOST_TRIES })
  return new ActionError('INTERNAL', { reason }, { unsent: true })
}

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
