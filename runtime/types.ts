/** The words of the house as types: request, result, outcome, context, action. See docs/architecture.md. */
import type { Code } from './errors.ts'
import type { Phrase } from './words.ts'

/** Plain data: what JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One row of a result: a flat or nested object of plain data. */
export type Row = { [key: string]: Json }

/** What a caller asks for. Everything but `action` may be left out. */
export interface Request {
  /** The action's id, its file name under `manifests/`. */
  action: string
  /** Values by parameter name (or alias, or label in any case). Data: never rendered. */
  parameters?: Record<string, unknown>
  /** Templates by parameter name, written by a playbook's author; they win over `parameters`. */
  templates?: Record<string, string>
  /** What templates may look at: the case, the event, the row, the batch window. Data: never rendered. */
  context?: Record<string, unknown>
  /** Values of the integration's configuration; what is absent comes from the environment, then the default. */
  config?: Record<string, unknown>
  /** What the previous run handed out as `state`. */
  state?: unknown
  /** `en`, `fr`, `ja`, …; default `SOAR_LOCALE`, then the integration's first. */
  locale?: string
  /** Milliseconds the whole run may take. Default 60000. */
  timeout_ms?: number
  /** Run the module with a transport that sends nothing and answer the first request. */
  dry_run?: boolean
}

/** One thing wrong with one place of the input. */
export interface Problem {
  /** Where: a parameter's name, a JSON pointer, or `file:line:column`. */
  where: string
  /** The rule that was broken, see `runtime/locales/en.ts`, `problems`. */
  rule: string
  /** The sentence: what was expected, what came in, what to do. */
  message: string
}

/** One entry of a vendor's refusal, as it stood in the answer. */
export interface VendorFailure {
  code?: string
  message?: string
  field?: string
  retryable?: boolean
  /** The item of the request that it is about. */
  key?: Json
}

/** What the vendor said, kept for people who have to ask the vendor. */
export interface VendorAnswer {
  /** HTTP status. */
  status?: number
  /** The status inside the body, where the vendor has one. */
  meta_status?: number
  /** The id by which the vendor finds the request in its logs. */
  request_id?: string
  failures?: VendorFailure[]
}

/** Why a run failed. Playbooks branch on `code`; `retryable` is already decided. */
export interface ResultError {
  code: Code
  /** The sentence in the run's language, without the action's own wording around it. */
  reason: string
  /** True when repeating the same request can help and can do no harm. */
  retryable: boolean
  retry_after_ms?: number
  problems?: Problem[]
  vendor?: VendorAnswer
}

/** A request as it would have gone out, credentials masked. */
export interface DryRequest {
  method: string
  url: string
  headers: Record<string, string>
  body: Json
}

/** The answer of one run; always complete, never thrown. */
export interface Result {
  is_success: boolean
  output_message: string
  json_result: Json
  error?: ResultError
  /** Things that did not stop the run but that somebody should know. */
  warnings?: string[]
  /** To be handed back in the next request. */
  state?: Json
  /** The action wants to be called again with `state`. */
  pending?: boolean
  files?: ResultFile[]
  /** With `dry_run`: what would have been sent first, and what the module received. */
  dry_run?: { request: DryRequest | null; inputs: Json }
  run: {
    action: string
    version: string
    locale: string
    /** Milliseconds. */
    ms: number
    /** HTTP requests sent, repeats included. */
    requests: number
  }
}

/** A file an action hands out, base64. */
export interface ResultFile {
  name: string
  content_type: string
  /** base64 */
  content: string
}

/** What a module answers. Only `result` is common. */
export interface Outcome<R = unknown> {
  /** The rows or the object of the manifest's `output`; an async iterable streams rows. */
  result: R | AsyncIterable<R extends readonly (infer Item)[] ? Item : never>
  /** Another sentence of the manifest than `success`. */
  message?: string
  /** False: it ran, but did not achieve what was asked. */
  success?: boolean
  /** Further values the message template sees by name. */
  values?: Record<string, Json>
  state?: unknown
  pending?: boolean
  files?: ResultFile[]
}

/** Lines of the run's log, in English; `warn` lines also stand in the result's `warnings`, in the run's language. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string | Phrase): void
  error(fields: object, message: string): void
}

/** All an action may touch. */
export interface Context<I = Record<string, unknown>, C = unknown> {
  inputs: I
  client: C
  log: Log
  /** Aborted when the deadline passes or the caller gives up. */
  signal: AbortSignal
  /** What the previous run handed out, or null. */
  state: Json
}

/** The generated types of one action: its inputs and the shape of its `result`. */
export interface Contract {
  inputs: object
  result: unknown
}

/** One action: a plain async function in a file named like its manifest. */
export type Action<T extends Contract, C = unknown> = (
  context: Context<T['inputs'], C>,
) => Promise<Outcome<T['result']>>

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
  readonly repeats: boolean
  /** Text that must never show in any output from now on. */
  secret(value: string): void
  /**
   * Text of a stranger without the secrets in it. The result is masked anyway, but a secret is only found while it is
   * whole: whoever cuts a text, or takes tags or lines out of it, calls this before.
   */
  mask(text: string): string
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
