/** The failure of a table run whose results are lost. */
import { toActionError } from '../../../contract/errors.ts'
import { phrase } from '../../../contract/phrases.ts'
import { storageFailed } from '../../../contract/refuse.ts'
import type { Totals } from '../../../table/totals.ts'

/**
 * The error that ended a run, or the one that matters more: rows changed something and no line says so. It lists them, and
 * its exit code is one that no engine takes for a reason to repeat.
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
