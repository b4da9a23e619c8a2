/** Writes refusals in the caller's language. */
import { ActionError, isRetryable, toActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'
import { languageOf, writeError, writeProblems } from '../../i18n/sentences.ts'
import type { Refusal } from './order.ts'

/** Turns an error into a refusal. Nothing was sent, so a transient one may be retried. */
export async function refusalOf(
  thrown: unknown,
  locale: string,
  more: Omit<Refusal, 'refused'> = {},
): Promise<Refusal> {
  const error = toActionError(thrown)
  const language = await languageOf(locale)
  const { problems = [], retry_after_ms } = error.facts
  const refused = {
    code: error.code,
    reason: writeError(language, error),
    retryable: isRetryable(error, true),
    ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
    ...(problems.length > 0 ? { problems: writeProblems(language, problems) } : {}),
  }
  return { refused, ...more }
}

/** Creates the error for a run that does not exist, or that the caller may not see. */
export const noRun = (id: string): ActionError =>
  new ActionError('NOT_FOUND', { reason: phrase('There is no run "{id}".', { id: id.slice(0, 80) }) })

/** Whether an answer of the service is a refusal. */
export const isRefusal = (answer: object): answer is Refusal => 'refused' in answer
