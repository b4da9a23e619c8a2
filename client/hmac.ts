/** Signs requests of API 1.0 with HMAC-SHA1. */
import { hmac, requestId } from '../runtime/sdk/index.ts'
import type { SigningKeys } from './credentials.ts'

/** New headers for one request; they must never be sent twice. `uri` is the path as the API knows it, `/api/…`. */
export function sign(keys: SigningKeys, uri: string): Record<string, string> {
  // toUTCString is English whatever the locale; Mimecast writes the zone as UTC.
  const date = new Date().toUTCString().replace('GMT', 'UTC')
  const id = requestId()
  return {
    authorization: `MC ${keys.access_key}:${signature(keys, { date, id, uri })}`,
    'content-type': 'application/json',
    'x-mc-app-id': keys.application_id,
    'x-mc-date': date,
    'x-mc-req-id': id,
  }
}

/**
 * Base64 of the signature over date, request id, path and application key. Source: docs/vendor/mimecast-wire.md#signature.
 */
export function signature(
  keys: Pick<SigningKeys, 'application_key' | 'secret_key'>,
  request: { date: string; id: string; uri: string },
): string {
  const text = `${request.date}:${request.id}:${request.uri}:${keys.application_key}`
  return hmac(text, { algorithm: 'sha1', key: Buffer.from(keys.secret_key, 'base64') })
}
