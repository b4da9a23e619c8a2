/** Calls of the engine's HTTP API: requests, answers, errors. */
import { ActionError } from '../../../contract/errors.ts'
import { isRecord } from '../../../contract/json.ts'
import { phrase, quoted } from '../../../contract/phrases.ts'
import { createTransport } from '../../../http/transport.ts'
import type { Environment } from '../../../integration/config/config.ts'
import type { LogSink } from '../../../safety/log.ts'
import type { EngineAccess, EngineAddress } from '../address.ts'

/** Name of the engine, for messages. */
export const ENGINE = 'Temporal'

/** What reaches the engine. */
export interface ApiOptions {
  address: EngineAddress
  access: EngineAccess
  /** Proxy variables. */
  env: Environment
  log: LogSink
}

/** One call; `path` follows the namespace. */
export interface ApiCall {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: object
  /** Milliseconds, retries included. */
  timeout_ms?: number
  signal?: AbortSignal
}

/** Sends calls. */
export interface Api {
  /**
   * The answer. Calls have ids, so that sending one again does nothing twice.
   *
   * @throws ActionError; `unsent` is true if the engine cannot have received it
   */
  call(call: ApiCall): Promise<Record<string, unknown>>
  close(): Promise<void>
}

/** What is not in the answer's sentence, but decides what the caller does. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof ActionError ? error.facts.vendor?.status : undefined

const TIMEOUT_MS = 30_000
/** A result in the clear has at most 2 MB, and base64 makes it longer. */
const MAX_BYTES = 16 * 1024 * 1024

/** Opens the API. Nothing is sent before the first call. */
export function openApi({ address, access, env, log }: ApiOptions): Api {
  const { host, namespace, tls } = address
  const { token, authorities, client } = access
  const base = `${tls ? 'https' : 'http'}://${host}/api/v1/namespaces/${encodeURIComponent(namespace)}`
  const transport = createTransport({
    env,
    ...(authorities !== undefined && { ca_certificate: authorities }),
    ...(client && { client_certificate: client }),
  })
  if (token) log.secret(token)
  const headers = {
    accept: 'application/json+no-payload-shorthand',
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
  }
  return {
    call: async ({ method, path, query = {}, body, timeout_ms = TIMEOUT_MS, signal }) => {
      const late = AbortSignal.timeout(timeout_ms)
      let sent = false
      const http = transport.http({
        signal: signal ? AbortSignal.any([signal, late]) : late,
        deadline: Date.now() + timeout_ms,
        safe: true,
        dryRun: false,
        retry: true,
        log: QUIET,
        vendor: ENGINE,
        secret: (text) => log.secret(text),
        redact: (text) => (token ? text.replaceAll(token, '***') : text),
        onRequest: () => {
          sent = true
        },
        onDryRequest: () => {},
      })
      const search = new URLSearchParams(query).toString()
      const request = {
        method,
        url: `${base}${path}${search && `?${search}`}`,
        headers: () => headers,
        body: body && JSON.stringify(body),
        max_bytes: MAX_BYTES,
      }
      const answer = await http.request(request).catch((error: ActionError) => {
        // For the transport these are reads. The work of a caller may be a write.
        throw new ActionError(error.code, error.words, { ...error.facts, unsent: !sent })
      })
      const content = parse(answer.body)
      if (answer.status < 300 && content) return content
      throw failure(answer.status, content, address)
    },
    close: () => transport.close(),
  }
}

const nothing = (): void => {}
const QUIET = { debug: nothing, info: nothing, warn: nothing, error: nothing }

function parse(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    return isRecord(content) ? content : undefined
  } catch {
    return undefined
  }
}

const MOST_TEXT = 300

function failure(
  status: number,
  content: Record<string, unknown> | undefined,
  { host, namespace }: EngineAddress,
): ActionError {
  const said = typeof content?.message === 'string' ? content.message.slice(0, MOST_TEXT) : `status ${status}`
  const reason = quoted(said)
  const facts = { vendor: { status }, unsent: false }
  switch (status) {
    case 401:
      return new ActionError(
        'AUTH_FAILED',
        { vendor: ENGINE, reason, remedy: phrase('Check SOAR_ENGINE_TOKEN or the client certificate.') },
        facts,
      )
    case 403: {
      const why = phrase('the namespace {namespace} is not open to this token ({reason})', {
        namespace,
        reason,
      })
      return new ActionError('PERMISSION_DENIED', { vendor: ENGINE, reason: why }, facts)
    }
    case 404:
      return new ActionError(
        'NOT_FOUND',
        { reason: phrase('The engine at {host} answered: {reason}.', { host, reason }) },
        facts,
      )
    case 400:
    case 409:
      return new ActionError('VENDOR_REJECTED', { vendor: ENGINE, reason }, facts)
    case 429:
      return new ActionError('RATE_LIMITED', { vendor: ENGINE, reason }, facts)
  }
  if (status >= 500) return new ActionError('VENDOR_UNAVAILABLE', { vendor: ENGINE, status, reason }, facts)
  const shape = phrase('it is not an answer of the HTTP API of the engine (status {status})', { status })
  return new ActionError(
    'RESPONSE_INVALID',
    { url: `${host}/${namespace}`, vendor: ENGINE, reason: shape },
    facts,
  )
}
