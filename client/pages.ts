/** Reads pages by their tokens, up to the limit and no further. */
import { type Log, phrase } from '../runtime/sdk/index.ts'
import type { Envelope, ListOptions } from './types.ts'

/** The documented maximum (docs/vendor/mimecast-wire.md#paging). */
const PAGE_SIZE = 100

/**
 * Rows of all pages. A short or empty page is not necessarily the last one: only a missing token, or one that was sent
 * before, marks the last page.
 *
 * @param fetch sends one body and returns its envelope; creates everything that must be new for each request
 */
export async function* walk<T>(
  fetch: (body: object) => Promise<Envelope>,
  item: object | null,
  options: ListOptions,
  log: Log,
): AsyncGenerator<T, void, undefined> {
  const limit = options.limit ?? Number.POSITIVE_INFINITY
  const size = options.page_size === undefined ? PAGE_SIZE : options.page_size
  const data = item === null ? [] : [item]
  const sent = new Set<string>()
  let left = limit
  let token: string | undefined
  while (left > 0) {
    const pagination = { ...(size !== null && { pageSize: size }), ...(token && { pageToken: token }) }
    const meta = Object.keys(pagination).length > 0 ? { pagination } : {}
    const envelope = await fetch({ meta, data })
    for (const row of rowsOf<T>(envelope, options.rows)) {
      if (left-- <= 0) return
      yield row
    }
    token = nextOf(envelope)
    if (!token) return
    if (sent.has(token)) {
      log.warn(
        { code: 'page_repeated' },
        phrase('Mimecast named a page that was read before; the list may be incomplete.'),
      )
      return
    }
    sent.add(token)
  }
}

/** What accompanies the named list; an object without anything else is the list's empty container, not a row. */
const BESIDE: ReadonlySet<string> = new Set(['queryDuration', 'query', 'source', 'resultCount'])

/** Rows are in `data`, or in a named list of `data[0]`; archive searches use both. */
function rowsOf<T>(envelope: Envelope, name: string | undefined): T[] {
  const [first] = envelope.data as (Record<string, unknown> | null | undefined)[]
  if (name === undefined || !first || typeof first !== 'object') return envelope.data as T[]
  if (Object.hasOwn(first, name)) return Array.isArray(first[name]) ? (first[name] as T[]) : []
  return Object.keys(first).every((key) => BESIDE.has(key)) ? [] : (envelope.data as T[])
}

/** Every level may be missing. */
function nextOf(envelope: Envelope): string | undefined {
  const next: unknown = envelope.meta?.pagination?.next
  return typeof next === 'string' && next !== '' ? next : undefined
}
