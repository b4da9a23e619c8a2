/** Recognises output that can no longer be written. */
import { ActionError } from '../../contract/errors.ts'

/**
 * For `catch` where a table run writes: a full disk is no fault of the product. The error says that rows may have been sent
 * (`unsent: false`), unlike what is refused before the run.
 *
 * @param what the thing that could not be written, as the sentence names it
 * @throws ActionError REQUEST_INVALID, always
 */
export const unwritable =
  (what: string) =>
  (cause: unknown): never => {
    if (cause instanceof ActionError) throw cause
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException
    const reason = `Cannot write ${what} (${code}). Free space or name another place, then run it again; with --ledger and --resume nothing is sent twice.`
    throw new ActionError('REQUEST_INVALID', { reason }, { cause, unsent: false })
  }
