/**
 * The one way out: deadline, repeats, rate limits, proxy, TLS trust, size limit, dry runs. Knows no vendor. What an
 * answer means is the client's business; what never became an answer is said here, once, for all clients.
 */
import { ActionError } from './errors.ts'
import { dryRequest } from './http-dry.ts'
import { exchange } from './http-exchange.ts'
import { backoff, isTrouble, MAX_ATTEMPTS, MAX_PAUSE, pause, retryAfter } from './http-repeat.ts'
import { createRoutes, type Route, type RouteOptions } from './http-routes.ts'
import { createVerdicts } from './http-verdicts.ts'
import type { DryRequest, Http, HttpAnswer, HttpRequest, Log } from './types.ts'
import { type Phrase, say } from './words.ts'

/** How a configuration reaches the network. */
export type TransportOptions = RouteOptions

/** What one run lends to its requests. */
export interface RunScope {
  /** Aborted when the deadline passes (reason: ActionError TIMED_OUT, or a TimeoutError) or the caller gives up. */
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
  /** Lets go of all connections as soon as nothing is under way; a later request opens new ones. */
  close(): Promise<void>
}

/** Bytes of an answer when a request says nothing. */
const MAX_BYTES = 50 * 1024 * 1024

/** Statuses of a request that the host refused to look at. */
const NOT_EXECUTED: ReadonlySet<number> = new Set([401, 407, 429])

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
  const verdicts = createVerdicts(run)
  const overruns = (wait: number): boolean => Date.now() + wait >= run.deadline
  let warned = checked

  async function request(asked: HttpRequest): Promise<HttpAnswer> {
    const url = new URL(asked.url)
    const { host } = url
    if (run.dryRun) {
      run.onDryRequest(dryRequest(asked, (await asked.headers?.()) ?? {}))
      throw new ActionError('CANCELLED', { reason: 'dry run' }, { unsent: true })
    }
    if (!warned && url.protocol === 'https:') {
      warned = true
      run.log.warn({ code: 'tls_off', host }, unchecked(host))
    }
    const safe = asked.safe ?? run.safe
    const path = `${url.pathname}${url.search}`

    for (let attempt = 1; ; attempt++) {
      const headers = asked.headers ? await asked.headers() : {}
      const found = way(url.origin)
      const route = found instanceof Promise ? await found : found
      for (const secret of route.secrets) run.secret(secret)
      route.enter()
      const { answer, broken } = await exchange(
        route.pool,
        {
          method: asked.method,
          path: route.prefix + path,
          headers: { ...headers, ...route.headers },
          body: asked.body ?? null,
        },
        run.signal,
        asked.max_bytes ?? MAX_BYTES,
      )
      route.leave()
      if (answer || broken.left) run.onRequest()
      if (!safe && (answer ? !NOT_EXECUTED.has(answer.status) : broken.left)) verdicts.written()
      const last = !run.repeats || attempt === MAX_ATTEMPTS

      let wait = backoff(attempt)
      if (broken) {
        const { error, passing } = verdicts.failure(broken, url, route.proxy, safe)
        if (!passing || last || overruns(wait)) throw error
      } else if (answer.status === 429) {
        const wanted = asked.pause?.(answer) ?? retryAfter(answer)
        wait = wanted ?? wait
        if (last || wait > MAX_PAUSE || overruns(wait)) throw verdicts.rateLimited(answer, wanted)
      } else if (safe && !last && isTrouble(answer.status)) {
        wait = asked.pause?.(answer) ?? retryAfter(answer) ?? wait
        if (wait > MAX_PAUSE || overruns(wait)) return answer
      } else {
        verdicts.refuseDetour(answer, url, route.proxy)
        return answer
      }
      run.log.info(
        { host, attempt, status: answer?.status, wait_ms: Math.round(wait) },
        'Repeating a request',
      )
      await pause(wait, run.signal)
      if (run.signal.aborted)
        throw verdicts.stopped(
          say('it was waiting to repeat the request to {host}', { host }),
          run.signal.reason,
        )
    }
  }

  return {
    request,
    dryRun: run.dryRun,
    safe: run.safe,
    repeats: run.repeats,
    secret: (value) => run.secret(value),
  }
}

const unchecked = (host: string): Phrase =>
  say(
    'The certificate of {host} is not checked (verify_ssl is false): anyone on the way can read and change what is sent.',
    { host },
  )
