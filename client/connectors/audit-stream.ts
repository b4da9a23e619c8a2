/** The stream of audit events (docs/vendor/mimecast-connectors.md#audit-events). */
import type { AuditEvents } from '../../actions/audit/types.gen.ts'
import { digest, rowIdentity, type Severity, type Stream } from '../../runtime/sdk/index.ts'
import { type AuditEvent, auditEvents } from '../audit.ts'
import type { Client } from '../index.ts'
import { wireTime } from '../time.ts'
import { alertWith, entitiesOf, lineOf, textOf, timeOf } from './parts.ts'

type Inputs = AuditEvents['inputs']

/** Events are returned newest first: the position moves only once all pages are read. */
export function auditStream(client: Client, inputs: Inputs): Stream<AuditEvent> {
  const categories = inputs.categories.includes('all') ? [] : inputs.categories
  return {
    name: 'audit_events',
    permission: 'Account | Logs | Read',
    read: ({ from, to }) =>
      auditEvents(client, {
        startDateTime: wireTime(from),
        endDateTime: wireTime(to),
        ...(categories.length > 0 && { categories }),
      }),
    keep: (row) => isWanted(row, { ...inputs, categories }),
    timeOf: ({ eventTime }) => timeOf(eventTime),
    idOf: (row) => `audit-${textOf(row.id) ? digest(textOf(row.id)) : rowIdentity(row)}`,
    alertOf: (row, { id, time }) => {
      const info = textOf(row.eventInfo)
      const [ip, application] = [namedIn(info, 'IP'), namedIn(info, 'Application')]
      return alertWith(inputs.device_product_field, {
        id,
        title: lineOf(row.auditType) || 'Audit Event',
        description: lineOf(info),
        severity: severityOf(row),
        time,
        product: 'Audit Events',
        rule: lineOf(row.auditType) || 'Audit Event',
        reason: lineOf(row.category),
        entities: entitiesOf(
          [textOf(row.user).includes('@') ? 'email' : 'user', 'user', row.user],
          ['ip', 'source', ip],
        ),
        events: [
          {
            ...row,
            event_type: lineOf(row.auditType).replaceAll(' ', '') || 'AuditEvent',
            ...(ip && { source_ip: ip }),
            ...(application && { application }),
          },
        ],
        facts: { ...(textOf(row.id) && { event_id: textOf(row.id) }), ...(application && { application }) },
        source: row,
      })
    },
  }
}

/** A value that is in the text of an event only: "..., IP: 192.0.2.44, Application: ...". The last one counts. */
function namedIn(info: string, name: 'IP' | 'Application'): string {
  const start = info.lastIndexOf(`${name}: `)
  return start < 0 ? '' : lineOf(info.slice(start + name.length + 2).split(',', 1)[0])
}

/** Filters of the API are not relied on alone: everything is compared here again. */
function isWanted(row: AuditEvent, { categories, audit_types = [], own_application }: Inputs): boolean {
  const among = (wanted: readonly string[], value: unknown): boolean =>
    wanted.length === 0 || wanted.some((one) => one.toLowerCase() === lineOf(value).toLowerCase())
  const own = own_application?.toLowerCase()
  return (
    among(categories, row.category) &&
    among(audit_types, row.auditType) &&
    (own === undefined || namedIn(textOf(row.eventInfo), 'Application').toLowerCase() !== own)
  )
}

function severityOf({ auditType, category }: AuditEvent): Severity {
  if (/export/i.test(textOf(auditType))) return 'high'
  if (/policy|role|account/i.test(textOf(category))) return 'medium'
  return /fail|challenge/i.test(textOf(auditType)) ? 'low' : 'informational'
}
