import categories from '../answers/audit_categories.json' with { type: 'json' }
import policyChange from '../answers/audit_events.json' with { type: 'json' }
import logOns from '../answers/audit_events_page.json' with { type: 'json' }
import { inWindow, type Routes, reading, route, rowsOf } from '../area.ts'
import { parseDate } from '../dates.ts'
import { type Fields, text, texts } from '../fields.ts'
import { contains } from './shared.ts'

const EVENTS: Fields = {
  startDateTime: { type: 'date', required: true },
  endDateTime: { type: 'date', required: true },
  query: { type: 'text' },
  categories: { type: 'texts' },
}

/** audit/get-audit-events: newest first. */
const events = reading({
  rows: ({ tenant }) => rowsOf(tenant, 'audit', [...policyChange.data, ...logOns.data], ({ id }) => id),
  order: ({ eventTime }) => -(parseDate(eventTime) ?? 0),
  fits: (row, item) => {
    const [query, codes] = [text(item, 'query'), texts(item, 'categories')]
    return (
      inWindow(item, row.eventTime, 'startDateTime', 'endDateTime') &&
      (codes.length === 0 || codes.includes(text(row, 'category', ''))) &&
      (query === undefined ||
        ['user', 'auditType', 'eventInfo'].some((name) => contains(text(row, name, ''), query)))
    )
  },
})

/** Calls about audit events. */
export const routes: Routes = {
  '/api/audit/get-audit-events': route('Audit Events', [1, 1], EVENTS, events),
  '/api/audit/get-categories': route('Audit Events', [0, 1], {}, () => categories.data, { only: 2 }),
}
