import logs from '../answers/dlp_logs.json' with { type: 'json' }
import { inWindow, placed, type Routes, reading, route, withSeeded } from '../area.ts'
import { vendorError } from '../envelope.ts'
import { type Fields, flag, text, texts } from '../fields.ts'
import type { JsonObject } from '../types.ts'
import { contains } from './shared.ts'

const FIELDS = ['senderAddress', 'recipientAddress', 'subject', 'policy'] as const

const LOGS: Fields = {
  from: { type: 'date' },
  to: { type: 'date' },
  oldestFirst: { type: 'flag' },
  routes: { type: 'texts', one_of: ['inbound', 'outbound', 'internal'] },
  searchField: { type: 'text', one_of: [...FIELDS, 'all'] },
  query: { type: 'text' },
  actions: { type: 'texts' },
}

type DlpLog = JsonObject & { eventTime: string; route: string; action: string }

/** dlp/get-logs: a search field needs a query. */
const getLogs = reading<DlpLog>({
  rows: ({ tenant }) => withSeeded(tenant, 'dlp', placed(logs.data[0]?.dlpLogs ?? [], tenant)),
  refuse: (item) =>
    text(item, 'searchField') !== undefined && text(item, 'query') === undefined
      ? { errors: [vendorError('err_validation_null', 'query')] }
      : undefined,
  fits: (row, item) => {
    const [routes, actions] = [texts(item, 'routes'), texts(item, 'actions')]
    const [field, query] = [text(item, 'searchField', 'all'), text(item, 'query')]
    const searched = FIELDS.filter((name) => field === 'all' || field === name)
    return (
      inWindow(item, row.eventTime, 'from', 'to') &&
      (routes.length === 0 || routes.includes(row.route)) &&
      (actions.length === 0 || actions.includes(row.action)) &&
      (query === undefined || searched.some((name) => contains(String(row[name]), query)))
    )
  },
  order: (row, item) =>
    Date.parse(row.eventTime.replace('+0000', 'Z')) * (flag(item, 'oldestFirst') ? 1 : -1),
  wrap: 'dlpLogs',
})

/** Calls about data leak prevention. */
export const routes: Routes = {
  '/api/dlp/get-logs': route('Security Events', [1, 1], LOGS, getLogs),
}
