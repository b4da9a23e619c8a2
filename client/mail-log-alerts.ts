/** Makes alerts of the logs about the way of mail: decisions about held mail, rejections, content policies. Severities are ours. */
import type { ListRejections } from '../actions/mail-flow/types.gen.ts'
import { type Alert, isRecord, type Severity } from '../runtime/sdk/index.ts'
import { addressOf, listed } from './addresses.ts'
import { entitiesOf } from './connector-result.ts'
import type { DlpLog } from './dlp.ts'
import type { ReleaseLog } from './held-messages.ts'
import { VENDOR } from './vendor.ts'

/** A message that was rejected on arrival. */
export type Rejection = ListRejections['wire']

/** What the kit knows about an alert, and the field of the row that names its product. */
export interface MailAlertParts {
  id: string
  time: number
  product: string
}

type Fields = Record<string, unknown>

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The fields that all of these alerts have. */
function base(row: object, { id, time, product }: MailAlertParts) {
  const source = row as Fields
  return {
    id,
    time,
    vendor: VENDOR,
    product: textOf(source[product]) || VENDOR,
    facts: {},
    files: [],
    source,
  }
}

const RISKS: Record<string, Severity> = { medium: 'medium', high: 'high' }

/** The alert of a decision about a held message. */
export function releaseAlert(row: ReleaseLog, parts: MailAlertParts): Alert {
  const source = row as Fields
  const isReleased = source.status === 'released'
  const detail = isRecord(source.spamProcessingDetail) ? source.spamProcessingDetail : {}
  const verdict = isRecord(detail.spamVerdict) ? detail.spamVerdict : {}
  return {
    ...base(row, parts),
    title: isReleased ? 'Held Message Released' : 'Held Message Rejected',
    description: textOf(source.messageInfo),
    severity: isReleased ? (RISKS[textOf(verdict.risk)] ?? 'low') : 'informational',
    rule: 'Held Message Release Log',
    reason: textOf(source.heldReason),
    entities: entitiesOf(
      ['email', 'sender', [addressOf(source.fromEnv), addressOf(source.fromHdr)]],
      ['email', 'recipient', listed(source.to).map(addressOf)],
      ['user', 'operator', addressOf(source.operator)],
    ),
    events: [{ ...source, event_type: isReleased ? 'HeldMessageReleased' : 'HeldMessageRejected' }],
  }
}

/** The alert of a rejected message. */
export function rejectionAlert(row: Rejection, parts: MailAlertParts): Alert {
  return {
    ...base(row, parts),
    title: 'Message Rejected',
    description: textOf(row.info),
    severity: 'low',
    rule: textOf(row.type) || 'Rejection',
    reason: textOf(row.description),
    entities: entitiesOf(
      ['email', 'sender', row.fromAddress],
      ['email', 'recipient', row.toAddress],
      ['ip', 'sender', row.ipAddress],
    ),
    events: [{ ...row, event_type: 'MessageRejected' }],
  }
}

/** Actions that only inform somebody. */
const HARMLESS: readonly unknown[] = ['notification']

/** The alert of what content policies did to a message: one event for each policy and action. */
export function dlpAlert(rows: readonly [DlpLog, ...DlpLog[]], parts: MailAlertParts): Alert {
  const [row] = rows
  const actions = [...new Set(rows.map(({ action }) => textOf(action)).filter(Boolean))]
  return {
    ...base(row, parts),
    title: ['Content Policy', actions.join(', ')].filter(Boolean).join(': '),
    description: textOf(row.subject),
    severity: rows.every(({ action }) => HARMLESS.includes(action)) ? 'low' : 'medium',
    rule: textOf(row.policy) || 'Content Policy',
    reason: textOf(row.policy),
    entities: entitiesOf(
      ['email', 'sender', row.senderAddress],
      ['email', 'recipient', rows.map(({ recipientAddress }) => recipientAddress)],
      ['message_id', 'message', row.messageId],
    ),
    events: rows.map((one) => ({ ...one, event_type: 'ContentPolicy' })),
  }
}
