/** Endpoints of managed senders: permit, block, remove (docs/vendor/mimecast-policies.md#managed-senders). */
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

const MANAGED = '/email/cloud-gateway/v1/managed-senders'

/** Which entries are removed. Mimecast does not accept `type` beside `action`. */
export interface Removal {
  type?: 'auto' | 'manual'
  action?: 'block' | 'permit'
  trusted?: true
}

/** Removes the entries of senders, for all recipients. Returns the number that Mimecast reports, if it reports one. */
export const removeSenders = (client: Client, ids: readonly string[], filter: Removal) =>
  bulkDelete(client, `${MANAGED}/senders/bulk-delete`, { ids, ...filter })

/** Removes the entries of a recipient. No documentation describes the body. */
export const removeSendersOf = (client: Client, recipient: string, filter: Removal) =>
  bulkDelete(client, `${MANAGED}/recipients/${encodeURIComponent(recipient)}/bulk-delete`, filter)

async function bulkDelete(client: Client, path: string, body: object): Promise<number | null> {
  const answer = await client.resource<{ deletedCount?: unknown } | undefined>('POST', path, { body })
  return typeof answer?.deletedCount === 'number' ? answer.deletedCount : null
}
