/** Makes alerts of remediation incidents (docs/vendor/mimecast-connectors.md#remediation-incidents). */
import type { Alert, Severity } from '../../runtime/sdk/index.ts'
import type { Incident } from '../remediation.ts'
import { alertWith, type EntityPart, entitiesOf, lineOf, messageIdOf } from './parts.ts'

/** The numbers of messages, as the vendor names them. */
const COUNTS = ['identified', 'successful', 'failed', 'restored'] as const

/** The alert of an incident as it is now. */
export function incidentAlert(
  row: Incident,
  { id, time }: { id: string; time: number },
  productField: string,
): Alert {
  const criteria = row.searchCriteria ?? {}
  const messages = [criteria.messageId, ...(criteria.messageIds ?? [])]
  const counts = COUNTS.flatMap((name): [string, string][] =>
    typeof row[name] === 'number' ? [[name, String(row[name])]] : [],
  )
  return alertWith(productField, {
    id,
    time,
    product: 'Threat Remediation',
    title: `Remediation Incident ${lineOf(row.code)}`.trim(),
    description: counts.map((pair) => pair.join(' ')).join(', '),
    severity: severityOf(row),
    rule: `Threat Remediation: ${lineOf(row.type) || 'unknown'}`,
    reason: lineOf(row.reason),
    entities: entitiesOf(
      ['email', 'sender', criteria.from],
      ['email', 'recipient', criteria.to],
      ['file_hash', undefined, criteria.fileHash],
      ...messages.map((value): EntityPart => ['message_id', undefined, messageIdOf(value)]),
    ),
    facts: Object.fromEntries(counts),
    events: [{ ...row, event_type: 'RemediationIncident' }],
    source: { ...row },
  })
}

/** Messages that could not be removed, or were only reported, are still in a mailbox. */
function severityOf({ type, failed }: Incident): Severity {
  if ((failed ?? 0) > 0 || type === 'notify_only') return 'high'
  return type === 'automatic' ? 'medium' : 'informational'
}
