/** Reads the response of a token endpoint as RFC 6749 defines it. */
import { ActionError } from '../../contract/errors.ts'
import type { Http, HttpAnswer } from '../../contract/http.ts'
import { isRecord } from '../../contract/json.ts'
import { type Phrase, phrase, quoted } from '../../contract/phrases.ts'

/** A token as the response contains it. */
export interface TokenAnswer {
  access_token: string
  /** Seconds, as a number or text; anything else counts as missing. */
  expires_in?: unknown
}

/** True for a token that fits into a header. */
export const isToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)

/** The names and the redaction that errors need. */
interface Names {
  url: string
  vendor: string
  http: Pick<Http, 'redact'>
}

/**
 * The token of a response.
 *
 * @throws ActionError AUTH_FAILED for status 400, 401 and 403, RATE_LIMITED for 429, VENDOR_UNAVAILABLE from 500,
 *   RESPONSE_INVALID for anything else without a token
 */
export function readTokenAnswer(answer: HttpAnswer, { url, vendor, http }: Names): TokenAnswer {
  const { status } = answer
  const body = parse(answer)
  const reason = reasonOf(body, status, http.redact)
  const facts = { vendor: { status } }
  if (status === 400 || status === 401 || status === 403)
    throw new ActionError('AUTH_FAILED', { vendor, reason }, facts)
  if (status === 429) throw new ActionError('RATE_LIMITED', { vendor, reason }, facts)
  if (status >= 500) throw new ActionError('VENDOR_UNAVAILABLE', { vendor, status, reason }, facts)
  if (status < 300 && isToken(body.access_token))
    return { access_token: body.access_token, expires_in: body.expires_in }
  const without = status < 300 ? phrase('it contains no usable access_token') : reason
  throw new ActionError('RESPONSE_INVALID', { url, vendor, reason: without }, facts)
}

function parse({ body }: HttpAnswer): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString())
    return isRecord(json) ? json : {}
  } catch {
    return {}
  }
}

/** Maximum characters of the vendor's text. */
const LONGEST = 500

function reasonOf(
  { error_description, error }: Record<string, unknown>,
  status: number,
  redact: Http['redact'],
): Phrase {
  const text = [error_description, error].find((one) => typeof one === 'string' && one.trim() !== '')
  if (typeof text !== 'string') return phrase('status {status} without a message', { status })
  const line = redact(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return quoted(line.slice(0, LONGEST))
}
