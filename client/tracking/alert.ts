/** Builds the alert of a tracked message. Source: docs/vendor/mimecast-connector.md#alert. */
import type { Alert, AlertFile, Entity, Severity } from '../../runtime/sdk/index.ts'
import { VENDOR } from '../vendor.ts'
import {
  at,
  type Details,
  type Fields,
  isFields,
  listAt,
  queueDetailOf,
  reasonOf,
  riskOf,
  statusOf,
  type TrackedMail,
  textAt,
} from './mail.ts'

/** Data of an alert beyond the message and its details. */
export interface AlertParts {
  identity: string
  /** Field of the message that contains the product. */
  productField: string
  /** Milliseconds. */
  received: number
  /** Id in the hold queue, if one was found. */
  holdId?: string | undefined
  files?: AlertFile[]
  facts?: Record<string, string>
}

const RULE = 'Mimecast Email'
const SEVERITIES: Record<string, Severity> = {
  negligible: 'informational',
  low: 'low',
  medium: 'medium',
  high: 'high',
}

/** Builds an alert. Without `details` it contains what the search reported about the message. */
export function buildAlert(mail: TrackedMail, details: Details | undefined, parts: AlertParts): Alert {
  const known = details ?? {}
  const status = statusOf(mail)
  const reason = reasonOf(known)
  return {
    id: parts.identity,
    title: `${status.charAt(0).toUpperCase()}${status.slice(1)} Message`.trimStart(),
    description: queueDetailOf(known),
    severity: SEVERITIES[riskOf(known)] ?? 'informational',
    time: parts.received,
    vendor: VENDOR,
    product: textAt(mail, parts.productField) || VENDOR,
    rule: reason || RULE,
    reason,
    entities: entitiesOf(mail),
    facts: parts.facts ?? {},
    events: details ? eventsOf(mail, details, parts.holdId) : [{ ...mail, event_type: 'Message' }],
    files: parts.files ?? [],
    source: mail,
  }
}

/** Sender, recipients and the sending host, each once. */
function entitiesOf(mail: TrackedMail): Entity[] {
  const senders = [textAt(mail, 'fromEnv', 'emailAddress'), textAt(mail, 'fromHdr', 'emailAddress')]
  const recipients = listAt(mail, 'to').map((person) => textAt(person, 'emailAddress'))
  const entities = (type: Entity['type'], role: string, values: string[]): Entity[] =>
    [...new Set(values)].filter(Boolean).map((value) => ({ type, role, value }))
  return [
    ...entities('email', 'sender', senders),
    ...entities('email', 'recipient', recipients),
    ...entities('ip', 'sender', [textAt(mail, 'senderIP')]),
  ]
}

/** One event per recipient, one per transmitted part, one per received part; otherwise the whole message as one. */
function eventsOf(mail: TrackedMail, details: Details, holdId: string | undefined): Fields[] {
  const { deliveredMessage, ...rest } = details
  const deliveries = isFields(deliveredMessage) ? Object.entries(deliveredMessage) : []
  const events = deliveries.map(
    ([recipient, part]): Fields => ({
      ...rest,
      deliveredMessage: { ...(isFields(part) ? part : {}), recipient },
      event_type: 'Message',
      ...(holdId && { holdMessageMetadataID: holdId }),
    }),
  )
  const received_time = textAt(mail, 'received')
  const component = (part: unknown, type: string): Fields[] => {
    if (!isFields(part)) return []
    const event: Fields = { ...part, received_time, event_type: textAt(part, type).replaceAll(' ', '') }
    return [event]
  }
  const info = at(details, 'recipientInfo')
  events.push(
    ...listAt(info, 'txInfo', 'transmissionComponents').flatMap((part) => component(part, 'fileType')),
    ...listAt(info, 'recipientMetaInfo', 'components').flatMap((part) => component(part, 'type')),
  )
  return events.length > 0 ? events : [details]
}
