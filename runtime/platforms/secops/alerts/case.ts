/**
 * Converts an alert to the platform's form.
 *
 * Source: docs/platforms/secops-connector.md#alerts.
 */
import type { Alert, AlertFile, Severity } from '../../../sdk/connector/alert.ts'
import { displayId } from './display-id.ts'
import { flatEvent } from './flat-event.ts'

/** An alert in the platform's form: 24 fields in the platform's order. Times are ms since 1970. */
export type Case = ReturnType<typeof caseOf>

const PRIORITIES: Record<Severity, number> = {
  informational: -1,
  low: 40,
  medium: 60,
  high: 80,
  critical: 100,
}

/** Converts an alert. The platform finds its own entities in the events. */
export const caseOf = (alert: Alert, environment: string) => ({
  environment,
  ticket_id: alert.id,
  description: alert.description,
  display_id: displayId(alert.id),
  reason: alert.reason,
  name: alert.title,
  source_system_url: null,
  source_rule_identifier: null,
  device_vendor: alert.vendor,
  device_product: alert.product,
  start_time: alert.time,
  end_time: alert.time,
  is_test_case: false,
  priority: PRIORITIES[alert.severity],
  rule_generator: alert.rule,
  source_grouping_identifier: alert.group ?? null,
  extensions: alert.facts,
  events: alert.events.map(flatEvent),
  attachments: alert.files.map(attachmentOf),
  siem_alert_id: null,
  updated_fields: {},
  alert_update_supported: false,
  alert_metadata: {},
  data_access_scope: null,
})

function attachmentOf({ name: fullName, description, size, base64 }: AlertFile) {
  const [name, type] = splitName(fullName)
  return {
    identifier: null,
    creation_time: null,
    modification_time: null,
    additional_properties: null,
    case_identifier: null,
    alert_identifier: null,
    base64_blob: base64,
    type,
    name,
    description,
    is_favorite: false,
    orig_size: size,
    size: base64.length,
  }
}

/** `invoice.tar.gz` → `invoice.tar` and `.gz`. Dots at the start belong to the name. */
function splitName(file: string): [string, string] {
  const [, name = file, type = ''] = /^(\.*[^.].*)(\.[^.]*)$/s.exec(file) ?? []
  return [name, type]
}
