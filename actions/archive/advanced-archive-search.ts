import { explainingFaults } from '../../client/archive-fault.ts'
import type { Action } from '../../client/index.ts'
import { withoutEmpty } from '../../runtime/sdk/index.ts'
import type { AdvancedArchiveSearch } from './types.gen.ts'

export const run: Action<AdvancedArchiveSearch> = async ({ inputs, client }) => {
  const { xml_query: query, max_emails_to_return: limit } = inputs
  // Without "admin", Mimecast searches only the archive of the service user and returns an empty list without an error.
  const rows = client.list<AdvancedArchiveSearch['result'][number]>(
    '/api/archive/search',
    { admin: true, query },
    { rows: 'items', page_size: null, limit },
  )
  return { result: explainingFaults(withoutEmpty(rows), query) }
}
