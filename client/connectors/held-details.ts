/** Finds what Message Tracking knows about a held message. No response has both ids. */
import {
  ActionError,
  endsRun,
  failureReason,
  failureText,
  type Log,
  phrase,
} from '../../runtime/sdk/index.ts'
import type { HeldMessage } from '../held-messages.ts'
import type { Client } from '../index.ts'
import { wireTime } from '../time.ts'
import { type Details, identityOf, isFields, type TrackedMail, textAt, timeAt } from '../tracking/mail.ts'
import { messageInfo, searchMessages } from '../tracking.ts'
import { lineOf, textOf, timeOf } from './parts.ts'

/** Details of a held message, or why there are none. */
export interface HeldDetails {
  info?: Details
  trackingId?: string
  messageId?: string
  senderIp?: string
  missing?: string
}

/** Searched period around the time when the message was held. */
const BEFORE = 15 * 60_000
const AFTER = 5 * 60_000
/** Most rows that are compared. */
const ROWS = 200

/** The look-up of one run; it stops once the credentials turn out to lack the permission. */
export function heldLookup(client: Client, log: Log): (row: HeldMessage) => Promise<HeldDetails> {
  let forbidden: string | undefined
  return async (row) => {
    if (forbidden !== undefined) return { missing: forbidden }
    try {
      return await find(client, row)
    } catch (thrown) {
      if (!(thrown instanceof ActionError) || endsRun(thrown)) throw thrown
      if (thrown.code === 'PERMISSION_DENIED') {
        forbidden = failureText(thrown)
        const reason = failureReason(thrown)
        const permission = 'Gateway | Tracking | Read'
        log.warn(
          { code: thrown.code },
          phrase('Held messages come without details: {reason}. They need the permission {permission}.', {
            reason,
            permission,
          }),
        )
      }
      return { missing: failureText(thrown) }
    }
  }
}

async function find(client: Client, row: HeldMessage): Promise<HeldDetails> {
  const time = timeOf(row.dateReceived)
  const [from, to] = [textOf(row.from?.emailAddress), textOf(row.to?.emailAddress)]
  if (time === undefined || from === '' || to === '')
    return { missing: 'The row has no sender, recipient or time' }
  const item = {
    start: wireTime(time - BEFORE),
    end: wireTime(time + AFTER),
    status: ['held'],
    advancedTrackAndTraceOptions: { from, to },
  }
  const found: TrackedMail[] = []
  for await (const mail of searchMessages(client, item, ROWS)) {
    if (isTracked(mail) && textAt(mail, 'subject') === textOf(row.subject)) found.push(mail)
  }
  const [match] = found.sort((one, other) => distance(one, time) - distance(other, time))
  if (!match) return { missing: 'Message Tracking has no such message' }
  const info = await messageInfo<Details>(client, { id: match.id })
  const { ticket } = identityOf(match, info)
  const senderIp = lineOf(match.senderIP)
  return {
    info: withoutBodies(info),
    trackingId: match.id,
    // Without a Message-ID, the ticket is one of Mimecast's own ids.
    ...(ticket.includes('@') && { messageId: ticket }),
    ...(senderIp && { senderIp }),
  }
}

/** Never the text or HTML of a mail: it is hostile, and long. */
function withoutBodies(info: Details): Details {
  const { recipientInfo: recipient, deliveredMessage: _, ...rest } = info
  if (!isFields(recipient) || !isFields(recipient.messageInfo)) return rest
  const { textBody: _text, htmlBody: _html, transmissionInfo: _headers, ...message } = recipient.messageInfo
  return { ...rest, recipientInfo: { ...recipient, messageInfo: message } }
}

const isTracked = (row: unknown): row is TrackedMail =>
  isFields(row) && typeof row.id === 'string' && row.id !== ''

const distance = (mail: TrackedMail, time: number): number => Math.abs((timeAt(mail, 'received') ?? 0) - time)
