/** One attempt of one request: permit, fresh headers, route. */
import type { HttpRequest } from '../contract/http.ts'
import { type Exchanged, exchange } from './exchange.ts'
import type { Route } from './pools.ts'
import type { RateLimiter } from './rate-limit.ts'
import type { RunScope } from './scope.ts'

/** The dependencies of an attempt. */
export interface AttemptDeps {
  run: RunScope
  limiter: RateLimiter
  routeFor: (origin: string, publicOnly?: boolean) => Route | Promise<Route>
}

/** The outcome of an attempt, and the host of the proxy if there is one. */
export type Sent = Exchanged & { proxy: string | undefined }

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
  { run, limiter, routeFor }: AttemptDeps,
): Promise<Sent> {
  const waiting = run.retry ? limiter.acquire(endpoint, run.signal) : undefined
  const permit = waiting && (await waiting)
  let succeeded = false
  try {
    const asking = asked.headers?.() ?? {}
    const headers = asking instanceof Promise ? await asking : asking
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
    if (answer !== undefined && answer.status !== 429) {
      const quota = asked.quota?.(answer)
      if (quota) limiter.applyQuota(endpoint, quota)
      else succeeded = true
    }
    return answer ? { answer, proxy: route.proxy } : { broken, proxy: route.proxy }
  } finally {
    permit?.release(succeeded)
  }
}
