import searches from '../answers/archive_search_logs.json' with { type: 'json' }
import views from '../answers/archive_view_logs.json' with { type: 'json' }
import messageSearches from '../answers/search_logs.json' with { type: 'json' }
import { inWindow, paged, placed, type Routes, reading, route } from '../area.ts'
import type { Call, Outcome } from '../call.ts'
import { formatDate } from '../dates.ts'
import { date, type Fields, text } from '../fields.ts'
import type { Mail } from '../tenant/mail.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { JsonObject } from '../types.ts'
import { contains, isMail, mailOf, personRow } from './shared.ts'

const WINDOW: Fields = { start: { type: 'date' }, end: { type: 'date' } }

const LIST: Fields = {
  ...WINDOW,
  mailbox: { type: 'address' },
  view: { type: 'text', one_of: ['INBOX', 'SENT'] },
  includeAliases: { type: 'flag' },
  includeDelegates: { type: 'flag' },
}

/** archive/get-message-list: newest first; without a mailbox that of the service user, which is empty. */
function listMessages(item: JsonObject, call: Call): Outcome {
  const { tenant, page } = call
  const mailbox = text(item, 'mailbox', '').toLowerCase()
  const sent = item.view === 'SENT'
  const span = { from: date(item, 'start') ?? 0, to: date(item, 'end') ?? Number.POSITIVE_INFINITY }
  const fits = (mail: Mail): boolean =>
    mail.archived &&
    mail.received >= span.from &&
    mail.received <= span.to &&
    (sent ? [mail.from_hdr] : mail.to).some(({ address }) => address.toLowerCase() === mailbox)
  const hits = tenant.mails.search('archived', page.binding, (mail) =>
    fits(mail) ? [-mail.received, mail.number] : undefined,
  )
  const rows = hits.flatMap(({ number }) => {
    const mail = tenant.mails.get(number)
    return mail === undefined ? [] : [row(tenant, mail)]
  })
  return paged(rows, call)
}

function row(tenant: Tenant, mail: Mail): JsonObject {
  const [to] = mail.to
  return {
    id: tenant.mails.id(mail, 'archive'),
    subject: mail.subject,
    size: mail.size,
    received: formatDate(mail.received),
    from: personRow(mail.from_hdr),
    ...(to && { to: personRow(to) }),
    attachmentCount: mail.attachment_count ?? mail.attachments?.length ?? 0,
    status: 'ARCHIVED',
    smash: tenant.mails.smash(mail),
  }
}

const PART: Fields = {
  id: { type: 'text', required: true },
  mailbox: { type: 'address' },
  context: { type: 'text', one_of: ['DELIVERED', 'RECEIVED'] },
  type: { type: 'text', one_of: ['HTML', 'PLAIN', 'RFC822', 'TRANSMISSION_MESSAGE_BODY'] },
  stripDangerous: { type: 'flag' },
}

/** archive/get-message-part: the bytes themselves. */
function getPart(item: JsonObject, { tenant }: Call): Outcome {
  const mail = mailOf(tenant, 'archive', text(item, 'id', ''))
  if (!isMail(mail)) return mail
  const type = text(item, 'type', 'PLAIN')
  const source = `From: ${mail.from_hdr.address}\r\nMessage-ID: <${mail.message_id}>\r\nSubject: ${mail.subject}\r\n\r\n${mail.text}`
  const content = type === 'RFC822' ? source : type === 'HTML' ? mail.html : mail.text
  const kind = type === 'RFC822' ? 'message/rfc822' : type === 'HTML' ? 'text/html' : 'text/plain'
  return { status: 200, headers: { 'content-type': kind }, body: Buffer.from(content) }
}

/** Rows of a recorded log that contain the query and are in the window. */
const log = (rows: readonly JsonObject[], time: string, wrap?: string) =>
  reading<JsonObject>({
    rows: ({ tenant }) => placed(rows, tenant),
    fits: (entry, item) =>
      contains(JSON.stringify(entry).replaceAll('\\"', '"'), text(item, 'query', '')) &&
      inWindow(item, entry[time]),
    ...(wrap !== undefined && { wrap }),
  })

const QUERY: Fields = { ...WINDOW, query: { type: 'text' } }

/** Reads of the archive besides its search. */
export const routes: Routes = {
  '/api/archive/get-message-list': route('Archive Data Access', [1, 1], LIST, listMessages),
  '/api/archive/get-message-part': route('Archive Data Access', [1, 1], PART, getPart),
  '/api/archive/get-archive-search-logs': route(
    'Audit Events',
    [0, 1],
    QUERY,
    log(searches.data[0]?.logs ?? [], 'createTime', 'logs'),
  ),
  '/api/archive/get-search-logs': route(
    'Audit Events',
    [0, 1],
    QUERY,
    log(messageSearches.data[0]?.logs ?? [], 'createTime', 'logs'),
  ),
  '/api/archive/get-view-logs': route('Audit Events', [0, 1], QUERY, log(views.data, 'viewed')),
}
