import type { Action } from '../../client/index.ts'
import { attachmentLogs, type ScannedAttachment } from '../../client/threat-logs.ts'
import { searchWindow } from '../../client/time.ts'
import { columns, mapRows } from '../../runtime/sdk/index.ts'
import type { GetTtpAttachmentProtectionLogs } from './types.gen.ts'

const shape = columns<ScannedAttachment>()({
  date: 'date',
  result: 'result',
  file_name: 'fileName',
  file_type: 'fileType',
  file_hash: 'fileHash',
  sender_address: 'senderAddress',
  recipient_address: 'recipientAddress',
  subject: 'subject',
  route: 'route',
  action_triggered: 'actionTriggered',
  details: 'details',
  definition: 'definition',
  message_id: 'messageId',
})

export const run: Action<GetTtpAttachmentProtectionLogs> = async ({ inputs, client }) => {
  const { oldest_first: oldestFirst, mail_route: route, result, page_size: limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const logs = attachmentLogs(client, { ...window, oldestFirst, route, result }, limit)
  return { result: mapRows(logs, shape), values: { window } }
}
