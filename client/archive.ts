/** Endpoint of the archive search. */
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
