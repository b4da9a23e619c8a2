/** One attempt of one request: permit, fresh headers, sending. */
import type { HttpRequest } from '../contract/http.ts'
import { exchange } from './exchange.ts'
import type { Route } from './pools.ts'
import type { RateLimiter } from './rate-limit.ts'
import type { RunScope } from './scope.ts'
import type { Send, Sent } from './sending.ts'

/** The dependencies of an attempt. */
export interface AttemptDeps {
  run: RunScope
  limiter: RateLimiter
  send: Send
}

/** Finds the route to an origin. */
type RouteFor = (origin: string, publicOnly?: boolean) => Route | Promise<Route>

/** Maximum size of a response in bytes, unless the request gives one. */
const MAX_BYTES = 50 * 1024 * 1024

/**
 * Sends a request once, as soon as the rate limiter permits it.
 *
 * @param endpoint the key of the rate limiter
 * @param safe whether the request changes nothing
 */
export async function sendOnce(
  asked: HttpRequest,
  url: URL,
  endpoint: string,
  safe: boolean,
  { run, limiter, send }: AttemptDeps,
): Promise<Sent> {
  const waiting = run.retry ? limiter.acquire(endpoint, run.signal) : undefined
  const permit = waiting && (await waiting)
  let succeeded = false
  try {
    const asking = asked.headers?.() ?? {}
    const headers = asking instanceof Promise ? await asking : asking
    const sent = await send({ asked, url, headers, safe }, run)
    const { answer } = sent
    if (answer !== undefined && answer.status !== 429) {
      const quota = asked.quota?.(answer)
      if (quota) limiter.applyQuota(endpoint, quota)
      else succeeded = true
    }
    return sent
  } finally {
    permit?.release(succeeded)
  }
}

/** Sends over the network. */
export const networkSend =
  (routeFor: RouteFor): Send =>
  async ({ asked, url, headers, safe }, run) => {
    const found = routeFor(url.origin, asked.public_only)
    const route = found instanceof Promise ? await found : found
    for (const secret of route.secrets) run.secret(secret)
    const recorded = safe ? undefined : run.beforeWrite?.()
    if (recorded) await recorded
    route.enter()
    const exchanged = await exchange(
      route.pool,
      {
        method: asked.method,
        path: `${route.prefix}${url.pathname}${url.search}`,
        headers: route.headers ? { ...headers, ...route.headers } : headers,
        body: asked.body ?? null,
      },
      run.signal,
      asked.max_bytes ?? MAX_BYTES,
    )
    route.leave()
    const { answer, broken } = exchanged
    return answer ? { answer, proxy: route.proxy } : { broken, proxy: route.proxy }
  }
