import type { Action } from '../../client/index.ts'
import { rejections } from '../../client/mail-flow.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListRejections } from './types.gen.ts'

export const run: Action<ListRejections> = async ({ inputs, client, toRow }) => {
  const { query, search_field: field, mailbox, limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const fieldName = field === 'remote_ip' ? 'remoteIp' : field
  const found = rejections(
    client,
    {
      start: window.from,
      end: window.to,
      ...(query !== undefined && { searchBy: { fieldName, value: query } }),
      ...(mailbox !== undefined && { mailbox }),
    },
    limit,
  )
  return { result: mapRows(found, toRow), values: { window } }
}
