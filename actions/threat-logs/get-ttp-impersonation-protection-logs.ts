import type { Action } from '../../client/index.ts'
import { impersonationLogs } from '../../client/threat-logs.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetTtpImpersonationProtectionLogs } from './types.gen.ts'

export const run: Action<GetTtpImpersonationProtectionLogs> = async ({ inputs, client, toRow }) => {
  const { oldest_first: oldestFirst, search_field: searchField = 'all', query, page_size: limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const logs = impersonationLogs(
    client,
    { ...window, oldestFirst, ...(query !== undefined && { searchField, query }) },
    limit,
  )
  return { result: mapRows(logs, toRow), values: { window } }
}
