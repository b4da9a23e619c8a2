/** Who may come in over HTTP: which Host and Origin, and with which token. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { refuse } from '../contract/refuse.ts'
import type { Environment } from '../integration/config/config.ts'
import { withoutLineEnd } from '../sdk/line-end.ts'

/** Where to listen and whom to let in. */
export interface HttpOptions {
  host: string
  /** 0 takes a free one. */
  port: number
  /** Bearer tokens with the name of whom each stands for. None lets everybody in. */
  tokens: readonly { subject: string; token: string }[]
  /** Further names by which clients come; one without a port stands for all ports. */
  hosts: readonly string[]
}

/** Characters; a shorter token can be guessed. */
const SHORTEST_TOKEN = 16

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

/**
 * Reads the options of the command line.
 *
 * @param address `127.0.0.1:8300`, `[::1]:0`
 * @param variables environment variables that hold a token each
 * @throws ActionError REQUEST_INVALID, among others where everybody on the network would be let in
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
    // A line end behind it comes from the file it was read from, and no header can carry it.
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

/** Why somebody is not let in, as an HTTP answer; or who came in. */
export type Admission = { status: 401 | 403; reason: string } | { subject: string | undefined }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Makes the doorkeeper of a server that listens on `port`. */
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
    // A web page that points its own name at this machine comes with that name (DNS rebinding).
    if (!isServed(host)) return { status: 403, reason: 'This Host is not allowed.' }
    if (origin !== undefined && !isServed(origin.replace(/^https?:\/\//i, ''))) {
      return { status: 403, reason: 'This Origin is not allowed.' }
    }
    if (tokens.length === 0) return { subject: undefined }
    const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? []
    const given = digest(token)
    // All are compared, in constant time each, so that the time tells nothing.
    const [known] = tokens.filter((one) => timingSafeEqual(one.digest, given))
    return known
      ? { subject: known.subject }
      : { status: 401, reason: 'The bearer token is missing or invalid.' }
  }
}
