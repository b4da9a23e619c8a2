/** Says why a run cannot be undone. */
import { ActionError } from '../../contract/errors.ts'
import { type Phrase, phrase, quoted } from '../../contract/phrases.ts'
import type { Result, UndoOutlook, UndoRequest } from '../../contract/result.ts'

/** The part of a result that decides. */
export type Undoable = Pick<Result, 'is_success' | 'error' | 'dry_run' | 'undo'>

/**
 * The request that undoes a run.
 *
 * @param outlook what the manifest of its action says, if it is known
 * @throws ActionError UNDO_REFUSED
 */
export function undoOf(result: Undoable, outlook?: UndoOutlook): UndoRequest {
  const reason = reasonAgainst(result, outlook)
  if (reason !== undefined) throw undoRefused(reason)
  return result.undo as UndoRequest
}

/** The error for a run that cannot be undone. Nothing was sent. */
export const undoRefused = (reason: Phrase): ActionError =>
  new ActionError('UNDO_REFUSED', { reason }, { unsent: true })

function reasonAgainst(
  { is_success, error, dry_run, undo }: Undoable,
  outlook?: UndoOutlook,
): Phrase | undefined {
  if (dry_run !== undefined) return phrase('it was a dry run, which sent nothing')
  if (error?.code === 'OUTCOME_UNKNOWN')
    return phrase('its outcome is unknown. Look in the tenant whether the write happened')
  if (!is_success) return phrase('it did not succeed')
  if (undo !== undefined) return undefined
  if (outlook && 'none' in outlook) return quoted(outlook.none)
  return phrase('it changed nothing, or the state before it is not known')
}
