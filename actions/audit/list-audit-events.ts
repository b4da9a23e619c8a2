import { type AuditEvent, auditEvents } from '../../client/audit.ts'
import type { Action } from '../../client/index.ts'
import { searchWindow } from '../../client/time.ts'
import { mapRows } from '../../runtime/sdk/index.ts'
import type { ListAuditEvents } from './types.gen.ts'

export const run: Action<ListAuditEvents> = async ({ inputs, client, toRow }) => {
  const { query, categories, start_time, end_time, limit } = inputs
  const window = searchWindow(start_time, end_time)
  const found = auditEvents(
    client,
    { startDateTime: window.from, endDateTime: window.to, query, categories },
    limit,
  )
  const shape = (event: AuditEvent) => {
    const info = event.eventInfo
    return { ...toRow(event), ip: valueIn(info, 'IP'), application: valueIn(info, 'Application') }
  }
  return { result: mapRows(found, shape, { limit }), values: { window } }
}

/**
 * The value behind a label in the text of an event, up to the next comma. Mimecast puts it at the end of the text; what
 * is before it can be text from outside, such as the name of a policy, so the last label counts.
 */
function valueIn(info: string | null | undefined, label: string): string | null {
  const [, ...parts] = `, ${info ?? ''}`.split(`, ${label}: `)
  return parts.at(-1)?.split(',', 1)[0]?.trim() || null
}
