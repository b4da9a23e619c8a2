/**
 * Endpoints of Message Tracking.
 *
 * Sources: docs/vendor/mimecast-mail.md#message-tracking, docs/vendor/mimecast-mail.md#decisions-by-tracking-id.
 */
import type { Client } from './index.ts'

/** Tracked messages of a search; `item` contains the window and what to search for. */
export const searchMessages = <T = unknown>(client: Client, item: object, limit?: number) =>
  client.list<T>('/api/message-finder/search', item, { rows: 'trackedEmails', limit })

/** Everything that Mimecast knows about a tracked message; every field may be missing. */
export const messageInfo = <T extends object>(client: Client, item: { id: string; loadContent?: string }) =>
  client.one<T>('/api/message-finder/get-message-info', item, { read: true })

/** Reports a message to Mimecast. API 2.0 does not document the call. */
export const reportMessage = (client: Client, item: { id: string; type: string; comment?: string }) =>
  client.call('/api/message-finder/report-message', { data: [item] })

/**
 * Rejects a held message by its tracking id, in API 1.0. No documentation lists the path: the absence of a refusal counts as
 * success, as in the reference system.
 */
export const rejectTracked = (
  client: Client,
  item: { id: string; notify: boolean; notes?: string; reason?: string },
) => client.call('/api/message-finder/reject-held-email', { data: [item] })

/**
 * Releases a held message to the sandbox by its tracking id, in API 1.0. Returns false only if Mimecast says so; the path is
 * not documented either.
 */
export async function releaseToSandbox(client: Client, id: string): Promise<boolean> {
  const path = '/api/message-finder/release-held-email-to-sandbox'
  const { data } = await client.call<{ release?: unknown } | null>(path, { data: [{ id }] })
  return data[0]?.release !== false
}
