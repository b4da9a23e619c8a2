/** `fetch` for a client library, with the proxy settings of the environment. */
import { exchange } from '../../../http/exchange.ts'
import { createRoutes } from '../../../http/pools.ts'
import type { RouteOptions } from '../../../http/settings.ts'

/** Bytes of the largest answer. */
const MOST_BYTES = 256 * 1024 * 1024

/** Statuses whose answers have no body. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304])

/** Makes a `fetch` that sends each request once and follows no redirect. Bodies are text or bytes. */
export function createFetch(options: RouteOptions): typeof fetch {
  const routes = createRoutes(options)
  const never = new AbortController().signal
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const route = await routes.to(url.origin)
    route.enter()
    const { answer, broken } = await exchange(
      route.pool,
      {
        method: (init.method ?? 'GET') as 'GET',
        path: `${route.prefix}${url.pathname}${url.search}`,
        headers: { ...Object.fromEntries(new Headers(init.headers)), ...route.headers },
        body: (init.body ?? null) as string | Uint8Array | null,
      },
      init.signal ?? never,
      MOST_BYTES,
    )
    route.leave()
    if (broken) throw broken.cause
    const { status, headers, body } = answer
    return new Response(BODILESS.has(status) ? null : new Uint8Array(body), { status, headers })
  }
}
