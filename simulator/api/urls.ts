import type { Call, Outcome } from '../call.ts'
import { isRefusal, notOneOf, refuse } from '../envelope.ts'
import { type Fields, flag, text } from '../fields.ts'
import { cutPage } from '../paging.ts'
import type { ManagedUrl } from '../tenant/managed-urls.ts'
import type { JsonObject } from '../types.ts'
import { contains } from './shared.ts'

export const DECODE_URL: Fields = { url: { type: 'text', required: true } }
export const LIST_URLS: Fields = {
  domainOrUrl: { type: 'text' },
  exactMatch: { type: 'flag' },
  domainOrComment: { type: 'text' },
}
export const CREATE_URL: Fields = {
  url: { type: 'text', required: true },
  action: { type: 'text', required: true, one_of: ['block', 'permit'] },
  matchType: { type: 'text', one_of: ['explicit', 'domain'] },
  comment: { type: 'text' },
  disableLogClick: { type: 'flag' },
  disableRewrite: { type: 'flag' },
  disableUserAwareness: { type: 'flag' },
}
export const DELETE_URL: Fields = { id: { type: 'text', required: true } }

const REWRITTEN = /^https:\/\/protect-[a-z]+\.mimecast\.com\/s\/([\w-]+)$/

/** ttp/url/decode-url. A rewritten link carries the original as base64url here: an invention that needs no table. */
export function decodeUrl(item: JsonObject): Outcome {
  const given = text(item, 'url', '')
  const code = REWRITTEN.exec(given)?.[1]
  const url = code === undefined ? '' : Buffer.from(code, 'base64url').toString('utf8')
  return [URL.canParse(url) && /^https?:/.test(url) ? { url, success: true } : { url: given, success: false }]
}

/** ttp/url/get-all-managed-urls. */
export function listUrls(item: JsonObject, { tenant, page }: Call): Outcome {
  const [part, comment] = [text(item, 'domainOrUrl'), text(item, 'domainOrComment')]
  const exact = flag(item, 'exactMatch')
  const found = [...tenant.managed_urls.values()]
    .map((entry, order) => ({ entry, place: [order, 0] as const }))
    .filter(({ entry }) => {
      const whole = wholeUrl(entry)
      const named =
        part === undefined || (exact ? [whole, entry.domain].includes(part) : contains(whole, part))
      return named && (comment === undefined || contains(`${entry.domain} ${entry.comment}`, comment))
    })
  const cut = cutPage(found, page)
  if (isRefusal(cut)) return cut
  const { pageSize, next } = cut.pagination
  return {
    list: cut.rows.map(({ entry }) => entry),
    pagination: { pageSize, totalCount: found.length, ...(next === undefined ? {} : { next }) },
  }
}

/** ttp/url/create-managed-url. */
export function createUrl(item: JsonObject, { tenant }: Call): Outcome {
  const given = text(item, 'url', '')
  const url = URL.parse(given.includes('://') ? given : `https://${given}`)
  if (url === null || url.hash !== '') return { errors: [notOneOf('url', ['URL without fragment'])] }
  const number = tenant.nextNumber()
  const entry: ManagedUrl = {
    id: tenant.ids.make('url', number),
    scheme: url.protocol.slice(0, -1),
    domain: url.hostname,
    port: url.port === '' ? -1 : Number(url.port),
    path: url.pathname,
    queryString: url.search.slice(1),
    matchType: item.matchType === 'domain' ? 'domain' : 'explicit',
    action: item.action === 'permit' ? 'permit' : 'block',
    comment: text(item, 'comment', ''),
    disableUserAwareness: flag(item, 'disableUserAwareness'),
    disableRewrite: flag(item, 'disableRewrite'),
    disableLogClick: flag(item, 'disableLogClick'),
  }
  const known = [...tenant.managed_urls.values()].some(
    (other) => other.matchType === entry.matchType && coverage(other) === coverage(entry),
  )
  if (known) return refuse('err_managed_url_exists_code')
  tenant.managed_urls.set(entry.id, entry)
  return [entry]
}

/** ttp/url/delete-managed-url: nothing in `data`; an unknown id fails without `key`. */
export function deleteUrl(item: JsonObject, { tenant }: Call): Outcome {
  return tenant.managed_urls.delete(text(item, 'id', ''))
    ? []
    : { ...refuse('err_managed_url_not_found'), keyless: true }
}

/** What an entry covers: a host, or one URL, whose missing path is "/". */
const coverage = (entry: ManagedUrl): string =>
  entry.matchType === 'domain' ? entry.domain : wholeUrl({ ...entry, path: entry.path || '/' })

function wholeUrl({ scheme, domain, port, path, queryString }: ManagedUrl): string {
  return `${scheme}://${domain}${port === -1 ? '' : `:${port}`}${path}${queryString === '' ? '' : `?${queryString}`}`
}
