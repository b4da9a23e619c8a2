/** Assigns the results of a call with several items to the items. */
import { type ItemResult, pairResults, phrase } from '../runtime/sdk/index.ts'
import { readEnvelope, refuse, unclear } from './envelope.ts'
import type { Reply } from './types.ts'

/**
 * Returns one result per item, in the order of the items: `data` lists successes, `fail` lists refusals. Throws when the
 * call was refused as a whole.
 */
export function pair<T>(reply: Reply, items: readonly object[]): ItemResult<object, T>[] {
  const { envelope, failures } = readEnvelope<T>(reply)
  return pairResults(
    items,
    { values: envelope.data, failures },
    {
      refused: (group) => refuse(reply, group, undefined),
      missing: () => unclear(reply, phrase('it contains no result for this item')),
    },
  )
}
