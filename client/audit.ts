/** Endpoints of audit events (docs/vendor/mimecast-logs.md#audit-events). */
import type { ListAuditCategories, ListAuditEvents } from '../actions/audit/types.gen.ts'
import type { Client } from './index.ts'

/** What an administrator or a user did. */
export type AuditEvent = ListAuditEvents['wire']

/** A category of events. */
export type AuditCategory = ListAuditCategories['wire']

/** Events in a window, newest first; `categories` are codes. */
export const auditEvents = (
  client: Client,
  item: {
    startDateTime: string
    endDateTime: string
    query?: string | undefined
    categories?: readonly string[] | undefined
  },
  limit?: number,
) => client.list<AuditEvent>('/api/audit/get-audit-events', item, { limit })

/** All categories. No paging is documented. */
export const auditCategories = (client: Client) =>
  client.list<AuditCategory>('/api/audit/get-categories', null, { rows: 'categories', page_size: null })
