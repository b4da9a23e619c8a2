/** Problems: responses to requests that were not carried out (RFC 9457). */
import type { Code } from '../../../contract/codes.ts'
import type { Problem, ResultError } from '../../../contract/result.ts'
import { type Language, remedyOf } from '../../../i18n/sentences.ts'
import { statusOf } from './status.ts'

/** The body of a problem. */
export interface ProblemBody {
  type: string
  /** The code in words. */
  title: string
  status: number
  /** The sentence, in the caller's language. */
  detail: string
  /** Path of the run that the problem is about, else of the request. */
  instance: string
  code: Code
  /** True if the same request may succeed later. */
  retryable: boolean
  retry_after_ms?: number
  problems?: Problem[]
  remedy: string
  trace_id?: string
}

/** Writes why a request was not carried out. */
export function toProblem(error: ResultError, language: Language, instance: string): ProblemBody {
  const { code, reason, retryable, retry_after_ms, problems } = error
  return {
    type: `urn:soar:error:${code}`,
    title: titleOf(code),
    status: statusOf(code),
    detail: reason,
    instance,
    code,
    retryable,
    ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
    ...(problems === undefined ? {} : { problems }),
    remedy: remedyOf(language, code),
  }
}

const titleOf = (code: Code): string => {
  const words = code.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
