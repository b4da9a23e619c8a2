/** Makes alerts of SIEM events (docs/vendor/mimecast-connectors.md#siem-batch-events). */
import { type Alert, isRecord, type Severity } from '../../runtime/sdk/index.ts'
import { commonOf, type SiemEvent } from '../siem.ts'
import { alertWith, type EntityPart, entitiesOf, type Fields, lineOf, messageIdOf, textOf } from './parts.ts'

/** Types of events that become alerts, by the product that records them. */
export const ALERT_TYPES = {
  cg: ['attachment protect', 'av', 'impersonation protect', 'internal email protect', 'url protect'],
  ci: ['entities'],
} as const

/** The severity of an event by its type; undefined for an event that reports no threat. */
export function severityOf(event: SiemEvent): Severity | undefined {
  const row = event as Fields
  switch (commonOf(event).type) {
    case 'url protect':
      if (isSame(row.action, 'block')) return 'medium'
      // The user reached a page that was found to be a threat.
      return row.blockReason || row.analysis ? 'high' : 'low'
    case 'impersonation protect':
      if (!isSame(row.taggedMalicious, 'true')) return 'low'
      return isSame(row.action, 'hold') ? 'medium' : 'high'
    case 'internal email protect':
      return 'high'
    case 'entities':
      if (!row.threatType) return undefined
      return isSame(row.threatState, 'delivered') ? 'high' : 'medium'
    default:
      return 'medium'
  }
}

const isSame = (value: unknown, text: string): boolean => textOf(value).toLowerCase() === text

/** Names of the types as the console writes them. */
const TITLES: Record<string, string> = {
  'attachment protect': 'Attachment Protect',
  av: 'Virus Found',
  'impersonation protect': 'Impersonation Protect',
  'internal email protect': 'Internal Email Protect',
  'url protect': 'URL Protect',
  entities: 'Threat Detected',
}

/** Fields that say why an event was recorded; the first that is there counts. */
const REASONS = ['policyDefinition', 'blockReason', 'virusFound', 'scanResults', 'threatType']

/**
 * The alert of an event.
 *
 * @param productField the field of the event that has the product, if it has one
 */
export function siemAlert(
  event: SiemEvent,
  { id, time }: { id: string; time: number },
  productField: string,
): Alert {
  const row = event as Fields
  const { type, subtype } = commonOf(event)
  const rule = TITLES[type ?? ''] ?? 'SIEM Event'
  const outcome = lineOf(row.action) || lineOf(row.threatState) || subtype
  return alertWith(productField, {
    id,
    title: outcome ? `${rule}: ${outcome}` : rule,
    description: lineOf(row.subject),
    severity: severityOf(event) ?? 'informational',
    time,
    product: type === 'entities' ? 'Cloud Integrated' : 'Cloud Gateway',
    rule,
    reason: REASONS.map((name) => lineOf(row[name])).find(Boolean) ?? '',
    entities: entitiesOf(
      ['email', 'sender', row.senderEnvelope],
      ['email', 'sender', row.senderHeader],
      ...recipientsOf(row.recipients).map((value): EntityPart => ['email', 'recipient', value]),
      ['url', undefined, row.url],
      ['file_hash', undefined, row.sha256],
      ['ip', 'sender', row.senderIp],
      ['ip', 'client', row.sourceIp],
      ['message_id', undefined, messageIdOf(row.messageId)],
    ),
    events: [{ ...row, event_type: rule.replaceAll(' ', '') }],
    source: row,
  })
}

/** Recipients are a list, or one text. */
const recipientsOf = (value: unknown): unknown[] =>
  typeof value === 'string' ? value.split(',') : [value].flat()

/** One condition; the value in lower case. */
export interface Condition {
  field: string
  value: string
}

/** Conditions such as `action=Block`: an event fits if each field that they name has one of its values. */
export function fits(event: SiemEvent, conditions: readonly Condition[]): boolean {
  const fields = new Set(conditions.map(({ field }) => field))
  return [...fields].every((field) => {
    const value = isRecord(event) && Object.hasOwn(event, field) ? (event as Fields)[field] : undefined
    const values = [value].flat().map((one) => String(one ?? '').toLowerCase())
    return conditions.some((one) => one.field === field && values.includes(one.value))
  })
}
