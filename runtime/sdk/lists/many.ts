/** Sends calls for several items and keeps a result for each. */
import { ActionError } from '../../contract/errors.ts'
import { phrase } from '../../contract/phrases.ts'

/** The result for one item. */
export type ItemResult<I, T> = { item: I; ok: true; value: T } | { item: I; ok: false; error: ActionError }

/** Options of `many` and `chunks`. */
export interface ManyOptions {
  /**
   * Whether the remaining items are sent after a call failed with this error. Default: after VENDOR_REJECTED only, because a
   * refusal concerns its own items, while any other failure would meet the next call as well.
   */
  continueAfter?: (error: ActionError) => boolean
}

const isRefusal = ({ code }: ActionError): boolean => code === 'VENDOR_REJECTED'

/**
 * Sends one call per item, one after another, and returns a result for each, in their order. Items after a failure that
 * ends the list are not sent; their error is CANCELLED.
 *
 * @throws ActionError the failure of the first call, if it is the only call or ends the list: then nothing was done. Errors
 *   of any other kind are always thrown
 */
export async function many<I, T>(
  items: readonly I[],
  call: (item: I) => Promise<T>,
  options: ManyOptions = {},
): Promise<ItemResult<I, T>[]> {
  return chunks(
    items,
    1,
    async ([item]) => [{ item: item as I, ok: true, value: await call(item as I) }],
    options,
  )
}

/**
 * The same with up to `size` items per call, for vendors that take several at once. `call` returns a result for each item of
 * its part, in their order (`pairResults` creates them from a response).
 */
export async function chunks<I, T>(
  items: readonly I[],
  size: number,
  call: (part: readonly I[]) => Promise<readonly ItemResult<I, T>[]>,
  { continueAfter = isRefusal }: ManyOptions = {},
): Promise<ItemResult<I, T>[]> {
  const results: ItemResult<I, T>[] = []
  while (results.length < items.length) {
    const part = items.slice(results.length, results.length + size)
    try {
      results.push(...(await call(part)))
    } catch (thrown) {
      if (!(thrown instanceof ActionError)) throw thrown
      const goesOn = continueAfter(thrown)
      if (results.length === 0 && (items.length <= size || !goesOn)) throw thrown
      results.push(...part.map((item): ItemResult<I, T> => ({ item, ok: false, error: thrown })))
      if (!goesOn) return [...results, ...items.slice(results.length).map(unsent)]
    }
  }
  return results
}

function unsent<I>(item: I): ItemResult<I, never> {
  const reason = phrase('it was not sent, because an earlier one failed')
  return { item, ok: false, error: new ActionError('CANCELLED', { reason }, { unsent: true }) }
}
