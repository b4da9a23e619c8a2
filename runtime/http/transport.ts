/**
 * The one way out: deadline, repeats, rate limits, proxy, TLS trust, size limit, dry runs.
 *
 * Knows no vendor. What an answer means is the client's business; what never became an answer is said here, once, for
 * all clients.
 */
import { ActionError } from '../contract/errors.ts'
import type { Http, HttpAnswer, HttpRequest } from '../contract/http.ts'
import { type Phrase, say } from '../contract/phrases.ts'
import { type Means, sendOnce } from './attempt.ts'
import { pause } from './clock.ts'
import { dryRequest } from './dry-run.ts'
import { createVerdicts, isDetour, type Verdicts } from './failures.ts'
import { createRoutes, type RouteOptions } from './pools.ts'
import { createGate, type Gate, type Load } from './rate-limit.ts'
import { backoff, isTrouble, MAX_ATTEMPTS, MAX_PAUSE, pauseOf } from './retry.ts'
import type { RunScope } from './scope.ts'

/** How a configuration reaches the network. */
export type TransportOptions = RouteOptions

/** The network of one configuration; long-lived faces keep it between runs. */
export interface Transport {
  http(run: RunScope): Http
  /** What all requests together have met so far. */
  readonly load: Load
  /** Lets go of all connections as soon as nothing is under way; a later request opens new ones. */
  close(): Promise<void>
}

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
  const gate = createGate()
  return {
    http: (run) => createHttp(routes.to, gate, checked, run),
    load: gate.load,
    close: () => routes.close(),
  }
}

let latest: { text: string; url: URL; place: string } | undefined

/** Run after run asks the same address; it is taken apart once. Nobody changes a URL that was handed out. */
function parseUrl(text: string): { url: URL; place: string } {
  if (latest?.text === text) return latest
  const url = new URL(text)
  latest = { text, url, place: url.origin + url.pathname }
  return latest
}

function createHttp(way: Means['way'], gate: Gate, checked: boolean, run: RunScope): Http {
  const means: Means = { run, gate, way }
  const started = Date.now()
  const overruns = (wait: number): boolean => Date.now() + wait >= run.deadline
  let warned = checked
  let written = false
  let judge: Verdicts | undefined
  // Most runs need none.
  const verdicts = (): Verdicts => (judge ??= createVerdicts(run, started, () => written))

  async function request(asked: HttpRequest): Promise<HttpAnswer> {
    const { url, place } = parseUrl(asked.url)
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
    if (asked.public_only) {
      const { privateHost } = await import('./public-address.ts')
      const cause = privateHost(url.hostname)
      if (cause) throw verdicts().failure({ kind: 'network', left: false, cause }, url, undefined, safe).error
    }
    const ready = run.beforeRequest?.()
    if (ready) await ready

    for (let attempt = 1; ; attempt++) {
      const held = run.repeats ? gate.closedFor(place) : 0
      if (held > 0 && overruns(held)) throw verdicts().heldBack(held)
      const { answer, broken, proxy } = await sendOnce(asked, url, place, safe, means)
      if (answer || broken.left) {
        run.onRequest()
        gate.load.requests++
      }
      if (!safe && (answer ? !NOT_EXECUTED.has(answer.status) : broken.left)) {
        written = true
        run.onWrite?.()
      }
      const last = !run.repeats || attempt === MAX_ATTEMPTS

      let wait = backoff(attempt)
      if (broken) {
        const { error, passing } = verdicts().failure(broken, url, proxy, safe)
        if (!passing || last || overruns(wait)) throw error
      } else if (answer.status === 429) {
        const wanted = pauseOf(answer, asked.pause)
        wait = wanted ?? wait
        if (wait <= MAX_PAUSE) gate.close(place, wait)
        if (last || wait > MAX_PAUSE || overruns(wait)) throw verdicts().rateLimited(answer, wanted)
      } else if (safe && !last && isTrouble(answer.status)) {
        wait = pauseOf(answer, asked.pause) ?? wait
        if (wait > MAX_PAUSE || overruns(wait)) return answer
      } else {
        if (isDetour(answer.status)) verdicts().refuseDetour(answer, url, proxy)
        return answer
      }
      run.log.info(
        { host, attempt, status: answer?.status, wait_ms: Math.round(wait) },
        'Repeating a request',
      )
      gate.load.repeats++
      await pause(wait, run.signal)
      if (run.signal.aborted)
        throw verdicts().stopped(
          say('it was waiting to retry the request to {host}', { host }),
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
    mask: (text) => run.mask(text),
  }
}

const unchecked = (host: string): Phrase =>
  say(
    'The certificate of {host} is not verified (verify_ssl is false): anyone between this machine and the host can read and change the traffic.',
    { host },
  )
