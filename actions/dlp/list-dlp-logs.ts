import { dlpLogs } from '../../client/dlp.ts'
import type { Action } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListDlpLogs } from './types.gen.ts'

export const run: Action<ListDlpLogs> = async ({ inputs, client, toRow }) => {
  const { query, search_field, routes, actions, oldest_first: oldestFirst, limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const search = query === undefined ? {} : { searchField: FIELDS[search_field], query }
  const found = dlpLogs(client, { ...window, oldestFirst, ...search, routes, actions }, limit)
  return { result: mapRows(found, toRow, { limit }), values: { window } }
}

/** Search fields by their names on the wire; a search field without a query is refused there. */
const FIELDS = {
  all: 'all',
  sender_address: 'senderAddress',
  recipient_address: 'recipientAddress',
  subject: 'subject',
  policy: 'policy',
} as const
