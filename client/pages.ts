/** Reads the pages of a list by Mimecast's tokens. */
import { type Log, pages } from '../runtime/sdk/index.ts'
import type { Envelope, ListOptions } from './types.ts'
import { VENDOR } from './vendor.ts'

/** The documented maximum (docs/vendor/mimecast-wire.md#paging). */
const PAGE_SIZE = 100

/**
 * Rows of all pages.
 *
 * @param fetch sends one body and returns its envelope; creates everything that must be new for each request
 */
export function walk<T>(
  fetch: (body: object) => Promise<Envelope>,
  item: object | null,
  { limit, page_size: size = PAGE_SIZE, rows }: ListOptions,
  log: Log,
): AsyncGenerator<T, void, undefined> {
  const data = item === null ? [] : [item]
  const read = async (token: unknown) => {
    const pagination = {
      ...(size !== null && { pageSize: size }),
      ...(token !== undefined && { pageToken: token }),
    }
    const meta = Object.keys(pagination).length > 0 ? { pagination } : {}
    const envelope = await fetch({ meta, data })
    return { rows: rowsOf<T>(envelope, rows), next: nextOf(envelope) }
  }
  return pages(read, { log, vendor: VENDOR, limit })
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
