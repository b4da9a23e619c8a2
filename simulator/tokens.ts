import { randomBytes } from 'node:crypto'
import { SECOND } from './dates.ts'
import { type Answer, gatewayRefusal } from './envelope.ts'
import type { Clock, Credentials } from './types.ts'

const EXPIRED_KEPT = 1000

/** Bearer tokens of API 2.0: `/oauth/token` issues them, `check` accepts them until they end. */
export interface Tokens {
  issue(content_type: string | undefined, form: URLSearchParams): Answer
  /** Undefined = accepted. */
  check(authorization: string): Answer | undefined
  expireAll(): void
  clear(): void
}

export function tokenStore(keys: Credentials['api2'], now: Clock, seconds: number): Tokens {
  const ends = new Map<string, number>()
  const issue = (content_type: string | undefined, form: URLSearchParams): Answer => {
    if (content_type?.split(';')[0]?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
      return gatewayRefusal(415, 'UnsupportedMediaType', 'The token endpoint takes a form')
    }
    if (form.get('client_id') !== keys.client_id || form.get('client_secret') !== keys.client_secret) {
      return gatewayRefusal(401, 'InvalidClientIdentifier', 'Client credentials are invalid')
    }
    if (form.get('grant_type') !== 'client_credentials') {
      return gatewayRefusal(400, 'unsupported_grant_type', 'The grant type must be client_credentials')
    }
    forgetExpired(ends, now())
    const access_token = randomBytes(21).toString('base64url')
    ends.set(access_token, now() + seconds * SECOND)
    return { status: 200, body: { access_token, token_type: 'Bearer', expires_in: seconds, scope: '' } }
  }
  const check = (authorization: string): Answer | undefined => {
    const end = ends.get(authorization.slice('Bearer '.length))
    if (end === undefined) {
      return gatewayRefusal(401, 'token_verification_failed', 'Access Token Verification Failed')
    }
    return now() < end ? undefined : gatewayRefusal(401, 'token_expired', 'Access Token Expired')
  }
  const expireAll = (): void => {
    for (const token of ends.keys()) ends.set(token, Number.NEGATIVE_INFINITY)
  }
  return { issue, check, expireAll, clear: () => ends.clear() }
}

function forgetExpired(ends: Map<string, number>, time: number): void {
  if (ends.size < EXPIRED_KEPT) return
  for (const [token, end] of ends) if (end <= time) ends.delete(token)
}
