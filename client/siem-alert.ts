/** Makes alerts of SIEM events (docs/vendor/mimecast-logs.md#siem-events). Severities are ours. */
import { type Alert, isRecord, type Severity } from '../runtime/sdk/index.ts'
import { entitiesOf } from './connector-result.ts'
import { commonOf, type SiemEvent } from './siem.ts'
import { VENDOR } from './vendor.ts'

/** Types of events that become alerts, by the product that records them. */
export const ALERT_TYPES = {
  cg: ['attachment protect', 'av', 'impersonation protect', 'internal email protect', 'url protect'],
  ci: ['entities'],
} as const

type Fields = Record<string, unknown>

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

const isSame = (value: unknown, text: string): boolean => String(value).toLowerCase() === text

/** The alert of an event. */
export function siemAlert(
  event: SiemEvent,
  { id, time }: { id: string; time: number },
  product: string,
): Alert {
  const row = event as Fields
  const { type, subtype } = commonOf(event)
  const title = [TITLES[type ?? ''] ?? 'SIEM Event', textOf(row.action) ?? textOf(row.threatState) ?? subtype]
  const reason = [row.policyDefinition, row.blockReason, row.virusFound, row.scanResults, row.threatType]
  return {
    id,
    title: title.filter(Boolean).join(': '),
    description: textOf(row.subject) ?? '',
    severity: severityOf(event) ?? 'informational',
    time,
    vendor: VENDOR,
    product: textOf(row[product]) ?? VENDOR,
    rule: title[0] ?? '',
    reason: reason.map(textOf).find(Boolean) ?? '',
    entities: entitiesOf(
      ['email', 'sender', [row.senderEnvelope, row.senderHeader]],
      ['email', 'recipient', recipientsOf(row.recipients)],
      ['url', 'clicked', row.url],
      ['file_hash', 'attachment', row.sha256],
      ['ip', 'sender', row.senderIp],
      ['ip', 'client', row.sourceIp],
      ['message_id', 'message', row.messageId],
    ),
    facts: {},
    events: [{ ...row, event_type: (TITLES[type ?? ''] ?? 'SIEM Event').replaceAll(' ', '') }],
    files: [],
    source: row,
  }
}

/** Names of the types as the console writes them. */
const TITLES: Record<string, string> = {
  'attachment protect': 'Attachment Protect',
  av: 'Virus Found',
  'impersonation protect': 'Impersonation Protect',
  'internal email protect': 'Internal Email Protect',
  'url protect': 'URL Protect',
  entities: 'Threat Detected',
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Recipients are a list, or one text. */
const recipientsOf = (value: unknown): unknown[] =>
  typeof value === 'string' ? value.split(',').map((address) => address.trim()) : [value].flat()

/** Conditions such as `action=Block`: an event fits if each field that they name has one of its values. */
export function fits(event: SiemEvent, conditions: readonly Condition[]): boolean {
  const fields = new Set(conditions.map(({ field }) => field))
  return [...fields].every((field) => {
    const value = isRecord(event) && Object.hasOwn(event, field) ? (event as Fields)[field] : undefined
    const values = [value].flat().map((one) => String(one ?? '').toLowerCase())
    return conditions.some((one) => one.field === field && values.includes(one.value))
  })
}

/** One condition; the value in lower case. */
export interface Condition {
  field: string
  value: string
}
