/** Sends one call: authentication, requested delays, and one renewal of a refused token. */
import {
  ActionError,
  clockAhead,
  type Http,
  type HttpAnswer,
  type HttpRequest,
  type Quota,
  quoted,
} from '../runtime/sdk/index.ts'
import { refusalsOf, vendorOf } from './envelope.ts'
import { wordsOf } from './failures.ts'
import type { Auth, Headers, Reply } from './types.ts'

/** The call to send. */
export interface Call {
  method: string
  /** As the API knows it, `/api/…`; also what is signed. */
  path: string
  query?: string
  body?: string | undefined
  /** Whether it may be retried; default: what the action's manifest says. */
  safe?: boolean | undefined
  max_bytes?: number | undefined
}

/** Sends a call. Returns every response unchanged; `envelope.ts` interprets it. */
export async function send(http: Http, auth: Auth, root: string, call: Call): Promise<Reply> {
  let sent: Headers = {}
  const keep = (headers: Headers): Headers => {
    sent = headers
    return headers
  }
  const url = `${root}${call.path}`
  const request: HttpRequest = {
    method: call.method,
    url: call.query ? `${url}?${call.query}` : url,
    headers: () => {
      const headers = auth.headers(call.path)
      return headers instanceof Promise ? headers.then(keep) : keep(headers)
    },
    body: call.body,
    safe: call.safe,
    max_bytes: call.max_bytes,
  }
  let answer = await ask(http, request)
  // A call answered with 401 was not executed, so a write may be sent again, too.
  if (answer.status === 401 && http.retry && auth.renew(sent)) answer = await ask(http, request)
  const id = answer.headers['x-request-id'] ?? sent['x-mc-req-id']
  const ahead = auth.api === '1.0' ? clockAhead(answer) : undefined
  return {
    answer,
    url,
    safe: call.safe ?? http.safe,
    redact: http.redact,
    ...(id !== undefined && { request_id: id }),
    ...(ahead !== undefined && { ahead_ms: ahead }),
  }
}

/** Sends a request and waits as long as Mimecast asks; a refusal for too many requests contains Mimecast's own message. */
export async function ask(http: Http, request: HttpRequest): Promise<HttpAnswer> {
  request.pause = pauseOf
  request.quota = quotaOf
  try {
    return await http.request(request)
  } catch (thrown) {
    throw thrown instanceof ActionError && thrown.code === 'RATE_LIMITED'
      ? withWords(thrown, request, http)
      : thrown
  }
}

/**
 * Milliseconds to wait as the response requests: Retry-After (seconds) first, then X-RateLimit-Reset (milliseconds, as
 * text). The latter is present on every response and requests a delay only with a 429.
 * (docs/vendor/mimecast-wire.md#rate-limits)
 */
export function pauseOf(answer: HttpAnswer): number | undefined {
  const { headers, status } = answer
  const seconds = number(headers['retry-after'])
  if (seconds !== undefined) return seconds * 1000
  if (status !== 429) return undefined
  return number(headers['x-ratelimit-reset']) ?? number(headers['x-mimecast-ratelimit-reset'])
}

/** Calls left in the quota, from the headers of a response. Source: docs/vendor/mimecast-wire.md#rate-limits. */
function quotaOf({ headers }: HttpAnswer): Quota | undefined {
  const left = number(headers['x-ratelimit-remaining'])
  const reset_ms = number(headers['x-ratelimit-reset'])
  return left === undefined || reset_ms === undefined ? undefined : { left, reset_ms }
}

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined

function withWords(error: ActionError, request: HttpRequest, { redact }: Http): ActionError {
  const { answer } = (error.facts.cause ?? {}) as { answer?: HttpAnswer }
  if (!answer) return error
  const reply: Reply = { answer, url: request.url, safe: true, redact }
  const failures = refusalsOf(reply)
  const reason = wordsOf(failures)
  return new ActionError('RATE_LIMITED', reason ? { ...error.words, reason: quoted(reason) } : error.words, {
    ...error.facts,
    vendor: vendorOf(reply, failures),
  })
}
