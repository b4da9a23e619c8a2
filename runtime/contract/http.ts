/** The HTTP contract between the runtime and an integration's client. */
import type { Log } from './action.ts'

/** One HTTP call of a client. */
export interface HttpRequest {
  method: string
  url: string
  /** Asked anew for every attempt, so that signatures are fresh. */
  headers?: () => Record<string, string> | Promise<Record<string, string>>
  body?: string | Uint8Array | undefined
  /** May be repeated without harm. Default: what the manifest's `effect` says. */
  safe?: boolean | undefined
  /** Milliseconds to wait before a repeat as the answer says, for vendors with headers of their own. */
  pause?: (answer: HttpAnswer) => number | undefined
  /** What an answer other than a 429 says of the requests that are left, for vendors that tell. */
  quota?: (answer: HttpAnswer) => Quota | undefined
  /** Bytes; a longer answer is refused. Default 50 MiB. */
  max_bytes?: number | undefined
  /**
   * True for an address that an answer named: no connection is made to loopback, link-local or private addresses. Behind
   * a proxy, which resolves names itself, this holds for hosts that are written as IP addresses.
   */
  public_only?: boolean
}

/** How many requests to the same place are left, and milliseconds until there are more. */
export interface Quota {
  left: number
  reset_ms: number
}

/** The whole answer to one call. */
export interface HttpAnswer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: Uint8Array
}

/** The only way out: deadline, repeats, rate limits, masking and counting are inside. */
export interface Http {
  /** Throws ActionError; an HTTP status of 400 and more is an answer, not an error, once repeats are used up. */
  request(request: HttpRequest): Promise<HttpAnswer>
  /** True when nothing is sent: ask for no token, use a placeholder. */
  readonly dryRun: boolean
  /** What `safe` is when a call does not say: true for actions whose manifest has `effect: read`. */
  readonly safe: boolean
  /** False when the caller wants every request sent once, whatever the answer. */
  readonly retry: boolean
  /** Text that must never show in any output from now on. */
  secret(value: string): void
  /**
   * Text of a stranger without the secrets in it. The result is masked anyway, but a secret is only found while it is
   * whole: whoever cuts a text, or takes tags or lines out of it, calls this before.
   */
  redact(text: string): string
}

/** What an integration's `createClient` receives, once per run. */
export interface ClientSetup {
  /** The configuration, coerced and complete. */
  config: Record<string, unknown>
  http: Http
  log: Log
  /** Lives as long as the process and belongs to this configuration alone: tokens, learned limits. */
  cache: Map<string, unknown>
}

/** The export an integration's client module must have. */
export type CreateClient = (setup: ClientSetup) => unknown
