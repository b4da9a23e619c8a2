import { searchArchive } from '../../client/archive.ts'
import { buildArchiveQuery } from '../../client/archive-query.ts'
import type { Action } from '../../client/index.ts'
import { timeFrame } from '../../client/time.ts'
import type { SimpleArchiveSearch } from './types.gen.ts'

export const run: Action<SimpleArchiveSearch> = async ({ inputs, client }) => {
  const { fields_to_return: fields, mailboxes, from, to, subject, max_emails_to_return: limit } = inputs
  const frame = timeFrame(inputs.time_frame, inputs.start_time, inputs.end_time)
  const query = buildArchiveQuery({ fields, mailboxes, from, to, subject, ...frame })
  return { result: searchArchive<SimpleArchiveSearch['result'][number]>(client, query, limit) }
}
