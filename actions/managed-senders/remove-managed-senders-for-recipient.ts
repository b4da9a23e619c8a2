import type { Action } from '../../client/index.ts'
import { removeSendersOf } from '../../client/managed-senders.ts'
import type { RemoveManagedSendersForRecipient } from './types.gen.ts'

export const run: Action<RemoveManagedSendersForRecipient> = async ({ inputs, client }) => {
  const { recipient, action } = inputs
  return { result: { recipient, removed_count: await removeSendersOf(client, recipient, { action }) } }
}
