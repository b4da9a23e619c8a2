/** Converts the results of messages to the outcome of an action. */
import type { Outcome } from '../runtime/sdk/index.ts'
import type { Decided } from './held-mail.ts'

/**
 * The outcome: the manifest's `success` for one message, `several` for more, `refused` when the only one was not processed,
 * `incomplete` (with `values.done` and `values.failed`) when some were not.
 *
 * @param row creates the row of a message; the reason of a failure is added to it
 * @throws ActionError when the only message failed for a reason that Mimecast gave
 */
export function tellDecided<R extends { id: string }>(
  decided: Decided[],
  row: (id: string, done: boolean) => R,
): Outcome<(R & { error?: string })[]> {
  const result = decided.map((one) => ({
    ...row(one.id, one.done),
    ...(!one.done && { error: whyNot(one) }),
  }))
  const failed = decided.filter(({ done }) => !done)
  if (failed.length === 0) return { result, ...(decided.length > 1 && { message: 'several' }) }
  const [only] = decided
  if (decided.length === 1) {
    if (only?.error) throw only.error
    // The message contains everything that a row could show.
    return { result: [], success: false, message: 'refused' }
  }
  const ids = (some: Decided[]): string[] => some.map(({ id }) => id)
  const done = ids(decided.filter((one) => one.done))
  return { result, success: false, message: 'incomplete', values: { done, failed: ids(failed) } }
}

function whyNot({ error }: Decided): string {
  if (!error) return 'Mimecast did not do it; the message is probably not held any more'
  const reason = String(error.values.reason ?? error.code)
  return error.code === 'OUTCOME_UNKNOWN' ? `whether it was done is not known: ${reason}` : reason
}
