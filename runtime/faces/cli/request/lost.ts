/** The error for a result that could not be written to standard output. */
import type { ActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { storageFailed, writeFault } from '../../../contract/refuse.ts'
import type { Exchanged } from './answer.ts'

/**
 * STORAGE_FAILED that reports what the caller can no longer see: whether the action changed something. If it may have,
 * `retryable` is false and the exit code is one that engines do not treat as a failure of the action.
 */
export function resultLost({ result, written }: Exchanged, cause: Error): ActionError {
  const fault = writeFault(cause)
  if (!written) {
    const reason = phrase(
      'Cannot write the result to standard output: {fault}. Nothing was changed; you can run it again.',
      { fault },
    )
    return storageFailed(reason, { cause })
  }
  const reason = result.is_success
    ? phrase(
        'The action was carried out, but its result is lost. Cannot write standard output: {fault}. Do not run it again.',
        { fault },
      )
    : phrase(
        'The action failed with {code} after a request that may have changed something, and its result is lost. Cannot write standard output: {fault}. Check the tenant before you run it again.',
        { code: result.error?.code ?? 'INTERNAL', fault },
      )
  return storageFailed(reason, { cause, unsent: false, retryable: false })
}
