import type { Call, Outcome } from '../call.ts'
import { DAY, formatDate } from '../dates.ts'
import { isRefusal, notOneOf, type Refusal, refuse, type VendorError, vendorError } from '../envelope.ts'
import { date, type Fields, text, texts } from '../fields.ts'
import { cutPage, type Page, type PageRequest } from '../paging.ts'
import type { Span } from '../tenant/generate.ts'
import { domainOf, infoOf, type Mail, STATUSES } from '../tenant/mail.ts'
import type { Hit } from '../tenant/mails.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { isObject, type JsonObject } from '../types.ts'
import { contains, personRow } from './shared.ts'

export const FINDER_SEARCH: Fields = {
  messageId: { type: 'text' },
  advancedTrackAndTraceOptions: { type: 'object' },
  start: { type: 'date' },
  end: { type: 'date' },
  status: { type: 'texts', one_of: STATUSES },
  route: { type: 'texts', one_of: ['all', 'internal', 'outbound', 'inbound', 'external'] },
  attachments: { type: 'flag' },
  searchReason: { type: 'text' },
}

const OPTIONS = ['from', 'to', 'subject', 'senderIP', 'url']
const LIMIT_MS = 30 * DAY

/** message-finder/search: a Message-ID or at least one option, the last 30 days, domains matched exactly. */
export function searchTracked(item: JsonObject, call: Call): Outcome {
  const errors = criteriaErrors(item)
  if (errors.length > 0) return { errors }
  const start = date(item, 'start')
  if (start !== undefined && start <= call.now - LIMIT_MS)
    return refuse('err_track_and_trace_invalid_start_date')
  const { tenant } = call
  const span = {
    from: start ?? Number.NEGATIVE_INFINITY,
    to: date(item, 'end') ?? Number.POSITIVE_INFINITY,
  }
  const question = questionOf(item, span)
  const hits = tenant.mails.search(
    'tracked',
    call.page.binding,
    (mail) => (mail.tracked && question(mail) ? [-mail.received, mail.number] : undefined),
    span,
  )
  const page = pageOf(hits, call.page, tenant.switches.finder_rows)
  if (isRefusal(page)) return page
  const trackedEmails = page.rows.flatMap(({ number }) => {
    const mail = tenant.mails.get(number)
    return mail === undefined ? [] : [trackedRow(tenant, mail)]
  })
  return { list: [{ trackedEmails }], pagination: page.pagination }
}

function criteriaErrors(item: JsonObject): VendorError[] {
  const options = isObject(item.advancedTrackAndTraceOptions) ? item.advancedTrackAndTraceOptions : undefined
  const given = OPTIONS.filter((name) => options?.[name] !== undefined && options[name] !== null)
  const name = 'advancedTrackAndTraceOptions'
  if (item.messageId === undefined && given.length === 0) {
    return [vendorError('err_validation_at_least_one_not_null', name)]
  }
  if (item.messageId !== undefined && given.length > 0)
    return [notOneOf(name, ['messageId or options, not both'])]
  return given.flatMap((option) => {
    const value = options?.[option]
    if (typeof value !== 'string') return [notOneOf(`${name}.${option}`, ['text'])]
    return value.trim() === '' ? [vendorError('err_validation_blank', `${name}.${option}`)] : []
  })
}

/** The search as a test on a mail; the window's times are included. */
function questionOf(item: JsonObject, { from: start, to: end }: Span): (mail: Mail) => boolean {
  const statuses = texts(item, 'status')
  const routes = texts(item, 'route').filter((route) => route !== 'all')
  const options = isObject(item.advancedTrackAndTraceOptions) ? item.advancedTrackAndTraceOptions : {}
  const message_id = text(item, 'messageId')?.replace(/^<|>$/g, '')
  const [from, to, subject, ip, url] = OPTIONS.map((name) => text(options, name))
  return (mail) =>
    mail.received >= start &&
    mail.received <= end &&
    (statuses.length === 0 || statuses.includes(mail.status)) &&
    (routes.length === 0 || routes.includes(mail.route)) &&
    (item.attachments !== true || (mail.attachments?.length ?? 0) > 0) &&
    (message_id === undefined || mail.message_id === message_id) &&
    (from === undefined || isParty([mail.from_env.address, mail.from_hdr.address], from)) &&
    (to === undefined ||
      isParty(
        mail.to.map(({ address }) => address),
        to,
      )) &&
    (subject === undefined || contains(mail.subject, subject)) &&
    (ip === undefined || mail.sender_ip === ip) &&
    (url === undefined || contains(mail.text, url))
}

/** An address or a domain; the domain exactly, without its subdomains. */
function isParty(addresses: readonly string[], wanted: string): boolean {
  const value = wanted.toLowerCase()
  if (value.includes('@')) return addresses.some((address) => address.toLowerCase() === value)
  return addresses.some((address) => domainOf(address) === value)
}

/** No source describes paging here: a complete response has `pageSize` 0, like the recorded ones. */
function pageOf(
  hits: readonly Hit[],
  request: PageRequest,
  mode: Tenant['switches']['finder_rows'],
): Page<Hit> | Refusal {
  const whole = { rows: [...hits], start: 0, pagination: { pageSize: 0 } }
  if (mode === 'all') return whole
  if (mode === 'capped') return { ...whole, rows: hits.slice(0, request.max) }
  if (request.token === undefined && hits.length <= request.size) return whole
  const page = cutPage(hits, request)
  if (isRefusal(page)) return page
  const { previous: _, ...pagination } = page.pagination
  return { ...page, pagination }
}

/** A row of `trackedEmails`; rejected mail has no information about attachments. */
export function trackedRow(tenant: Tenant, mail: Mail): JsonObject {
  return {
    id: tenant.mails.id(mail, 'tracking'),
    status: mail.status,
    info: infoOf(mail),
    fromEnv: { emailAddress: mail.from_env.address },
    fromHdr: personRow(mail.from_hdr),
    to: mail.to.map(personRow),
    received: formatDate(mail.received),
    subject: mail.subject,
    senderIP: mail.sender_ip,
    ...(mail.attachments === undefined ? {} : { attachments: mail.attachments.length > 0 }),
    route: mail.route,
    sent: formatDate(mail.sent),
    spamScore: mail.spam_score,
    detectionLevel: mail.detection_level,
  }
}
