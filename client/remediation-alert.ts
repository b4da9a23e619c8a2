/** Makes alerts of remediation incidents. Severities are ours. */
import type { Alert, Severity } from '../runtime/sdk/index.ts'
import { entitiesOf } from './connector-result.ts'
import type { MailAlertParts } from './mail-log-alerts.ts'
import type { Incident } from './remediation.ts'
import { VENDOR } from './vendor.ts'

/** The alert of an incident as it is now. */
export function incidentAlert(row: Incident, { id, time, product }: MailAlertParts): Alert {
  const source = row as Record<string, unknown>
  const { searchCriteria: criteria } = row
  const counts = {
    identified: row.identified,
    successful: row.successful,
    failed: row.failed,
    restored: row.restored,
  }
  const known = Object.entries(counts).filter(([, count]) => typeof count === 'number')
  return {
    id,
    title: ['Remediation Incident', row.code].filter(Boolean).join(' '),
    description: known.map(([name, count]) => `${name} ${count}`).join(', '),
    severity: severityOf(row),
    time,
    vendor: VENDOR,
    product: typeof source[product] === 'string' ? source[product] : VENDOR,
    rule: `Threat Remediation: ${row.type ?? ''}`,
    reason: row.reason ?? '',
    entities: entitiesOf(
      ['email', 'sender', criteria?.from],
      ['email', 'recipient', criteria?.to],
      ['file_hash', 'attachment', criteria?.fileHash],
      ['message_id', 'message', [criteria?.messageId, ...(criteria?.messageIds ?? [])]],
    ),
    facts: Object.fromEntries(known.map(([name, count]) => [name, String(count)])),
    events: [{ ...source, event_type: 'RemediationIncident' }],
    files: [],
    source,
  }
}

/** Messages that could not be removed, or were only reported, are still in a mailbox. */
function severityOf({ type, failed }: Incident): Severity {
  if ((failed ?? 0) > 0 || type === 'notify_only') return 'high'
  return type === 'automatic' ? 'medium' : 'informational'
}
