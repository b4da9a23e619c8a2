import type { Action } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { columns, mapRows } from '../../runtime/sdk/index.ts'
import type { GetTtpAttachmentProtectionLogs } from './types.gen.ts'

interface Attachment {
  senderAddress?: string
  recipientAddress?: string
  fileName?: string
  fileType?: string
  result?: string
  actionTriggered?: string
  date?: string
  details?: string
  route?: string
  messageId?: string
  subject?: string
  fileHash?: string
  definition?: string
}

const shape = columns<Attachment>()({
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
  const logs = client.list<Attachment>(
    '/api/ttp/attachment/get-logs',
    { ...window, oldestFirst, route, result },
    { rows: 'attachmentLogs', limit },
  )
  return { result: mapRows(logs, shape), values: { window } }
}
