/** Milliseconds since 1970, as `Date.now()` gives them. */
export type Clock = () => number

/** The two generations of the API: 1 = signed requests, 2 = bearer tokens. */
export type Generation = 1 | 2

/** How the simulator is started. Everything has a default; times are milliseconds, unless the name says seconds. */
export interface SimulatorOptions {
  /** Port of the API listener; 0 or absent = a free one. */
  port?: number
  /** Address to listen on, default 127.0.0.1. */
  host?: string
  /** Any text: another seed gives other generated mails and ids. The story mails stay as they are. */
  seed?: string
  /** A JSON file with faults and extra data (`SeedData`). */
  seed_file?: string
  /** Faults that are there from the start and again after `reset()`. */
  faults?: Fault[]
  /** Serve https with this key and certificate (PEM texts). */
  tls?: { key: string; cert: string }
  /** The tenant's clock, default `Date.now`. Seed data is placed relative to it. */
  now?: Clock
  /** Added to every API answer. */
  latency_ms?: number
  /** How many rows are generated; they are made when read, so 100,000 cost nothing at the start. */
  sizes?: SeedSizes
  /** Serve file links at a port of their own, as the real ones lead to another host. */
  files_apart?: boolean
  /** Life of a bearer token, default 1799 as the real one. */
  token_seconds?: number
  /** API products of the application; a path outside answers `app_forbidden`. Default: all. */
  products?: string[]
  /** Quota per path; without it there is practically none (the headers are sent all the same). */
  rate_limit?: { limit: number; window_ms: number }
  /** Most rows per page, default 100. */
  page_max?: number
  /** Behaviour that the sources leave open. */
  switches?: Partial<Switches>
  /** How many of the latest requests are kept, default 10,000. */
  requests_max?: number
}

/** Numbers of generated rows. Held and archived mails (archived: of the last 30 days) are tracked mails too. */
export interface SeedSizes {
  /** Mails in the archive. Default 300. */
  archived?: number
  /** Mails in the hold queue. Default 120. */
  held?: number
  /** Tracked mails that are neither held nor archived. Default 200. */
  tracked?: number
  /** Rows of each of the three TTP logs. Default 250. */
  logs?: number
}

/** Points where the sources are silent or disagree; see the README beside this file. */
export interface Switches {
  /** Releasing or rejecting what was already handled: `false` in the row, or a fail item. Default `false`. */
  handled_twice: 'false' | 'fail'
  /** All API 1.0 calls answer 418. Default false. */
  binding_expired: boolean
  /** Rows of message-finder/search: in pages, all in one response, or silently cut at the page size. */
  finder_rows: 'paged' | 'all' | 'capped'
  /** Archive rows in `data[0].items` or directly in `data`. */
  archive_rows: 'nested' | 'flat'
  /** Whether API 2.0 answers the uncatalogued gateway/message/get-message-detail. Default true. */
  gateway_detail: boolean
}

/**
 * One fault. It applies to requests whose path equals `path` (`*` = every path, `/api/ttp/*` = every path with that prefix;
 * downloads from the files listener count too), skips the first `after` of them, then applies to `times` of them; without
 * `times` it stays until it is cleared. The first fault in the list that applies is used. A fault with only `delay_ms`,
 * `slow_body_ms`, `cut` or `release` does not change the response itself.
 */
export interface Fault {
  path: string
  times?: number
  after?: number
  /** Returned instead of handling the request; without a body of your own the status gets a suitable one. */
  status?: number
  /** Added to the answer. */
  headers?: Record<string, string>
  /** JSON body returned instead of handling the request. */
  body?: unknown
  /** The same as text, sent as it is. */
  body_text?: string
  /** Wait before the request is handled. */
  delay_ms?: number
  /** Close the connection: before the request is handled, after it was applied, or after half the answer. */
  cut?: 'before' | 'after' | 'half'
  /** An HTML page as a proxy would send it (status 502 unless given). */
  html?: true
  /** An empty body (status 400 unless given). */
  empty?: true
  /** A body that is not JSON although its content type is (status 200 unless given). */
  wrong_json?: true
  /** One of the ten shapes in which `fail` was seen. Shape 5 really handles every second item. */
  fail_shape?: FailShape
  /** All tokens end now; the request is answered 401 `token_expired`. */
  expire_token?: true
  /** 429 with this many milliseconds in X-RateLimit-Reset. */
  rate_limited_ms?: number
  /** Release and reject answer `false` and do nothing. */
  release?: false
  /** Send half the body, wait, send the rest. */
  slow_body_ms?: number
  /** Answer 307 (or `status`) with this Location. */
  redirect?: string
}

export type FailShape = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

/** What arrived and what was answered. */
export interface RecordedRequest {
  number: number
  /** Time of arrival by the tenant's clock. */
  at: number
  method: string
  path: string
  /** Query string without `?`, empty if none. */
  query: string
  headers: Record<string, string | string[] | undefined>
  /** Parsed JSON or form; the text itself where it is neither; undefined where there was none. */
  body: unknown
  /** Status answered; 0 while unanswered or when the connection was reset. */
  status: number
}

/** Credentials the simulator accepts; they are valid nowhere else. */
export interface Credentials {
  api2: { client_id: string; client_secret: string }
  api1: { app_id: string; app_key: string; access_key: string; secret_key: string }
}

export type JsonObject = Record<string, unknown>

/** Distinguishes an object from a list, null and plain values. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
