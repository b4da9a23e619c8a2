/** One attempt of one request: through the gate, with fresh headers, over its route. */
import type { HttpRequest } from '../contract/http.ts'
import { type Exchanged, exchange } from './exchange.ts'
import type { Route } from './pools.ts'
import type { Gate } from './rate-limit.ts'
import type { RunScope } from './scope.ts'

/** What an attempt is made with. */
export interface Means {
  run: RunScope
  gate: Gate
  way: (origin: string, publicOnly?: boolean) => Route | Promise<Route>
}

/** What became of an attempt, and the host of the proxy where there is one. */
export type Sent = Exchanged & { proxy: string | undefined }

/** Bytes of an answer when a request says nothing. */
const MAX_BYTES = 50 * 1024 * 1024

/**
 * Sends a request once, as soon as the gate lets it through.
 *
 * @param place what rate limits count by
 * @param safe whether it changes nothing
 */
export async function sendOnce(
  asked: HttpRequest,
  url: URL,
  place: string,
  safe: boolean,
  { run, gate, way }: Means,
): Promise<Sent> {
  const turn = run.repeats ? gate.enter(place, run.signal) : undefined
  const pass = turn && (await turn)
  let widen = false
  try {
    const asking = asked.headers?.() ?? {}
    const headers = asking instanceof Promise ? await asking : asking
    const found = way(url.origin, asked.public_only)
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
      if (quota) gate.learn(place, quota)
      else widen = true
    }
    return answer ? { answer, proxy: route.proxy } : { broken, proxy: route.proxy }
  } finally {
    pass?.leave(widen)
  }
}
