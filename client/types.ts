/** The shapes of this client. */
import type { Contract, HttpAnswer, ItemResult, Action as RuntimeAction } from '../runtime/sdk/index.ts'
import type { Generation } from './region.ts'

/** Headers of one attempt, by name in lower case. */
export type Headers = Record<string, string>

/** How requests are authenticated. */
export interface Auth {
  readonly api: Generation
  /** Headers for one attempt at a path as the API knows it; requested again for every retry. */
  headers(uri: string): Headers | Promise<Headers>
  /** After a 401 for these headers: true when other credentials are available and one more attempt makes sense. */
  renew(refused: Headers): boolean
}

/** A response and what is needed to interpret it. */
export interface Reply {
  answer: HttpAnswer
  /** Without query. */
  url: string
  /** True when the call changed nothing, so that an unclear response leaves no doubt about its effect. */
  safe: boolean
  /** The id by which Mimecast finds the call in its logs. */
  request_id?: string
  /**
   * Milliseconds by which our clock is ahead of the responding host's; only with a signature, which is valid for minutes.
   */
  ahead_ms?: number
  /** Redacts secrets in the response's text before it is used. */
  redact(text: string): string
}

/** The response of an `/api/…` path, unchanged. */
export interface Envelope<T = unknown> {
  meta?: { status?: number; pagination?: { pageSize?: number; totalCount?: number; next?: string } }
  data: T[]
  fail: unknown[]
}

/** Options of every method. */
export interface CallOptions {
  /** True: changes nothing, so it may be retried. Default: what the action's manifest says. */
  read?: boolean
}

/** Options of `list`. */
export interface ListOptions {
  /** Maximum number of rows; no page is requested beyond it. Default: all. */
  limit?: number | undefined
  /** Rows per page; null leaves the size to the endpoint. Default 100, the documented maximum. */
  page_size?: number | null
  /** Name of the list inside `data[0]`; rows directly in `data` are accepted, too. */
  rows?: string
}

/** Options of `download`. */
export interface DownloadOptions {
  /** Maximum bytes; a longer file is refused. Default 50 MiB. */
  max_bytes?: number
  /** An envelope is recognized in any content type, because the file itself can never look like one. */
  envelope?: 'any type'
}

/** A file, whole. */
export interface Download {
  content_type: string
  bytes: Uint8Array
  /** Headers of the response that had the file, by name in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  name?: string
}

/** The query of a resource path. */
export type Query = Record<string, string | number | boolean | undefined>

/** Options of `rows`. */
export interface RowsOptions {
  query?: Query
  /** Names under which the response may have the list, tried in this order; a bare list is accepted, too. */
  rows: readonly string[]
  /** Maximum number of rows; no page is requested beyond it. Default: all. */
  limit?: number | undefined
  /** The query of the page after a response; undefined after the last one. Default: by the token in `meta`. */
  next?: (body: Record<string, unknown>, query: Query) => Query | undefined
}

/** Options of `resource`. */
export interface ResourceOptions extends CallOptions {
  body?: unknown
  /** True: the response must be a JSON object. */
  record?: boolean
  query?: Query
}

/**
 * Mimecast's API in eight methods. The files of the product areas contain the paths: an endpoint is one function there. Every method throws ActionError: AUTH_FAILED, PERMISSION_DENIED,
 * VENDOR_REJECTED, VENDOR_UNAVAILABLE, RESPONSE_INVALID, OUTCOME_UNKNOWN, and the errors of the transport.
 */
export interface Client {
  readonly api: Generation
  /** Sends one item and returns `data[0]`. An empty `data` is a failure, unless `optional`. */
  one<T>(path: string, item: object, options?: CallOptions & { optional?: false }): Promise<T>
  one<T>(path: string, item: object, options: CallOptions & { optional: true }): Promise<T | undefined>
  /**
   * Sends several items, `chunk` (default 25) at a time, and returns a result for each, in their order. Throws only when the
   * first chunk fails as a whole.
   */
  many<T>(
    path: string,
    items: object[],
    options?: CallOptions & { chunk?: number },
  ): Promise<ItemResult<object, T>[]>
  /** Rows of all pages; always a read. `item` null sends an empty `data`. */
  list<T>(path: string, item: object | null, options?: ListOptions): AsyncGenerator<T, void, undefined>
  /** Sends a body of any shape (none when null) and returns the whole envelope. */
  call<T>(path: string, body?: object | null, options?: CallOptions): Promise<Envelope<T>>
  /** A resource path of API 2.0: plain JSON, no envelope; undefined when the response has no body. GET is a read. */
  resource<T>(method: string, path: string, options?: ResourceOptions): Promise<T>
  /** Rows of all pages of a list at a resource path of API 2.0; always a read. */
  rows<T>(path: string, options: RowsOptions): AsyncGenerator<T, void, undefined>
  /** A file: bytes in the response, or at a pre-signed address that is requested without credentials. Always a read. */
  download(path: string, item: object, options?: DownloadOptions): Promise<Download>
  /** The file at an address that a response named, requested without credentials. Always a read. */
  file(address: unknown, options?: { max_bytes?: number }): Promise<Download>
}

/** An action of this integration. */
export type Action<T extends Contract> = RuntimeAction<T, Client>
