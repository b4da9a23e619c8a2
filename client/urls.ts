/** Endpoints of managed URLs and of rewritten links (docs/vendor/mimecast-operations.md#managed-urls). */
import type { ListManagedUrls } from '../actions/urls/types.gen.ts'
import { chunks, type ItemResult, phrase } from '../runtime/sdk/index.ts'
import type { Client } from './index.ts'
import { refused, refusedOnlyFor } from './vendor.ts'

/** An entry that blocks or permits a URL; the URL is in parts, and every field may be missing. */
export type ManagedUrl = ListManagedUrls['wire']

/** What to do with a URL. */
export interface UrlRule {
  url: string
  action: 'block' | 'permit'
  matchType: 'explicit' | 'domain'
  comment?: string | undefined
  disableLogClick?: boolean
  disableRewrite?: boolean
  disableUserAwareness?: boolean
}

const EXISTS = 'err_managed_url_exists_code'
const MISSING = 'err_managed_url_not_found'

/** All entries. Filters of the call are unreliable, so there are none. */
export const managedUrls = (client: Client) =>
  client.list<ManagedUrl>('/api/ttp/url/get-all-managed-urls', null)

/** Creates an entry, or returns the one that exists. Throws VENDOR_REJECTED if the URL has an entry with the other action. */
export async function ensureManagedUrl(
  client: Client,
  rule: UrlRule,
): Promise<{ entry: ManagedUrl; existed: boolean }> {
  const item = { ...rule, url: withoutFragment(rule.url) }
  try {
    const entry = await client.one<ManagedUrl>('/api/ttp/url/create-managed-url', item)
    return { entry, existed: false }
  } catch (thrown) {
    if (!refusedOnlyFor(thrown, EXISTS)) throw thrown
    const entry = await existing(client, item)
    if (entry?.action === rule.action) return { entry, existed: true }
    if (entry === undefined) throw thrown
    const words = { url: item.url, action: String(entry.action), id: String(entry.id) }
    throw refused(phrase('{url} has an entry with the action "{action}", {id}. Delete it first', words))
  }
}

async function existing(client: Client, { url, matchType }: UrlRule): Promise<ManagedUrl | undefined> {
  for await (const entry of managedUrls(client)) {
    if (entry.matchType === matchType && isSameUrl(entry, url, matchType)) return entry
  }
  return undefined
}

/** Deletes an entry; false if there is none with this id. */
export async function deleteManagedUrl(client: Client, id: string): Promise<boolean> {
  try {
    // Success is an empty "data" beside an empty "fail".
    await client.call('/api/ttp/url/delete-managed-url', { data: [{ id }] })
    return true
  } catch (thrown) {
    if (!refusedOnlyFor(thrown, MISSING)) throw thrown
    return false
  }
}

/** Original URLs, in the order of the links; undefined for a link that Mimecast cannot decode. */
export async function decodeUrls(
  client: Client,
  urls: readonly string[],
): Promise<ItemResult<string, string | undefined>[]> {
  const path = '/api/ttp/url/decode-url'
  return chunks(urls, CHUNK, async (part) => {
    const answers = await client.many<{ url?: unknown; success?: unknown }>(
      path,
      part.map((url) => ({ url })),
      { read: true },
    )
    return answers.map((answer, at): ItemResult<string, string | undefined> => {
      const item = part[at] ?? ''
      // A refusal of one link says that it cannot be decoded; it often gives no reason.
      if (!answer.ok && answer.error.code !== 'VENDOR_REJECTED')
        return { item, ok: false, error: answer.error }
      const { url, success } = answer.ok ? answer.value : {}
      return { item, ok: true, value: success === true && typeof url === 'string' ? url : undefined }
    })
  })
}

/** Links per request: the documented maximum. */
const CHUNK = 25

/** Whether a URL is a link that URL Protection rewrote. */
export function isRewritten(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ''
  return /^protect-[a-z0-9]+\.mimecast\.com$/.test(host) || host.endsWith('.mimecastprotect.com')
}

/** Whether an entry is about a URL; with `domain`, whether about its host. */
export function isSameUrl(entry: ManagedUrl, url: string, matchType = entry.matchType): boolean {
  if (matchType === 'domain') return entry.domain?.toLowerCase() === URL.parse(url)?.hostname
  return normal(urlOf(entry)) === normal(url)
}

/** The URL of an entry, put together from its parts. */
export function urlOf({ scheme, domain, port, path, queryString }: ManagedUrl): string {
  const [root, rest] = [`${scheme ?? 'https'}://${domain ?? ''}`, `${path ?? ''}`]
  const query = queryString ? `?${queryString}` : ''
  return `${root}${port === undefined || port === null || port < 0 ? '' : `:${port}`}${rest}${query}`
}

/** A URL in the one form in which two can be compared: a missing path is the same as "/". */
const normal = (url: string): string => withoutFragment(URL.parse(url)?.href ?? url)

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? ''
