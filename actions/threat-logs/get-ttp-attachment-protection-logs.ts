import type { Action } from '../../client/index.ts'
import { attachmentLogs } from '../../client/threat-logs.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { GetTtpAttachmentProtectionLogs } from './types.gen.ts'

export const run: Action<GetTtpAttachmentProtectionLogs> = async ({ inputs, client, toRow }) => {
  const { oldest_first: oldestFirst, mail_route: route, result, page_size: limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const logs = attachmentLogs(client, { ...window, oldestFirst, route, result }, limit)
  return { result: mapRows(logs, toRow), values: { window } }
}
