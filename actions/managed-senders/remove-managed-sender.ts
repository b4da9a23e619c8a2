import type { Action } from '../../client/index.ts'
import { removeSenders } from '../../client/managed-senders.ts'
import { invalid } from '../../client/parameters.ts'
import type { RemoveManagedSender } from './types.gen.ts'

export const run: Action<RemoveManagedSender> = async ({ inputs, client }) => {
  const { senders, action, entry_type: type, trusted_only } = inputs
  if (action !== undefined && type !== undefined)
    throw invalid({ where: 'action', rule: 'only_one', values: { name: 'Action', other: 'Entry Type' } })
  // Mimecast refuses repeated senders.
  const removed_count = await removeSenders(client, [...new Set(senders)], {
    ...(action !== undefined && { action }),
    ...(type !== undefined && { type }),
    ...(trusted_only && { trusted: true }),
  })
  return { result: { senders, removed_count } }
}
