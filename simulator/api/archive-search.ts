import type { Call, Outcome } from '../call.ts'
import { formatDate } from '../dates.ts'
import { isRefusal, refuse } from '../envelope.ts'
import { type Fields, flag, text } from '../fields.ts'
import { cutPage } from '../paging.ts'
import type { Mail } from '../tenant/mail.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { JsonObject } from '../types.ts'
import { matches } from './archive-match.ts'
import { parseArchiveQuery } from './archive-query.ts'

export const ARCHIVE_SEARCH: Fields = { admin: { type: 'flag' }, query: { type: 'text', required: true } }

/** archive/search: newest first; without `admin` an empty list and no error, as the real one returns. */
export function searchArchive(item: JsonObject, { tenant, page, now }: Call): Outcome {
  const query = parseArchiveQuery(text(item, 'query', ''), now)
  if (query === undefined) return refuse('err_invalid_search_xml')
  const key = `${page.binding}\n${query.from} ${query.to}`
  const hits = tenant.mails.search('archived', key, (mail) =>
    mail.archived && query.archive && matches(mail, query) ? [-mail.received, mail.number] : undefined,
  )
  const found = flag(item, 'admin') ? hits.slice(query.start_row) : []
  const size = query.page_size === undefined ? page.size : Math.max(1, query.page_size)
  const cut = cutPage(found, { ...page, size: Math.min(size, page.max) })
  if (isRefusal(cut)) return cut
  const rows = cut.rows.flatMap(({ number }) => {
    const mail = tenant.mails.get(number)
    return mail === undefined ? [] : [archiveRow(tenant, mail, query.fields)]
  })
  const { previous: _, ...pagination } = cut.pagination
  if (tenant.switches.archive_rows === 'flat') return { list: rows, pagination }
  return {
    list: [{ items: rows, queryDuration: 20 + (hits.length % 200) }],
    pagination: { recordStart: query.start_row + cut.start, ...pagination },
  }
}

/** The fields of a row. Each is created only if it is requested: ids and hashes take most of the time of a search. */
const FIELDS: Record<string, (mail: Mail, tenant: Tenant) => unknown> = {
  size: ({ size }) => size,
  attachmentcount: (mail) => mail.attachment_count ?? mail.attachments?.length ?? 0,
  subject: ({ subject }) => subject,
  displayfrom: ({ from_hdr }) => from_hdr.name || from_hdr.address,
  displayfromaddress: ({ from_hdr }) => from_hdr.address,
  id: (mail, { mails }) => mails.id(mail, 'archive'),
  displayto: ({ to }) => to[0]?.name || to[0]?.address || '',
  displaytoaddresslist: ({ to }) =>
    to.map(({ name, address }) => ({ displayableName: name, emailAddress: address })),
  smash: (mail, { mails }) => mails.smash(mail),
  receiveddate: ({ received }) => formatDate(received),
  status: () => 'ARCHIVED',
}

/** A row with the requested fields, or with all. */
function archiveRow(tenant: Tenant, mail: Mail, asked: readonly string[]): JsonObject {
  const fields = Object.entries(FIELDS).filter(([name]) => asked.length === 0 || asked.includes(name))
  return Object.fromEntries(fields.map(([name, make]) => [name, make(mail, tenant)]))
}
