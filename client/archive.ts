/** Endpoints of the archive: searches, lists, messages and logs. */
import type {
  GetArchiveMessage,
  ListArchiveMessages,
  ListArchiveSearchLogs,
  ListArchiveViewLogs,
  ListMessageSearchLogs,
} from '../actions/archive/types.gen.ts'
import { withoutEmpty } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'

/**
 * Archived messages that a query finds, with the fields it asks for. Without "admin", Mimecast searches only the archive of
 * the service user and returns an empty list without an error.
 *
 * @param query XML (docs/vendor/mimecast-mail.md#archive-query)
 */
export const searchArchive = <T>(client: Client, query: string, limit: number) =>
  withoutEmpty(
    client.list<T>('/api/archive/search', { admin: true, query }, { rows: 'items', page_size: null, limit }),
  )

/** A message of a mailbox; `to` is a single person or a list. */
export type ArchivedMessage = ListArchiveMessages['wire'] & { to?: unknown }

/** Messages that a mailbox received or sent. Without the mailbox, Mimecast reads that of the service user. */
export const archiveMessages = (
  client: Client,
  item: {
    mailbox: string
    view: string
    start: string
    end: string
    includeAliases: boolean
    includeDelegates: boolean
  },
  limit?: number,
) => client.list<ArchivedMessage>('/api/archive/get-message-list', item, { limit })

/** Headers, start of the body and attachments of a message. */
export const archiveMessage = (client: Client, id: string, context: string) =>
  client.one<GetArchiveMessage['wire']>('/api/archive/get-message-detail', { id, admin: true, context })

/** A part of a message, or its whole source. */
export const archivePart = (
  client: Client,
  item: { id: string; type: string; context: string; mailbox?: string; stripDangerous?: true },
  maxBytes: number,
) => client.download('/api/archive/get-message-part', item, { max_bytes: maxBytes })

/** A file of a message, or with API 2.0 a whole message. */
export const archiveFile = (client: Client, id: string, maxBytes: number) =>
  client.download('/api/archive/get-file', { id }, { max_bytes: maxBytes })

/** A search of the archive. */
export type SearchLog = ListArchiveSearchLogs['wire']

/** Searches of the archive; the log has no window. */
export const archiveSearchLogs = (client: Client, query: string | undefined) =>
  client.list<SearchLog>('/api/archive/get-archive-search-logs', query === undefined ? null : { query }, {
    rows: 'logs',
  })

/** A window of a log, and a text to search for. */
interface LogQuery {
  start: string
  end: string
  query?: string
}

/** Searches for messages in a window. */
export const searchLogs = (client: Client, item: LogQuery, limit?: number) =>
  client.list<ListMessageSearchLogs['wire']>('/api/archive/get-search-logs', item, { rows: 'logs', limit })

/** Views of archived messages in a window. */
export const viewLogs = (client: Client, item: LogQuery, limit?: number) =>
  client.list<ListArchiveViewLogs['wire']>('/api/archive/get-view-logs', item, { limit })
