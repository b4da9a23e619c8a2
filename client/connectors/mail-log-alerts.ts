/** Makes alerts of the logs about the way of mail: decisions about held mail, rejections, content policies. */
import type { ListRejections } from '../../actions/mail-flow/types.gen.ts'
import type { Alert, Found, Severity } from '../../runtime/sdk/index.ts'
import { addressOf, listed } from '../addresses.ts'
import type { DlpLog } from '../dlp.ts'
import type { ReleaseLog } from '../held-messages.ts'
import { at } from '../tracking/mail.ts'
import { alertWith, type EntityPart, entitiesOf, type Fields, lineOf, messageIdOf, textOf } from './parts.ts'

/** A message that was rejected on arrival. */
export type Rejection = ListRejections['wire']

/** Risks of the spam scan that matter once a message was delivered. */
const RISKS: Record<string, Severity> = { medium: 'medium', high: 'high' }

/** The alert of a decision about a held message. */
export function releaseAlert(row: ReleaseLog, { id, time }: Found<ReleaseLog>, productField: string): Alert {
  const source = row as Fields
  const isReleased = source.status === 'released'
  const risk = textOf(at(source, 'spamProcessingDetail', 'spamVerdict', 'risk'))
  return alertWith(productField, {
    id,
    time,
    product: 'Held Messages',
    title: isReleased ? 'Held Message Released' : 'Held Message Rejected',
    description: lineOf(source.messageInfo),
    severity: isReleased ? (RISKS[risk] ?? 'low') : 'informational',
    rule: 'Held Message Release Log',
    reason: lineOf(source.heldReason),
    entities: entitiesOf(
      ['email', 'sender', addressOf(source.fromEnv)],
      ['email', 'sender', addressOf(source.fromHdr)],
      ...listed(source.to).map((person): EntityPart => ['email', 'recipient', addressOf(person)]),
      ['email', 'user', addressOf(source.operator)],
    ),
    events: [{ ...source, event_type: isReleased ? 'HeldMessageReleased' : 'HeldMessageRejected' }],
    source,
  })
}

/** The alert of a rejected message. */
export function rejectionAlert(row: Rejection, { id, time }: Found<Rejection>, productField: string): Alert {
  return alertWith(productField, {
    id,
    time,
    product: 'Rejections',
    title: 'Message Rejected',
    description: lineOf(row.info),
    severity: 'low',
    rule: lineOf(row.type) || 'Rejection',
    reason: lineOf(row.description),
    entities: entitiesOf(
      ['email', 'sender', row.fromAddress],
      ['email', 'recipient', row.toAddress],
      ['ip', 'sender', row.ipAddress],
    ),
    events: [{ ...row, event_type: 'MessageRejected' }],
    source: { ...row },
  })
}

/** The alert of what content policies did to a message: one event for each policy and action. */
export function dlpAlert({ id, time, rows }: Found<DlpLog>, productField: string): Alert {
  const [row] = rows
  const actions = [...new Set(rows.map(({ action }) => lineOf(action)))].filter(Boolean)
  return alertWith(productField, {
    id,
    time,
    product: 'Data Leak Prevention',
    title: actions.length > 0 ? `Content Policy: ${actions.join(', ')}` : 'Content Policy',
    description: lineOf(row.subject),
    // A notification changes nothing.
    severity: actions.every((action) => action === 'notification') ? 'low' : 'medium',
    rule: lineOf(row.policy) || 'Content Policy',
    reason: [...new Set(rows.map(({ policy }) => lineOf(policy)))].filter(Boolean).join(', '),
    entities: entitiesOf(
      ['email', 'sender', row.senderAddress],
      ...rows.map(({ recipientAddress }): EntityPart => ['email', 'recipient', recipientAddress]),
      ['message_id', undefined, messageIdOf(row.messageId)],
    ),
    events: rows.map((one) => ({ ...one, event_type: 'ContentPolicy' })),
    source: { ...row },
  })
}
