/** The cookie of a session. */
import type { FastifyRequest } from 'fastify'

/** Over TLS the name has a prefix with which browsers accept the cookie from this host only. */
const NAMES = { plain: 'soar-session', secure: '__Host-soar-session' }

/** Seconds that a browser keeps the cookie. */
const LIFE = 8 * 60 * 60

/** Returns the secret in the cookie of a request; undefined if it has none. */
export function cookieOf({ headers }: FastifyRequest): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === NAMES.secure || name === NAMES.plain)?.[1]
}

/** Returns the header that sets the cookie; an empty secret removes it. */
export function setCookie(secret: string, isSecure: boolean): string {
  const name = isSecure ? NAMES.secure : NAMES.plain
  const life = secret === '' ? 0 : LIFE
  return `${name}=${secret}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}
