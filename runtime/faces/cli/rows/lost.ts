/** The failure of a table run whose results are lost. */
import { toActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { storageFailed } from '../../../contract/refuse.ts'
import type { Totals } from '../../../table/totals.ts'

/**
 * The error that ended a run, or a more important one: rows changed something and no line reports it. That error lists the
 * rows, and its exit code is one that engines do not treat as a reason to retry.
 */
export function linesLost(thrown: unknown, { lost }: Totals): unknown {
  if (lost === undefined || lost.rows === 0) return thrown
  const { code, words } = toActionError(thrown)
  const list = lost.first.join(', ') + (lost.rows > lost.first.length ? ', …' : '')
  const reason = phrase(
    'Rows were sent and their results are lost ({count}): {list}. Check them in the tenant before you run the table again. {cause}',
    { count: lost.rows, list, cause: words.reason ?? code },
  )
  return storageFailed(reason, { cause: thrown, unsent: false, retryable: false })
}
