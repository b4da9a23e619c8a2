/** Converts the results of a write on several items to the outcome of an action. */
import type { Outcome } from '../../contract/action.ts'
import type { ItemResult } from './many.ts'

/** Options of `outcomeOf`. */
export interface OutcomeOptions<R> {
  /** Creates the row of an item; the reason of a failure is added to it as `error`. */
  row: (id: string, done: boolean) => R
  /** What `error` says about an item that the vendor did not process and gave no reason for. */
  unexplained: string
}

/**
 * The outcome of a write. The value of a result is true when the vendor confirmed that the item was processed. The message
 * is the manifest's `success` for one item and `several` for more, `refused` when the only one was not processed, and
 * `incomplete`, with the ids in `values.done` and `values.failed`, when some were not.
 *
 * @throws ActionError the failure of the only item
 */
export function outcomeOf<R extends object>(
  results: readonly ItemResult<string, boolean>[],
  { row, unexplained }: OutcomeOptions<R>,
): Outcome<(R & { error?: string })[]> {
  const rows = results.map((one) => ({
    ...row(one.item, isDone(one)),
    ...(!isDone(one) && { error: one.ok ? unexplained : reasonOf(one) }),
  }))
  const failed = results.filter((one) => !isDone(one))
  if (failed.length === 0) return { result: rows, ...(results.length > 1 && { message: 'several' }) }
  const [only] = results
  if (only && results.length === 1) {
    if (!only.ok) throw only.error
    // The message contains everything that a row could show.
    return { result: [], success: false, message: 'refused' }
  }
  const ids = (some: readonly ItemResult<string, boolean>[]): string[] => some.map(({ item }) => item)
  const done = ids(results.filter(isDone))
  return { result: rows, success: false, message: 'incomplete', values: { done, failed: ids(failed) } }
}

const isDone = (one: ItemResult<string, boolean>): boolean => one.ok && one.value

function reasonOf({ error }: Extract<ItemResult<string, boolean>, { ok: false }>): string {
  const reason = String(error.values.reason ?? error.code)
  return error.code === 'OUTCOME_UNKNOWN' ? `whether it was done is not known: ${reason}` : reason
}
