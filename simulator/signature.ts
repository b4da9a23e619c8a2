import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { MINUTE, parseSignedDate } from './dates.ts'
import { type Answer, refusedEnvelope } from './envelope.ts'
import type { Clock, Credentials } from './types.ts'

/** How far `x-mc-date` may be off. Invented: no source gives the number. */
const TOLERANCE_MS = 15 * MINUTE

/** Most request ids remembered; older ones are outside the tolerance long before. */
const REMEMBERED = 200_000

/** The signature of API 1.0: HMAC-SHA1 over date, request id, path and application key, base64. */
export function sign(date: string, request_id: string, path: string, keys: Credentials['api1']): string {
  const key = Buffer.from(keys.secret_key, 'base64')
  return createHmac('sha1', key).update(`${date}:${request_id}:${path}:${keys.app_key}`).digest('base64')
}

/** Checks the four headers of API 1.0. Undefined = accepted. */
export function signatureChecker(keys: Credentials['api1'], now: Clock) {
  const seen = new Set<string>()
  const check = (headers: IncomingHttpHeaders, path: string): Answer | undefined => {
    const date = single(headers['x-mc-date'])
    const request_id = single(headers['x-mc-req-id'])
    if (single(headers['x-mc-app-id']) !== keys.app_id) return refusedEnvelope(401, 'err_developer_key')
    const at = parseSignedDate(date)
    const given = headers.authorization ?? ''
    const right = `MC ${keys.access_key}:${sign(date, request_id, path, keys)}`
    const fresh = at !== undefined && Math.abs(now() - at) <= TOLERANCE_MS
    if (!fresh || request_id === '' || seen.has(request_id) || !same(given, right)) {
      return refusedEnvelope(401, 'err_xdk_invalid_signature')
    }
    seen.add(request_id)
    if (seen.size > REMEMBERED) forgetOldest(seen)
    return undefined
  }
  return { check, clear: () => seen.clear() }
}

function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : ''
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function forgetOldest(seen: Set<string>): void {
  for (const id of seen) {
    seen.delete(id)
    return
  }
}
