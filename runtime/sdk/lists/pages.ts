/** Reads lists that a vendor returns in pages, up to a limit. */
import type { Log } from '../../contract/action.ts'
import { phrase } from '../../contract/phrases.ts'

/** What names the next page: a token, an address, an offset or a page number. */
export type PageToken = string | number

/** One page of a list. */
export interface Page<T> {
  rows: readonly T[]
  /** The next page; undefined, null or an empty text when this page is the last one. */
  next?: PageToken | null | undefined
}

/** Options of `pages`. */
export interface PagesOptions {
  /** Receives a warning when the vendor names a page that was read before. */
  log: Log
  /** Name of the vendor in that warning. */
  vendor: string
  /** Maximum number of rows; no page is requested beyond it. Default: all. */
  limit?: number | undefined
}

/**
 * Rows of all pages, each page requested when its first row is needed. A short or empty page is not necessarily the last
 * one: only a missing token, or one that was used before, ends the list.
 *
 * @param read requests one page; the token is undefined for the first one. Everything that must be new for each request,
 *   such as a signature, is created in there
 */
export async function* pages<T>(
  read: (token: PageToken | undefined) => Promise<Page<T>>,
  { log, vendor, limit = Number.POSITIVE_INFINITY }: PagesOptions,
): AsyncGenerator<T, void, undefined> {
  const used = new Set<PageToken>()
  let left = limit
  let token: PageToken | undefined
  while (left > 0) {
    const { rows, next } = await read(token)
    for (const row of rows) {
      if (left-- <= 0) return
      yield row
    }
    if (next === undefined || next === null || next === '') return
    if (used.has(next)) {
      log.warn(
        { code: 'page_repeated' },
        phrase('{vendor} named a page that was read before; the list may be incomplete.', { vendor }),
      )
      return
    }
    used.add(next)
    token = next
  }
}
