/** Permits or blocks a sender: one call with two actions (docs/vendor/mimecast-policies.md#managed-senders). */
import { phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { refused } from './vendor.ts'

interface ManagedSender {
  id: string
  sender: string
  to: string
  type: string
}

/** Sets the single entry for a sender and recipient. Throws VENDOR_REJECTED when the response has another type. */
export async function manageSender(
  client: Client,
  action: 'block' | 'permit',
  { sender, recipient }: { sender: string; recipient: string },
): Promise<{ id: string; sender: string; recipient: string }> {
  const path = '/api/managedsender/permit-or-block-sender'
  const entry = await client.one<ManagedSender>(path, { action, to: recipient, sender })
  const type = typeof entry.type === 'string' ? entry.type : 'unknown'
  if (type.toLowerCase() !== action)
    throw refused(phrase('the entry is of type "{type}", not "{wanted}"', { type, wanted: action }))
  return { id: entry.id, sender: entry.sender, recipient: entry.to }
}
