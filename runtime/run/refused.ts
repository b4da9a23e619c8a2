/** Builds results of requests that were rejected before a run started. */
import type { ActionError } from '../contract/errors.ts'
import type { Result } from '../contract/result.ts'
import { languageOf, writeError, writeProblems } from '../i18n/sentences.ts'

/** Returns the result of a request that was rejected before a run started. Nothing was sent. */
export async function failedResult(error: ActionError, locale = 'en', action = ''): Promise<Result> {
  const language = await languageOf(locale)
  const reason = writeError(language, error)
  const problems = writeProblems(language, error.facts.problems ?? [])
  return {
    is_success: false,
    output_message: reason,
    json_result: null,
    error: { code: error.code, reason, retryable: false, ...(problems.length ? { problems } : {}) },
    run: { action: action.slice(0, 80), version: '', locale, ms: 0, requests: 0 },
  }
}
