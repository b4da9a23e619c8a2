import type { Action } from '../../client/index.ts'
import { type Click, urlLogs } from '../../client/threat-logs.ts'
import { searchWindow } from '../../client/time.ts'
import { columns, mapRows } from '../../runtime/sdk/index.ts'
import type { GetTtpUrlLogs } from './types.gen.ts'

const shape = columns<Click>()({
  date: 'date',
  scan_result: 'scanResult',
  action: 'action',
  url: 'url',
  user_email_address: 'userEmailAddress',
  from_user_email_address: 'fromUserEmailAddress',
  subject: 'subject',
  route: 'route',
  category: 'category',
  actions: 'actions',
  sending_ip: 'sendingIp',
  creation_method: 'creationMethod',
  email_parts_description: 'emailPartsDescription',
  ttp_definition: 'ttpDefinition',
  admin_override: 'adminOverride',
  user_override: 'userOverride',
  user_awareness_action: 'userAwarenessAction',
  message_id: 'messageId',
  tag_map: 'tagMap',
})

export const run: Action<GetTtpUrlLogs> = async ({ inputs, client }) => {
  const { oldest_first: oldestFirst, route, scan_result: scanResult, page_size: limit } = inputs
  const window = searchWindow(inputs.start_time, inputs.end_time)
  const logs = urlLogs(client, { ...window, oldestFirst, route, scanResult }, limit)
  return { result: mapRows(logs, shape), values: { window } }
}
