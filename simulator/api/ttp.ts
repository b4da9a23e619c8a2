import type { Call, Outcome } from '../call.ts'
import { parseDate, startOfDay } from '../dates.ts'
import { isRefusal, type VendorError, vendorError } from '../envelope.ts'
import { date, type Fields, flag, text, texts } from '../fields.ts'
import { compare, cutPage, type Placed } from '../paging.ts'
import type { LogHit, LogKind, LogWindow } from '../tenant/logs.ts'
import type { JsonObject } from '../types.ts'
import { contains } from './shared.ts'

const WINDOW: Fields = { from: { type: 'date' }, to: { type: 'date' }, oldestFirst: { type: 'flag' } }
const ROUTE = { type: 'text', one_of: ['inbound', 'outbound', 'internal', 'all'] } as const

const IDENTIFIERS = [
  'similar_internal_domain',
  'newly_observed_domain',
  'internal_user_name',
  'reply_address_mismatch',
  'targeted_threat_dictionary',
  'custom_external_domain',
  'mimecast_external_domain',
  'custom_name_list',
  'advanced_similar_internal_domain',
  'advanced_custom_external_domain',
  'advanced_mimecast_external_domain',
]

export const URL_LOGS: Fields = {
  ...WINDOW,
  route: ROUTE,
  scanResult: { type: 'text', one_of: ['clean', 'malicious', 'suspicious', 'all'] },
}
export const ATTACHMENT_LOGS: Fields = {
  ...WINDOW,
  route: ROUTE,
  result: { type: 'text', one_of: ['safe', 'malicious', 'timeout', 'error', 'unsafe', 'all'] },
}
export const IMPERSONATION_LOGS: Fields = {
  ...WINDOW,
  searchField: { type: 'text', one_of: ['senderAddress', 'recipientAddress', 'subject', 'policy', 'all'] },
  query: { type: 'text' },
  identifiers: { type: 'texts', one_of: IDENTIFIERS },
  actions: { type: 'texts', one_of: ['hold', 'bounce', 'none'] },
  taggedMalicious: { type: 'flag' },
}

/** ttp/url/get-logs. */
export function urlLogs(item: JsonObject, call: Call): Outcome {
  const [route, scan] = [chosen(item, 'route'), chosen(item, 'scanResult')]
  return logPage(
    'url',
    'clickLogs',
    item,
    call,
    (row) => fits(row.route, route) && fits(row.scanResult, scan),
  )
}

/** ttp/attachment/get-logs. */
export function attachmentLogs(item: JsonObject, call: Call): Outcome {
  const [route, result] = [chosen(item, 'route'), chosen(item, 'result')]
  return logPage(
    'attachment',
    'attachmentLogs',
    item,
    call,
    (row) => fits(row.route, route) && fits(row.result, result),
  )
}

/** ttp/impersonation/get-logs: `query` is required once `searchField` is set. */
export function impersonationLogs(item: JsonObject, call: Call): Outcome {
  const errors: VendorError[] = []
  const [field, query] = [text(item, 'searchField'), text(item, 'query')]
  if (field !== undefined && query === undefined) errors.push(vendorError('err_validation_null', 'query'))
  if (errors.length > 0) return { errors }
  const identifiers = texts(item, 'identifiers')
  const actions = texts(item, 'actions')
  return logPage(
    'impersonation',
    'impersonationLogs',
    item,
    call,
    (row) =>
      (query === undefined ||
        field === undefined ||
        searched(row, field).some((part) => contains(part, query))) &&
      (identifiers.length === 0 || identifiers.some((name) => texts(row, 'identifiers').includes(name))) &&
      (actions.length === 0 || actions.includes(String(row.action))) &&
      (item.taggedMalicious === undefined || row.taggedMalicious === item.taggedMalicious),
  )
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  senderAddress: ['senderAddress'],
  recipientAddress: ['recipientAddress'],
  subject: ['subject'],
  policy: ['definition'],
  all: ['senderAddress', 'recipientAddress', 'subject', 'definition'],
}

const searched = (row: JsonObject, field: string): string[] =>
  (FIELDS[field] ?? []).map((name) => text(row, name, ''))

const chosen = (item: JsonObject, name: string): string | undefined => {
  const value = text(item, name)
  return value === 'all' ? undefined : value
}

const fits = (value: unknown, wanted: string | undefined): boolean => wanted === undefined || value === wanted

/** Rows in the window (default: today until now), newest first unless `oldestFirst`. */
function logPage(
  kind: LogKind,
  name: string,
  item: JsonObject,
  { tenant, now, page }: Call,
  question: (row: JsonObject) => boolean,
): Outcome {
  const from = date(item, 'from') ?? startOfDay(now)
  const to = date(item, 'to') ?? Number.POSITIVE_INFINITY
  const window = { from, to, oldest_first: flag(item, 'oldestFirst') }
  const generated = tenant.logs.search(kind, `${page.binding}\n${from}`, window, question)
  const added = tenant.rows.get(kind) ?? []
  const cut = cutPage(merged(generated, addedHits(added, window, question)), page)
  if (isRefusal(cut)) return cut
  const rows = cut.rows.map((hit) => ('row' in hit ? hit.row : tenant.logs.row(kind, hit.index)))
  const { previous: _, ...pagination } = cut.pagination
  const counted = kind === 'impersonation' ? { resultCount: rows.length } : {}
  return { list: [{ [name]: rows, ...counted }], pagination }
}

interface AddedHit extends Placed {
  row: JsonObject
}

/** Rows that were added to the log; those of the same time come after the generated ones. */
const addedHits = (
  rows: readonly JsonObject[],
  { from, to, oldest_first }: LogWindow,
  question: (row: JsonObject) => boolean,
): AddedHit[] =>
  rows.flatMap((row, order) => {
    const time = parseDate(row.date ?? row.eventTime) ?? Number.NaN
    if (!(time >= from && time <= to) || !question(row)) return []
    return [{ row, place: [oldest_first ? time : -time, BEHIND + order] as const }]
  })

/** More than a log has generated rows. */
const BEHIND = 1_000_000_000

const merged = (one: readonly LogHit[], other: readonly AddedHit[]): readonly (LogHit | AddedHit)[] =>
  other.length === 0 ? one : [...one, ...other].sort((a, b) => compare(a.place, b.place))
