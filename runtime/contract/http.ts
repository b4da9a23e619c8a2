/** The HTTP contract between the runtime and an integration's client. */
import type { Log } from './action.ts'

/** One HTTP call of a client. */
export interface HttpRequest {
  method: string
  url: string
  /** Called for every attempt, so that signatures are current. */
  headers?: () => Record<string, string> | Promise<Record<string, string>>
  body?: string | Uint8Array | undefined
  /** Safe to retry. Default: true when the manifest's `effect` is `read`. */
  safe?: boolean | undefined
  /** Milliseconds that a response asks to wait before a retry, for vendors with their own headers. */
  pause?: (answer: HttpAnswer) => number | undefined
  /** The remaining quota in a response other than a 429, for vendors that report it. */
  quota?: (answer: HttpAnswer) => Quota | undefined
  /** Bytes. A longer response is rejected. Default 50 MiB. */
  max_bytes?: number | undefined
  /**
   * True for an address taken from a response: no connection is made to loopback, link-local or private addresses. Behind
   * a proxy, which resolves names itself, this holds for hosts that are written as IP addresses.
   */
  public_only?: boolean
}

/** Remaining requests to the same endpoint, and milliseconds until there are more. */
export interface Quota {
  left: number
  reset_ms: number
}

/** The complete response to one call. */
export interface HttpAnswer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: Uint8Array
}

/** Sends the requests of one run, with its deadline, retries, rate limits, redaction and counters. */
export interface Http {
  /** Throws ActionError. A response with status 400 or more is returned, not thrown, once retries are used up. */
  request(request: HttpRequest): Promise<HttpAnswer>
  /** True when nothing is sent: ask for no token, use a placeholder. */
  readonly dryRun: boolean
  /** Default of `safe`: true for actions whose manifest has `effect: read`. */
  readonly safe: boolean
  /** False when the caller wants every request sent once. */
  readonly retry: boolean
  /** Redacts this text in all output from now on. */
  secret(value: string): void
  /**
   * Third-party text without secrets. Results are redacted anyway, but a secret is only found while it is whole: call
   * this before you truncate a text or remove tags or lines from it.
   */
  redact(text: string): string
}

/** What an integration's `createClient` receives, once per run. */
export interface ClientSetup {
  /** The configuration, coerced and complete. */
  config: Record<string, unknown>
  http: Http
  log: Log
  /** Tokens and learned limits of this configuration; lives as long as the process. */
  cache: Map<string, unknown>
}

/** The export an integration's client module must have. */
export type CreateClient = (setup: ClientSetup) => unknown
