/**
 * Builds the alert of a tracked message.
 * Sources: docs/platforms/secops-connector.md#alerts, docs/vendor/mimecast-connector.md#alert.
 */
import type { MessageTracking } from '../../actions/types.gen.ts'
import { flatten } from './flatten.ts'
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
  uuidOf,
} from './mail.ts'

/** An alert, all 24 fields in the platform's order. */
export type Alert = MessageTracking['result']['alerts'][number]

/** A file of an alert. */
export type Attachment = Alert['attachments'][number]

/** Data of an alert beyond the message and its details. */
export interface AlertParts {
  identity: string
  environment: string
  /** Field of the message that contains the product. */
  productField: string
  /** Milliseconds. */
  received: number
  /** Id in the hold queue, if one was found. */
  holdId?: string | undefined
  attachments?: Attachment[]
  extensions?: Record<string, string>
}

const VENDOR = 'Mimecast'
const RULE = 'Mimecast Email'
const PRIORITIES: Record<string, Alert['priority']> = { negligible: -1, low: 40, medium: 60, high: 80 }

/** Builds an alert. Without `details` it contains what the search reported about the message. */
export function buildAlert(mail: TrackedMail, details: Details | undefined, parts: AlertParts): Alert {
  const known = details ?? {}
  const status = statusOf(mail)
  const reason = reasonOf(known)
  return {
    environment: parts.environment,
    ticket_id: parts.identity,
    description: queueDetailOf(known),
    display_id: uuidOf(parts.identity),
    reason,
    name: `${status.charAt(0).toUpperCase()}${status.slice(1)} Message`.trimStart(),
    source_system_url: null,
    source_rule_identifier: null,
    device_vendor: VENDOR,
    device_product: textAt(mail, parts.productField) || VENDOR,
    start_time: parts.received,
    end_time: parts.received,
    is_test_case: false,
    priority: PRIORITIES[riskOf(known)] ?? -1,
    rule_generator: reason || RULE,
    source_grouping_identifier: null,
    extensions: parts.extensions ?? {},
    events: details ? eventsOf(mail, details, parts.holdId) : [flatten({ ...mail, event_type: 'Message' })],
    attachments: parts.attachments ?? [],
    siem_alert_id: null,
    updated_fields: {},
    alert_update_supported: false,
    alert_metadata: {},
    data_access_scope: null,
  }
}

/** One event per recipient, one per transmitted part, one per received part; otherwise the whole message as one. */
function eventsOf(mail: TrackedMail, details: Details, holdId: string | undefined): Record<string, string>[] {
  const { deliveredMessage, ...rest } = details
  const deliveries = isFields(deliveredMessage) ? Object.entries(deliveredMessage) : []
  const events = deliveries.map(([recipient, part]) =>
    flatten({
      ...rest,
      deliveredMessage: { ...(isFields(part) ? part : {}), recipient },
      event_type: 'Message',
      ...(holdId && { holdMessageMetadataID: holdId }),
    }),
  )
  const received_time = textAt(mail, 'received')
  const component = (part: unknown, type: string): Record<string, string>[] => {
    if (!isFields(part)) return []
    const event: Fields = { ...part, received_time, event_type: textAt(part, type).replaceAll(' ', '') }
    return [flatten(event)]
  }
  const info = at(details, 'recipientInfo')
  events.push(
    ...listAt(info, 'txInfo', 'transmissionComponents').flatMap((part) => component(part, 'fileType')),
    ...listAt(info, 'recipientMetaInfo', 'components').flatMap((part) => component(part, 'type')),
  )
  return events.length > 0 ? events : [flatten(details)]
}
