/** Failures that come before there is a run: as a result, and as a sentence. */
import type { ActionError } from '../../errors.ts'
import { writeError, writeProblems } from '../../messages.ts'
import type { Result } from '../../types.ts'

/** 2 for what was asked the wrong way, before anything was done; 1 for everything else. */
export const exitCodeOf = ({ code, facts }: ActionError): number =>
  code === 'REQUEST_INVALID' && facts.unsent !== false ? 2 : 1

/** The result of a request that never became a run. Nothing was sent. */
export function failedResult(error: ActionError, locale: string | undefined, action = ''): Result {
  const language = locale ?? 'en'
  const reason = writeError(language, error)
  const problems = writeProblems(language, error.facts.problems ?? [])
  return {
    is_success: false,
    output_message: reason,
    json_result: null,
    error: { code: error.code, reason, retryable: false, ...(problems.length ? { problems } : {}) },
    run: { action: action.slice(0, 80), version: '', locale: language, ms: 0, requests: 0 },
  }
}
