import { buildArchiveQuery } from '../../client/archive-query.ts'
import type { Action } from '../../client/index.ts'
import { timeFrame } from '../../client/time.ts'
import { withoutEmpty } from '../../runtime/sdk/index.ts'
import type { SimpleArchiveSearch } from './types.gen.ts'

export const run: Action<SimpleArchiveSearch> = async ({ inputs, client }) => {
  const { fields_to_return: fields, mailboxes, from, to, subject } = inputs
  const frame = timeFrame(inputs.time_frame, inputs.start_time, inputs.end_time)
  const query = buildArchiveQuery({ fields, mailboxes, from, to, subject, ...frame })
  // Without "admin", Mimecast searches only the archive of the service user and returns an empty list without an error.
  const rows = client.list<SimpleArchiveSearch['result'][number]>(
    '/api/archive/search',
    { admin: true, query },
    { rows: 'items', page_size: null, limit: inputs.max_emails_to_return },
  )
  return { result: withoutEmpty(rows) }
}
