import type { Action } from '../../client/index.ts'
import { invalid } from '../../client/parameters.ts'
import { wireTime } from '../../client/time.ts'
import { searchMessages } from '../../client/tracking.ts'
import { mapRows, timeWindow } from '../../runtime/sdk/index.ts'
import type { SearchMessages } from './types.gen.ts'

type Inputs = SearchMessages['inputs']

const DAY = 86_400_000

/** Mimecast refuses a start that is 30 days back. */
const LONGEST = 29 * DAY

export const run: Action<SearchMessages> = async ({ inputs, client, toRow }) => {
  const { status = [], route = [], search_reason: reason, with_attachments, limit } = inputs
  const criterion = criterionOf(inputs)
  const { from, to } = windowOf(inputs)
  const window = { from: wireTime(from), to: wireTime(to) }
  const found = searchMessages<SearchMessages['wire']>(
    client,
    {
      ...criterion,
      start: window.from,
      end: window.to,
      ...(status.length > 0 && { status }),
      ...(route.length > 0 && { route }),
      ...(with_attachments && { attachments: true }),
      ...(reason !== undefined && { searchReason: reason }),
    },
    limit,
  )
  return { result: mapRows(found, toRow), values: { window } }
}

/** Mimecast takes the Message-ID alone, or the other options. */
function criterionOf({ message_id: messageId, sender, recipient, subject, sender_ip, url }: Inputs): object {
  const options = { from: sender, to: recipient, subject, senderIP: sender_ip, url }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  if ((messageId !== undefined) === given.length > 0) {
    const rule = messageId === undefined ? 'required_one' : 'only_one'
    throw invalid({ where: 'message_id', rule, values: { name: 'Message ID', other: 'Sender' } })
  }
  return messageId === undefined ? { advancedTrackAndTraceOptions: Object.fromEntries(given) } : { messageId }
}

/** The window; without a start it begins 29 days before now, whatever its end is. */
function windowOf({ start_time, end_time }: Inputs) {
  const now = Date.now()
  const { to } = timeWindow(undefined, end_time, { now })
  return timeWindow(start_time, end_time, { now, length: Math.max(0, to - (now - LONGEST)) })
}
