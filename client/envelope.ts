/** The only code that converts responses (envelopes, resources, proxy HTML) to values or ActionError. */
import {
  ActionError,
  clockRemedy,
  isRecord,
  type Phrase,
  phrase,
  quoted,
  type VendorAnswer,
  type VendorFailure,
} from '../runtime/sdk/index.ts'
import { failuresBeside, failuresIn, failuresOf, tidy, wordsOf } from './failures.ts'
import type { Envelope, Reply } from './types.ts'
import { VENDOR } from './vendor.ts'

type Body = Record<string, unknown>

/** Gateway and signature codes that mean: not authenticated (docs/vendor/mimecast-wire.md#failure-codes). */
const AUTH: ReadonlySet<string> = new Set([
  'InvalidClientIdentifier',
  'token_expired',
  'token_verification_failed',
  'unauthorized',
  'Unauthorized Request',
  'err_xdk_invalid_signature',
  'err_xdk_binding_expired',
  'err_developer_key',
])

/** Codes that mean: authenticated, but not allowed. */
const PERMISSION: ReadonlySet<string> = new Set([
  'app_forbidden',
  'err_xdk_client_unauthorized',
  'err_xdk_forbidden',
])

/**
 * The envelope of a response, and what was refused in it. Entries of `fail` with HTTP 2xx are returned, because in a call
 * with several items they concern only some of them; every other failure is thrown.
 */
export function readEnvelope<T>(reply: Reply): { envelope: Envelope<T>; failures: VendorFailure[] } {
  const body = readJson(reply)
  const failures = failuresBeside(body, reply.redact)
  const status = statusOf(reply, body)
  if (reply.answer.status >= 300 || (status >= 300 && failures.length === 0)) {
    throw refuse(reply, refusalsOf(reply), body)
  }
  if (!body || !isEnvelope(body, failures)) {
    throw otherShape(reply)
  }
  const envelope = {
    ...body,
    data: Array.isArray(body.data) ? body.data : [],
    fail: body.fail ?? [],
  } as unknown as Envelope<T>
  return { envelope, failures }
}

/** Without `data`, something else must show that the response is Mimecast's: `fail`, or a success status in the body. */
function isEnvelope(body: Body, failures: VendorFailure[]): boolean {
  if (Array.isArray(body.data) || failures.length > 0) return true
  const status = metaStatus(body)
  return body.data == null && ('fail' in body || (status !== undefined && status < 300))
}

/** The envelope of a response without refusals. */
export function accept<T>(reply: Reply): Envelope<T> {
  const { envelope, failures } = readEnvelope<T>(reply)
  if (failures.length > 0) throw refuse(reply, failures, envelope as unknown as Body)
  return envelope
}

/** The plain JSON of a resource path; undefined without a body. With `record`, anything but an object is refused. */
export function readResource(reply: Reply, { record = false } = {}): unknown {
  const { body, status } = reply.answer
  if (status < 300 && body.length === 0 && !record) return undefined
  const json = readJson(reply)
  const failures = status >= 300 ? refusalsOf(reply) : failuresOf(json?.fail, reply.redact)
  if (status >= 300 || failures.length > 0) throw refuse(reply, failures, json)
  const value: unknown = JSON.parse(decode(body))
  if (record && !isRecord(value)) throw otherShape(reply)
  return value
}

/** The error for JSON that lacks what the call is about. */
export const otherShape = (reply: Reply): ActionError =>
  unclear(reply, phrase('it is JSON of another shape: {quote}', { quote: quote(text(reply)) }))

/**
 * The JSON object of a response; undefined when the body is not JSON but the status is sufficient.
 *
 * @throws ActionError for HTML, for a 2xx that is not JSON, for an empty response
 */
export function readJson(reply: Reply): Body | undefined {
  const { body, headers, status } = reply.answer
  if (body.length === 0 && status < 300) throw unclear(reply, phrase('Empty response'))
  const json = parse(reply.answer)
  if (json !== undefined || body.length === 0) return json
  const type = headers['content-type'] ?? 'none'
  const isHtml = /html/i.test(type) || /^\s*</.test(text(reply).slice(0, 100))
  if (status >= 500 || (status >= 400 && !isHtml)) return undefined
  const words = { status, type: tidy(reply.redact(type), 80), quote: quote(text(reply)) }
  const reason = phrase('status {status}, content type {type}: {quote}', words)
  throw status < 300 ? unclear(reply, reason) : invalid(reply, reason)
}

/** The JSON object in a body, or undefined when the body is not JSON. A list or a plain value has no fields: `{}`. */
export function parse(answer: Reply['answer']): Body | undefined {
  const value = parseAny(answer)
  if (value === undefined) return undefined
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {}
}

/** The failures listed by a response that is a refusal, whatever its shape. */
export const refusalsOf = ({ answer, redact }: Pick<Reply, 'answer' | 'redact'>): VendorFailure[] =>
  failuresIn(parseAny(answer), redact)

function parseAny(answer: Reply['answer']): unknown {
  try {
    return JSON.parse(decode(answer.body))
  } catch {
    return undefined
  }
}

/** The error for a refusal: by code if the code is known, otherwise by status. */
export function refuse(reply: Reply, failures: VendorFailure[], body: Body | undefined): ActionError {
  const status = statusOf(reply, body)
  const codes = failures.map((failure) => failure.code ?? '')
  const facts = { vendor: vendorOf(reply, failures, body) }
  const reason = reasonOf(reply, failures, body, status)
  if (codes.some((code) => PERMISSION.has(code))) {
    return new ActionError('PERMISSION_DENIED', { vendor: VENDOR, reason }, facts)
  }
  if (codes.some((code) => AUTH.has(code)) || status === 401 || status === 418) {
    return refuseAuth(reply, failures, body)
  }
  if (status === 403) return new ActionError('PERMISSION_DENIED', { vendor: VENDOR, reason }, facts)
  if (status === 429) return new ActionError('RATE_LIMITED', { vendor: VENDOR, reason }, facts)
  if (status < 500) return new ActionError('VENDOR_REJECTED', { vendor: VENDOR, reason }, facts)
  if (reply.safe) return new ActionError('VENDOR_UNAVAILABLE', { vendor: VENDOR, status, reason }, facts)
  const host = hostOf(reply)
  return new ActionError(
    'OUTCOME_UNKNOWN',
    { host, reason: phrase('{vendor} answered {status}: {reason}', { vendor: VENDOR, status, reason }) },
    facts,
  )
}

/** The error for refused credentials. */
export function refuseAuth(reply: Reply, failures: VendorFailure[], body?: Body): ActionError {
  const status = statusOf(reply, body)
  const expired = status === 418 || failures.some(({ code }) => code === 'err_xdk_binding_expired')
  const reason = reasonOf(reply, failures, body, status)
  const values = expired
    ? {
        reason: phrase('binding expired: {reason}', { reason }),
        remedy: phrase('Create a new Access Key and Secret Key for the service user.'),
      }
    : { reason, ...remedyOf(reply) }
  return new ActionError(
    'AUTH_FAILED',
    { vendor: VENDOR, ...values },
    { vendor: vendorOf(reply, failures, body) },
  )
}

function remedyOf({ ahead_ms }: Reply): { remedy?: Phrase } {
  const remedy = clockRemedy(ahead_ms, VENDOR)
  return remedy ? { remedy } : {}
}

/** The error for a response without a usable result: a write may have been carried out all the same. */
export function unclear(reply: Reply, reason: Phrase): ActionError {
  if (reply.safe) return invalid(reply, reason)
  return new ActionError('OUTCOME_UNKNOWN', { host: hostOf(reply), reason }, { vendor: vendorOf(reply, []) })
}

/** What Mimecast reported, for a support request to Mimecast. */
export function vendorOf(reply: Reply, failures: VendorFailure[], body?: Body): VendorAnswer {
  const meta = metaStatus(body)
  const id = reply.request_id ?? reply.answer.headers['x-request-id']
  return {
    status: reply.answer.status,
    ...(meta !== undefined && { meta_status: meta }),
    ...(id !== undefined && { request_id: tidy(reply.redact(id), 200) }),
    ...(failures.length > 0 && { failures }),
  }
}

function invalid(reply: Reply, reason: Phrase): ActionError {
  const facts = { vendor: vendorOf(reply, []) }
  return new ActionError('RESPONSE_INVALID', { url: reply.url, vendor: VENDOR, reason }, facts)
}

function reasonOf(reply: Reply, failures: VendorFailure[], body: Body | undefined, status: number): Phrase {
  const words = wordsOf(failures)
  if (words) return quoted(words)
  const { body: bytes, status: http } = reply.answer
  if (http === 400 && bytes.length === 0) {
    return phrase('HTTP 400 without a message; an id in the request is probably truncated or damaged')
  }
  const meta = body?.meta as Body | null | undefined
  const said = meta?.message
  if (typeof said === 'string' && said.trim() !== '') return quoted(tidy(reply.redact(said)))
  const isEnvelope = body && ('meta' in body || 'data' in body || 'fail' in body)
  const page = !isEnvelope && bytes.length > '{}'.length ? quote(text(reply)) : undefined
  // The messages about a failing server contain the status already.
  if (status >= 500) return page === undefined ? phrase('it gave no reason') : quoted(page)
  if (page !== undefined) return phrase('status {status}: {quote}', { status, quote: page })
  return phrase('status {status} without a message', { status })
}

/** The status in the body if the transport succeeded, otherwise the HTTP status. */
function statusOf(reply: Reply, body: Body | undefined): number {
  const { status } = reply.answer
  return status < 300 ? (metaStatus(body) ?? status) : status
}

function metaStatus(body: Body | undefined): number | undefined {
  const meta = body?.meta as Body | null | undefined
  const given = meta?.status
  const status = typeof given === 'string' && /^\d{3}$/.test(given) ? Number(given) : given
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status < 1000
    ? status
    : undefined
}

/** The first 200 characters of a page without its tags, as one quoted line. */
function quote(page: string): string {
  const start = page.slice(0, 4000)
  const words = start.replace(/<(script|style)\b[^>]{0,500}>[\s\S]{0,4000}?<\/\1>|<[^<>]{0,500}>/gi, ' ')
  return JSON.stringify(tidy(words, 200) || tidy(start, 200))
}

const hostOf = (reply: Reply): string => new URL(reply.url).host

/** Without a byte order mark: some proxies put one before JSON. */
const decode = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString()
    .replace(/^\ufeff/, '')

/** The message of the response, ready to be quoted. */
const text = (reply: Reply): string => reply.redact(decode(reply.answer.body))
