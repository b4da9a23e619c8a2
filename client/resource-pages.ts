/** Reads the pages of a list at a resource path of API 2.0. */
import { isRecord, type Log, pages } from '../runtime/sdk/index.ts'
import { otherShape, readResource } from './envelope.ts'
import type { Query, Reply, RowsOptions } from './types.ts'
import { VENDOR } from './vendor.ts'

/** Rows of all pages. A response without the list is an error: it would look like an empty list otherwise. */
export function walkResource<T>(
  get: (query: Query) => Promise<Reply>,
  { query: first = {}, rows: names, limit, next = nextByMeta }: RowsOptions,
  log: Log,
): AsyncGenerator<T, void, undefined> {
  const read = async (token: unknown) => {
    const query = token === undefined ? first : (JSON.parse(String(token)) as Query)
    const reply = await get(query)
    const body = readResource(reply)
    const rows = listIn(body, names)
    if (rows === undefined) throw otherShape(reply)
    const following = isRecord(body) ? next(body, query) : undefined
    return { rows: rows as T[], next: following && JSON.stringify(following) }
  }
  return pages(read, { log, vendor: VENDOR, limit })
}

function listIn(body: unknown, names: readonly string[]): unknown[] | undefined {
  if (Array.isArray(body)) return body
  const name = isRecord(body) ? names.find((one) => Object.hasOwn(body, one)) : undefined
  const list = name === undefined ? undefined : (body as Record<string, unknown>)[name]
  return list === null ? [] : Array.isArray(list) ? list : undefined
}

/** Parameters of an address that choose a page. */
const CHOOSERS = ['pageToken', 'offset'] as const

/**
 * The next page by one of the five fields that name it. An address is never followed, because it could lead to another
 * host: only what chooses the page is taken from it.
 */
function nextByMeta(body: Record<string, unknown>, query: Query): Query | undefined {
  const meta = isRecord(body.meta) ? body.meta : {}
  const pagination = isRecord(meta.pagination) ? meta.pagination : {}
  const names = [
    pagination.next,
    meta.nextPage,
    meta.nextPageToken,
    pagination.nextPage,
    pagination.nextPageToken,
  ]
  const next = names.find((value): value is string => typeof value === 'string' && value !== '')
  if (next === undefined) return undefined
  if (!/^https?:/i.test(next)) return { ...query, pageToken: next }
  const chosen = URL.parse(next)?.searchParams
  const given = CHOOSERS.flatMap((name) => (chosen?.has(name) ? [[name, chosen.get(name) ?? '']] : []))
  return {
    ...query,
    ...(given.length > 0 ? Object.fromEntries(given) : { offset: Number(query.offset ?? 0) + 1 }),
  }
}
