/** Recognises output that can no longer be written. */
import { ActionError } from '../../contract/errors.ts'
import { phrase, type Word } from '../../contract/phrases.ts'
import { cannotWrite } from '../../contract/refuse.ts'

/**
 * For `catch` where a table run writes. The error says that rows may have been sent (`unsent: false`), unlike errors
 * before the run.
 *
 * @param what the name in the message of the thing that could not be written
 * @throws ActionError STORAGE_FAILED, always
 */
export const unwritable =
  (what: Word) =>
  (cause: unknown): never => {
    if (cause instanceof ActionError) throw cause
    throw cannotWrite(
      what,
      cause,
      phrase(
        'Free space or name another place, then run it again; with --ledger and --resume nothing is sent twice.',
      ),
      { unsent: false },
    )
  }
