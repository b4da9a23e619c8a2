/**
 * The one way out: deadline, repeats, rate limits, proxy, TLS trust, size limit, dry runs. Knows no vendor. What an
 * answer means is the client's business; what never became an answer is said here, once, for all clients.
 */
import { ActionError, type ErrorFacts, type Values } from './errors.ts'
import { dryRequest } from './http-dry.ts'
import { diagnose, refusedByProxy } from './http-errors.ts'
import { type Broken, exchange } from './http-exchange.ts'
import { backoff, isTrouble, MAX_ATTEMPTS, MAX_PAUSE, pause, retryAfter } from './http-repeat.ts'
import { createRoutes, type Route, type RouteOptions } from './http-routes.ts'
import { phrase } from './messages.ts'
import type { DryRequest, Http, HttpAnswer, HttpRequest, Log } from './types.ts'

/** How a configuration reaches the network. */
export type TransportOptions = RouteOptions

/** What one run lends to its requests. */
export interface RunScope {
  /** Aborted when the deadline passes (reason: a TimeoutError) or the caller gives up. */
  signal: AbortSignal
  /** Epoch milliseconds after which the run is over; no pause reaches beyond it. */
  deadline: number
  /** What a request is that does not say whether it is safe to repeat. */
  safe: boolean
  dryRun: boolean
  /** False: every request is sent once, whatever the answer. */
  repeats: boolean
  log: Log
  /** Name of the vendor, for the sentences. */
  vendor: string
  /** Takes text that must never show in any output. */
  secret(value: string): void
  /** Called for each request that left. */
  onRequest(): void
  /** Called with what a dry run would have sent. */
  onDryRequest(request: DryRequest): void
}

/** The network of one configuration; long-lived faces keep it between runs. */
export interface Transport {
  http(run: RunScope): Http
  /** Cuts all connections. What is still under way ends as a failed request. */
  close(): Promise<void>
}

/** Bytes of an answer when a request says nothing. */
const MAX_BYTES = 50 * 1024 * 1024

/**
 * Makes the transport of one configuration. Loads and opens nothing before the first request.
 *
 * @throws ActionError CONFIG_INVALID when `ca_certificate` holds no certificate
 */
export function createTransport(options: TransportOptions): Transport {
  const routes = createRoutes(options)
  const checked = options.verify_ssl !== false
  return {
    http: (run) => createHttp((origin) => routes.to(origin), checked, run),
    close: () => routes.close(),
  }
}

/**
 * V8 compiles undici's WebAssembly parser a second time in the background, and the end of the process waits for that.
 * A process that ends after one run calls this right before its first request; earlier, the flag would make V8 reject
 * the code cache. Worth 30 % of a cold start on Node 20, less on later ones (docs/benchmarks.md).
 */
export function prepareOneShot(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--wasm-tiering-budget=1000000000')
}

function createHttp(way: (origin: string) => Route | Promise<Route>, checked: boolean, run: RunScope): Http {
  const started = Date.now()
  let warned = checked
  // Whether the run may have changed anything at the vendor: then repeating the run is no longer harmless.
  let written = false

  async function request(asked: HttpRequest): Promise<HttpAnswer> {
    const url = new URL(asked.url)
    if (run.dryRun) {
      run.onDryRequest(dryRequest(asked, (await asked.headers?.()) ?? {}))
      throw new ActionError('CANCELLED', { reason: 'dry run' }, { unsent: true })
    }
    if (!warned && url.protocol === 'https:') {
      warned = true
      run.log.warn({ code: 'tls_off', host: url.host }, phrase('en', 'tls_off', { host: url.host }))
    }
    const safe = asked.safe ?? run.safe
    const found = way(url.origin)
    const route = found instanceof Promise ? await found : found
    for (const secret of route.secrets) run.secret(secret)

    for (let attempt = 1; ; attempt++) {
      const headers = asked.headers ? await asked.headers() : {}
      const { answer, broken } = await exchange(
        route.pool,
        {
          method: asked.method,
          path: `${route.prefix}${url.pathname}${url.search}`,
          headers: { ...headers, ...route.headers },
          body: asked.body ?? null,
          ...(route.servername && { servername: route.servername }),
        },
        run.signal,
        asked.max_bytes ?? MAX_BYTES,
      )
      if (answer ?? broken.left) run.onRequest()
      if (!safe && (answer ? answer.status !== 429 && answer.status !== 401 : broken.left)) written = true
      const last = !run.repeats || attempt === MAX_ATTEMPTS

      let wait: number
      if (broken) {
        const failure = failureOf(broken, url, route, safe)
        wait = backoff(attempt)
        if (last || !failure.passing || overruns(wait)) throw failure.error
      } else if (answer.status === 429) {
        const wanted = asked.pause?.(answer) ?? retryAfter(answer)
        wait = wanted ?? backoff(attempt)
        if (last || wait > MAX_PAUSE || overruns(wait)) throw rateLimited(answer, wanted)
      } else if (isTrouble(answer.status) && safe && !last) {
        wait = asked.pause?.(answer) ?? retryAfter(answer) ?? backoff(attempt)
        if (wait > MAX_PAUSE || overruns(wait)) return answer
      } else {
        refuseDetour(answer, url, route)
        return answer
      }
      const { host } = url
      run.log.info(
        { host, attempt, status: answer?.status, wait_ms: Math.round(wait) },
        'Repeating a request',
      )
      await pause(wait, run.signal)
      if (run.signal.aborted) throw stopped(`waiting to repeat the request to ${host}`, run.signal.reason)
    }
  }

  const overruns = (wait: number): boolean => Date.now() + wait >= run.deadline

  /** What to throw for a request without a whole answer, and whether sending it again is allowed and can help. */
  function failureOf(broken: Broken, url: URL, route: Route, safe: boolean): Failure {
    const { cause, kind, left } = broken
    const unknown = left && !safe
    const fail = (code: 'NETWORK_FAILED' | 'RESPONSE_INVALID' | 'CERTIFICATE_UNTRUSTED', reason: string) =>
      unknown
        ? new ActionError('OUTCOME_UNKNOWN', { host: url.host, reason }, { cause })
        : new ActionError(code, { host: url.host, url: place(url), vendor: run.vendor, reason }, facts(cause))
    if (kind === 'aborted') {
      if (!unknown)
        return { error: stopped(left ? `waiting for ${url.host}` : `connecting to ${url.host}`, cause) }
      const why = isDeadline()
        ? `no answer within the ${limit()} ms of the run`
        : 'the run was cancelled meanwhile'
      return { error: new ActionError('OUTCOME_UNKNOWN', { host: url.host, reason: why }, { cause }) }
    }
    if (kind === 'too_large') return { error: fail('RESPONSE_INVALID', (cause as Error).message) }
    const found = diagnose(cause, route.proxy)
    if (found.kind === 'trust') return { error: fail('CERTIFICATE_UNTRUSTED', found.reason) }
    if (found.kind === 'protocol') return { error: fail('RESPONSE_INVALID', found.reason) }
    return { error: fail('NETWORK_FAILED', found.reason), passing: found.kind === 'passing' && !unknown }
  }

  /** A redirect, or a proxy that answers instead of the host. Nothing is followed: credentials stay here. */
  function refuseDetour(answer: HttpAnswer, url: URL, route: Route): void {
    if (answer.status === 407) {
      const { reason } = refusedByProxy(407, route.proxy)
      throw new ActionError('NETWORK_FAILED', { host: url.host, reason }, facts(undefined))
    }
    if (answer.status < 300 || answer.status >= 400) return
    const target = URL.parse(answer.headers.location ?? '', url.href)
    const reason = `it redirects (${answer.status}) to ${target ? place(target) : 'nowhere'}, which is not followed`
    throw new ActionError(
      'RESPONSE_INVALID',
      { url: place(url), vendor: run.vendor, reason },
      facts(undefined),
    )
  }

  function rateLimited(answer: HttpAnswer, wanted: number | undefined): ActionError {
    const values: Values = {
      vendor: run.vendor,
      reason: Buffer.from(answer.body).toString().trim().slice(0, 300),
    }
    if (wanted !== undefined) values.seconds = Math.ceil(wanted / 1000)
    // The client knows how to read what the vendor said; it finds it here.
    const cause = Object.assign(new Error('HTTP status 429'), { answer })
    return new ActionError('RATE_LIMITED', values, {
      ...facts(cause),
      ...(wanted !== undefined && { retry_after_ms: Math.ceil(wanted) }),
    })
  }

  function stopped(stage: string, cause: unknown): ActionError {
    const reason = `it was ${stage}`
    return isDeadline()
      ? new ActionError('TIMED_OUT', { ms: limit(), reason }, facts(cause))
      : new ActionError('CANCELLED', { reason }, facts(cause))
  }

  const facts = (cause: unknown): ErrorFacts => ({ cause, unsent: !written })
  const limit = (): number => Math.max(0, run.deadline - started)
  const isDeadline = (): boolean =>
    (run.signal.reason as Error | undefined)?.name === 'TimeoutError' || Date.now() >= run.deadline

  return {
    request,
    dryRun: run.dryRun,
    safe: run.safe,
    repeats: run.repeats,
    secret: (value) => run.secret(value),
  }
}

interface Failure {
  error: ActionError
  passing?: boolean
}

/** An address without its query, which may hold a signature. */
const place = (url: URL): string => `${url.origin}${url.pathname}`
