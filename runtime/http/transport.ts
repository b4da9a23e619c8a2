/**
 * The one way out: deadline, repeats, rate limits, proxy, TLS trust, size limit, dry runs. Knows no vendor. What an
 * answer means is the client's business; what never became an answer is said here, once, for all clients.
 */
import { ActionError } from '../errors.ts'
import type { DryRequest, Http, HttpAnswer, HttpRequest, Log } from '../types.ts'
import { type Phrase, say } from '../words.ts'
import { dryRequest } from './dry.ts'
import type { StopSignal } from './exchange.ts'
import { createGate, type Gate, type Load } from './gate.ts'
import { backoff, isTrouble, MAX_ATTEMPTS, MAX_PAUSE, pause, pauseOf } from './repeat.ts'
import { createRoutes, type Route, type RouteOptions } from './routes.ts'
import { type Means, sendOnce } from './send.ts'
import { createVerdicts, isDetour, type Verdicts } from './verdicts.ts'

/** How a configuration reaches the network. */
export type TransportOptions = RouteOptions

/** What one run lends to its requests. */
export interface RunScope {
  /** Aborted when the deadline passes (reason: ActionError TIMED_OUT, or a TimeoutError) or the caller gives up. */
  signal: StopSignal
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
  /** Text without the secrets that are known so far. */
  mask(text: string): string
  /** Awaited before a request leaves that changes things: who keeps a record of writes makes it durable here. */
  beforeWrite?(): void | Promise<void>
  /** Called when such a request may have been carried out. */
  onWrite?(): void
  /** Called for each request that left. */
  onRequest(): void
  /** Called with what a dry run would have sent. */
  onDryRequest(request: DryRequest): void
}

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
    http: (run) => createHttp((origin) => routes.to(origin), gate, checked, run),
    load: gate.load,
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

let latest: { text: string; url: URL; place: string } | undefined

/** Run after run asks the same address; it is taken apart once. Nobody changes a URL that was handed out. */
function parseUrl(text: string): { url: URL; place: string } {
  if (latest?.text === text) return latest
  const url = new URL(text)
  latest = { text, url, place: url.origin + url.pathname }
  return latest
}

function createHttp(
  way: (origin: string) => Route | Promise<Route>,
  gate: Gate,
  checked: boolean,
  run: RunScope,
): Http {
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
    mask: (text) => run.mask(text),
  }
}

const unchecked = (host: string): Phrase =>
  say(
    'The certificate of {host} is not checked (verify_ssl is false): anyone on the way can read and change what is sent.',
    { host },
  )
