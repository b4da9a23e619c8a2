import processing from '../answers/find_processing_messages.json' with { type: 'json' }
import queues from '../answers/get_email_queues.json' with { type: 'json' }
import rejections from '../answers/get_rejections.json' with { type: 'json' }
import released from '../answers/held_release_logs.json' with { type: 'json' }
import { inWindow, placed, type Routes, reading, route, withSeeded } from '../area.ts'
import { DAY, formatDate } from '../dates.ts'
import { refuse } from '../envelope.ts'
import type { Fields } from '../fields.ts'
import { isObject, type JsonObject } from '../types.ts'
import { contains } from './shared.ts'

const WINDOW: Fields = { start: { type: 'date' }, end: { type: 'date' } }
const SEARCH: Fields = { ...WINDOW, searchBy: { type: 'object' }, filterBy: { type: 'any' } }

/** Whether a row fits `searchBy`, whose field names are those of `names`; `all` looks at every field. */
function searched(row: JsonObject, item: JsonObject, names: Record<string, string> = {}): boolean {
  const search = isObject(item.searchBy) ? item.searchBy : undefined
  if (search === undefined) return true
  const field = String(search.fieldName)
  const value = /^all$/i.test(field) ? row : row[names[field] ?? field]
  return contains(JSON.stringify(value ?? ''), String(search.value))
}

/** Whether a row fits every entry of `filterBy`. */
const filtered = (row: JsonObject, item: JsonObject): boolean =>
  (Array.isArray(item.filterBy) ? item.filterBy.filter(isObject) : []).every(
    ({ fieldName, value }) => String(row[String(fieldName)]) === String(value),
  )

/** gateway/get-held-release-logs: decisions about held mail, from a recorded answer. */
const releaseLogs = reading<JsonObject>({
  rows: ({ tenant }) =>
    withSeeded(tenant, 'released', placed(released.data[0]?.heldReleaseLogs ?? [], tenant)),
  refuse: (item) =>
    Object.keys(item).length === 0 ? refuse('err_validation_at_least_one_not_null') : undefined,
  fits: (row, item, { tenant }) =>
    inWindow(item, row.released ?? formatDate(tenant.anchor - DAY)) &&
    searched(row, item, { from: 'fromEnv', info: 'messageInfo' }) &&
    filtered(row, item),
  wrap: 'heldReleaseLogs',
})

/** gateway/get-rejections: without `admin`, only those of the calling account, which has none. */
const listRejections = reading<JsonObject>({
  rows: ({ tenant }) =>
    withSeeded(tenant, 'rejections', placed(rejections.data[0]?.rejections ?? [], tenant)),
  fits: (row, item) =>
    item.admin === true &&
    (item.mailbox === undefined || row.toAddress === item.mailbox) &&
    inWindow(item, row.created) &&
    searched(row, item, { from: 'fromAddress', to: 'toAddress', remoteIp: 'ipAddress' }),
  wrap: 'rejections',
})

/** gateway/find-processing-messages. */
const findProcessing = reading<JsonObject>({
  rows: ({ tenant }, item) =>
    item.type === 'bulk_processing' ? [] : placed(processing.data[0]?.messages ?? [], tenant),
  fits: (row, item) =>
    inWindow(item, row.created) && searched(row, item, { fromAddress: 'fromEnv', toAddress: 'to' }),
  wrap: 'messages',
})

const REJECTIONS: Fields = { ...SEARCH, admin: { type: 'flag' }, mailbox: { type: 'address' } }
const PROCESSING: Fields = {
  ...SEARCH,
  type: { type: 'text', one_of: ['processing', 'bulk_processing'] },
  sortBy: { type: 'text', one_of: ['createTime'] },
  sortOrder: { type: 'text', one_of: ['asc', 'desc'] },
}
const QUEUES: Fields = { start: { type: 'date', required: true }, end: { type: 'date', required: true } }

/** Calls about the way of mail through the gateway, from recorded answers. */
export const routes: Routes = {
  '/api/gateway/get-held-release-logs': route('Audit Events', [1, 1], SEARCH, releaseLogs),
  '/api/gateway/get-rejections': route('Audit Events', [1, 1], REJECTIONS, listRejections),
  '/api/gateway/find-processing-messages': route('Cloud Gateway', [1, 1], PROCESSING, findProcessing),
  '/api/email/get-email-queues': route('Cloud Gateway', [1, 1], QUEUES, (item, { tenant }) => {
    const [row] = placed(queues.data, tenant)
    const within = (list: { date: string; count: number }[] = []) =>
      list.filter(({ date }) => inWindow(item, date))
    return [
      {
        inboundEmailQueue: within(row?.inboundEmailQueue),
        outboundEmailQueue: within(row?.outboundEmailQueue),
      },
    ]
  }),
}
