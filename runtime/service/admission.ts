/** Checks Host, Origin and bearer token of HTTP requests. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { refuse } from '../contract/refuse.ts'
import type { Environment } from '../integration/config/config.ts'
import { withoutLineEnd } from '../sdk/line-end.ts'

/** The address to listen on, and the accepted tokens and hosts. */
export interface HttpOptions {
  host: string
  /** 0 uses a free port. */
  port: number
  /** Accepted bearer tokens, each with the name of its subject. An empty list accepts every client. */
  tokens: readonly { subject: string; token: string }[]
  /** Additional Host names to accept; a name without a port covers all ports. */
  hosts: readonly string[]
}

/** Minimum length in characters; a shorter token can be guessed. */
const SHORTEST_TOKEN = 16

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

/**
 * Reads the options of the command line.
 *
 * @param address `127.0.0.1:8300`, `[::1]:0`
 * @param variables environment variables that hold a token each
 * @throws ActionError REQUEST_INVALID, for example if every client on the network would be accepted
 */
export function readHttpOptions(
  address: string,
  variables: readonly string[],
  hosts: readonly string[],
  env: Environment,
): HttpOptions {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(address) ?? []
  const host = (bracketed ?? plain)?.toLowerCase()
  const port = Number(digits)
  if (host === undefined || port > 65_535) {
    throw refuse(
      `--http must be an address and a port, such as 127.0.0.1:8300; got "${address.slice(0, 80)}".`,
    )
  }
  const tokens = variables.map((subject) => {
    // A trailing line end comes from the file the token was read from; a header cannot contain it.
    const token = withoutLineEnd(env[subject] ?? '')
    if (token.length < SHORTEST_TOKEN) {
      throw refuse(
        `The environment variable ${subject.slice(0, 80)} of --token-env must contain a token of at least ${SHORTEST_TOKEN} characters.`,
      )
    }
    return { subject, token }
  })
  if (!isLoopback(host) && tokens.length === 0) {
    throw refuse(
      `${host} is reachable from other machines. Name an environment variable with a bearer token in --token-env, or listen on 127.0.0.1.`,
    )
  }
  if (isWildcard(host) && hosts.length === 0) {
    throw refuse(
      `${host} accepts any address. Name the host that clients connect to with --allow-host, such as soar.example.com.`,
    )
  }
  return { host, port, tokens, hosts }
}

/** The HTTP response for a rejected request, or the subject of an accepted one. */
export type Admission = { status: 401 | 403; reason: string } | { subject: string | undefined }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Creates the admission check of a server that listens on `port`. */
export function createAdmission(
  options: HttpOptions,
  port: number,
): (headers: IncomingHttpHeaders) => Admission {
  const named = options.host.includes(':') ? `[${options.host}]` : options.host
  const own = isLoopback(options.host) ? ['127.0.0.1', 'localhost', '[::1]', named] : [named]
  const hosts = new Set(
    [...own.map((name) => `${name}:${port}`), ...options.hosts].map((name) => name.toLowerCase()),
  )
  if (port === 80) for (const name of own) hosts.add(name)
  const isServed = (host: string): boolean =>
    hosts.has(host.toLowerCase()) || hosts.has(host.toLowerCase().replace(/:\d+$/, ''))
  const tokens = options.tokens.map(({ subject, token }) => ({ subject, digest: digest(token) }))
  return ({ host = '', origin, authorization }) => {
    // DNS rebinding: a web page that points its own name at this machine sends that name as Host.
    if (!isServed(host)) return { status: 403, reason: 'This Host is not allowed.' }
    if (origin !== undefined && !isServed(origin.replace(/^https?:\/\//i, ''))) {
      return { status: 403, reason: 'This Origin is not allowed.' }
    }
    if (tokens.length === 0) return { subject: undefined }
    const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? []
    const given = digest(token)
    // Compares all tokens, each in constant time, to prevent timing attacks.
    const [known] = tokens.filter((one) => timingSafeEqual(one.digest, given))
    return known
      ? { subject: known.subject }
      : { status: 401, reason: 'The bearer token is missing or invalid.' }
  }
}
