/**
 * Outbound requests: deadline, retries, rate limits, proxy, TLS trust, size limit, dry runs.
 *
 * Independent of vendors: the client interprets responses; requests without a response become errors here, once for all
 * clients.
 */
import { ActionError } from '../contract/errors.ts'
import type { Http, HttpAnswer, HttpRequest } from '../contract/http.ts'
import { type Phrase, phrase, quoted } from '../contract/phrases.ts'
import { type AttemptDeps, networkSend, sendOnce } from './attempt.ts'
import { type Clock, systemClock } from './clock.ts'
import { dryRequest } from './dry-run.ts'
import { createFailures, type Failures, isRedirect } from './failures.ts'
import { createRoutes } from './pools.ts'
import { createRateLimiter, type Load } from './rate-limit.ts'
import { backoffMs, requestedDelayMs, retryPolicy } from './retry.ts'
import type { RunScope } from './scope.ts'
import type { Send } from './sending.ts'
import type { RouteOptions } from './settings.ts'

/** The network settings of a configuration. */
export type TransportOptions = RouteOptions

/** The network of one configuration; long-lived faces keep it between runs. */
export interface Transport {
  http(run: RunScope): Http
  /** Counters of all requests so far. */
  readonly load: Load
  /** Closes all connections when no request is in progress; a later request opens new ones. */
  close(): Promise<void>
}

/** Parts of a transport that recording and replaying replace. */
export interface TransportParts {
  /** Wraps or replaces what sends one request. */
  over?: (send: Send) => Send
  /** Default: the clock of the system. */
  clock?: Clock
}

const { maxAttempts, maxDelayMs, retryableStatus } = retryPolicy

/** Status codes of requests that the host did not execute. */
const NOT_EXECUTED: ReadonlySet<number> = new Set([401, 407, 429])

/**
 * Makes the transport of one configuration. Loads and opens nothing before the first request.
 *
 * @throws ActionError CONFIG_INVALID if `ca_certificate` contains no certificate
 */
export function createTransport(
  options: TransportOptions,
  { over, clock = systemClock }: TransportParts = {},
): Transport {
  const routes = createRoutes(options)
  const checked = options.verify_ssl !== false
  const limiter = createRateLimiter(clock)
  const network = networkSend(routes.to)
  const send = over ? over(network) : network
  return {
    http: (run) => createHttp({ run, limiter, send }, checked, clock),
    load: limiter.load,
    close: () => routes.close(),
  }
}

let latest: { text: string; url: URL; endpoint: string } | undefined

/** Runs request the same addresses again and again, so each is parsed once. The returned URL must not be changed. */
function parseUrl(text: string): { url: URL; endpoint: string } {
  if (latest?.text === text) return latest
  const url = new URL(text)
  latest = { text, url, endpoint: url.origin + url.pathname }
  return latest
}

function createHttp(deps: AttemptDeps, checked: boolean, { pause }: Clock): Http {
  const { run, limiter } = deps
  const started = Date.now()
  const overruns = (wait: number): boolean => Date.now() + wait >= run.deadline
  let warned = checked
  let written = false
  let made: Failures | undefined
  // Created on demand: most runs need none.
  const failures = (): Failures => (made ??= createFailures(run, started, () => written))

  async function request(asked: HttpRequest): Promise<HttpAnswer> {
    const { url, endpoint } = parseUrl(asked.url)
    const { host } = url
    if (run.dryRun) {
      run.onDryRequest(dryRequest(asked, (await asked.headers?.()) ?? {}))
      throw new ActionError('CANCELLED', { reason: quoted('dry run') }, { unsent: true })
    }
    if (!warned && url.protocol === 'https:') {
      warned = true
      run.log.warn({ code: 'tls_off', host }, unchecked(host))
    }
    const safe = asked.safe ?? run.safe
    if (asked.public_only) {
      const { privateHost } = await import('./public-address.ts')
      const cause = privateHost(url.hostname)
      if (cause)
        throw failures().failure({ kind: 'network', requestSent: false, cause }, url, undefined, safe).error
    }
    const ready = run.beforeRequest?.()
    if (ready) await ready

    for (let attempt = 1; ; attempt++) {
      // Work without a pause delays timers, including that of the deadline.
      if (Date.now() >= run.deadline)
        throw failures().stopped(phrase('it was connecting to {host}', { host }), undefined)
      const held = run.retry ? limiter.pausedFor(endpoint) : 0
      if (held > 0 && overruns(held)) throw failures().paused(held)
      const { answer, broken, proxy } = await sendOnce(asked, url, endpoint, safe, deps)
      if (answer || broken.requestSent) {
        run.onRequest()
        limiter.load.requests++
      }
      if (!safe && (answer ? !NOT_EXECUTED.has(answer.status) : broken.requestSent)) {
        written = true
        run.onWrite?.()
      }
      const last = !run.retry || attempt === maxAttempts

      let wait = backoffMs(retryPolicy, attempt)
      if (broken) {
        const { error, retryable } = failures().failure(broken, url, proxy, safe)
        if (!retryable || last || overruns(wait)) throw error
      } else if (answer.status === 429) {
        const wanted = requestedDelayMs(answer, asked.pause)
        wait = wanted ?? wait
        if (wait <= maxDelayMs) limiter.pause(endpoint, wait)
        if (last || wait > maxDelayMs || overruns(wait)) throw failures().rateLimited(answer, wanted)
      } else if (safe && !last && retryableStatus.has(answer.status)) {
        wait = requestedDelayMs(answer, asked.pause) ?? wait
        if (wait > maxDelayMs || overruns(wait)) return answer
      } else {
        if (isRedirect(answer.status)) failures().refuseRedirect(answer, url, proxy)
        return answer
      }
      run.log.info({ host, attempt, status: answer?.status, wait_ms: Math.round(wait) }, 'Retrying a request')
      limiter.load.repeats++
      await pause(wait, run.signal)
      if (run.signal.aborted)
        throw failures().stopped(
          phrase('it was waiting to retry the request to {host}', { host }),
          run.signal.reason,
        )
    }
  }

  return {
    request,
    dryRun: run.dryRun,
    safe: run.safe,
    retry: run.retry,
    secret: (value) => run.secret(value),
    redact: (text) => run.redact(text),
  }
}

const unchecked = (host: string): Phrase =>
  phrase(
    'The certificate of {host} is not verified (verify_ssl is false): anyone between this machine and the host can read and change the traffic.',
    { host },
  )
