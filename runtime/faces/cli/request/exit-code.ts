/** Failures before a run: as a result, and as a sentence. */
import type { ActionError } from '../../../contract/errors.ts'

/**
 * 2 for misuse, before anything was done. 3 if something was changed and the result that says so is lost, so that
 * repeating the call would change it twice. 1 for everything else.
 */
export function exitCodeOf({ code, facts }: ActionError): number {
  if (code === 'REQUEST_INVALID' && facts.unsent !== false) return 2
  return code === 'STORAGE_FAILED' && facts.retryable === false ? 3 : 1
}
