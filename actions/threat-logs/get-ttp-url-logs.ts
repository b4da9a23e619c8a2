import type { Action } from '../../client/index.ts'
import { urlLogs } from '../../client/threat-logs.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetTtpUrlLogs } from './types.gen.ts'

export const run: Action<GetTtpUrlLogs> = async ({ inputs, client, toRow }) => {
  const { oldest_first: oldestFirst, route, scan_result: scanResult, page_size: limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const logs = urlLogs(client, { ...window, oldestFirst, route, scanResult }, limit)
  return { result: mapRows(logs, toRow), values: { window } }
}
