/** Checks Host, Origin and bearer token of HTTP requests. */

import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { refuse } from '../contract/refuse.ts'
import type { Environment } from '../integration/config/config.ts'
import { visibleLine } from '../safety/control-characters.ts'
import { withoutLineEnd } from '../sdk/line-end.ts'
import { type Grant, readGrant } from './grants.ts'

/** An address to listen on. */
export interface Listening {
  host: string
  /** 0 uses a free port. */
  port: number
}

/** A bearer token. */
export interface HttpToken {
  /** Name of the environment variable; the audit log records it. */
  subject: string
  token: string
  /** What its owner may do; default everything. */
  grant?: Grant
}

/** The address to listen on, and the accepted tokens and hosts. */
export interface HttpOptions extends Listening {
  /** Accepted bearer tokens, each with the name of its subject. An empty list accepts every client. */
  tokens: readonly HttpToken[]
  /** Additional Host names to accept; a name without a port covers all ports. */
  hosts: readonly string[]
}

/** Minimum length in characters; a shorter token can be guessed. */
const SHORTEST_TOKEN = 16

/** True for an address that only this machine can reach. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

/**
 * Reads an address and a port, such as `127.0.0.1:8300` or `[::1]:0`.
 *
 * @param option that it comes from, with its dashes
 * @throws ActionError REQUEST_INVALID
 */
export function readAddress(option: string, address: string): Listening {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(address) ?? []
  const host = (bracketed ?? plain)?.toLowerCase()
  const port = Number(digits)
  if (host !== undefined && port <= 65_535) return { host, port }
  throw refuse(
    `${option} must be an address and a port, such as 127.0.0.1:8300; got "${address.slice(0, 80)}".`,
  )
}

/**
 * Reads a bearer token from an environment variable.
 *
 * @throws ActionError REQUEST_INVALID if it is missing or too short
 */
export function readToken(variable: string, env: Environment): string {
  // A trailing line end comes from the file the token was read from; a header cannot contain it.
  const token = withoutLineEnd(env[variable] ?? '')
  if (token.length >= SHORTEST_TOKEN) return token
  throw refuse(
    `The environment variable ${variable.slice(0, 80)} of --token-env must contain a token of at least ${SHORTEST_TOKEN} characters.`,
  )
}

/**
 * Checks that a server which other machines reach has a way to sign in, and one on all addresses the names that clients use.
 *
 * @param signIn whether there is a way to sign in
 * @param ways the options for it, as a sentence says them
 * @throws ActionError REQUEST_INVALID with all that is missing
 */
export function checkReach(host: string, hosts: readonly string[], signIn: boolean, ways: string): void {
  const faults: string[] = []
  if (!isLoopback(host) && !signIn)
    faults.push(`${host} is reachable from other machines. ${ways}, or listen on 127.0.0.1.`)
  if (isWildcard(host) && hosts.length === 0) {
    faults.push(
      `${host} accepts any address. Name the host that clients connect to with --allow-host, such as soar.example.com.`,
    )
  }
  if (faults.length > 0) throw refuse(faults.join(' '))
}

/** How a program signs in. */
export const TOKEN_WAY = 'Name an environment variable with a bearer token in --token-env'

/**
 * Reads the options of `soar mcp --http`.
 *
 * @param address `127.0.0.1:8300`, `[::1]:0`
 * @param variables environment variables that hold a token each, with what it allows: `SOC_TOKEN=read,connection:acme`
 * @throws ActionError REQUEST_INVALID, for example if every client on the network would be accepted
 */
export function readHttpOptions(
  address: string,
  variables: readonly string[],
  hosts: readonly string[],
  env: Environment,
): HttpOptions {
  const { host, port } = readAddress('--http', address)
  const tokens = variables.map((word) => readHttpToken(word, env))
  checkReach(host, hosts, tokens.length > 0, TOKEN_WAY)
  return { host, port, tokens, hosts }
}

function readHttpToken(word: string, env: Environment): HttpToken {
  const [subject = '', ...rest] = word.split('=')
  const token = readToken(subject, env)
  const words = rest.join('=')
  if (words === '') return { subject, token }
  return { subject, token, grant: readGrant(words.split(','), `--token-env ${subject.slice(0, 80)}`) }
}

/** The HTTP response for a rejected request, or the subject of an accepted one. */
export type Admission = { status: 401 | 403; reason: string } | { subject: string | undefined; grant?: Grant }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Creates the check of the headers Host and Origin. It returns the reason for a rejection.
 *
 * @param hosts additional names; one without a port covers all ports
 */
export function createHostCheck(
  { host, port }: Listening,
  hosts: readonly string[],
): (headers: Pick<IncomingHttpHeaders, 'host' | 'origin'>) => string | undefined {
  const named = host.includes(':') ? `[${host}]` : host
  const own = isLoopback(host) ? ['127.0.0.1', 'localhost', '[::1]', named] : [named]
  const served = new Set(
    [...own.map((name) => `${name}:${port}`), ...hosts].map((name) => name.toLowerCase()),
  )
  if (port === 80) for (const name of own) served.add(name)
  const onAnyPort = new Set(hosts.map((name) => name.toLowerCase()))
  const isServed = (name: string): boolean =>
    served.has(name.toLowerCase()) || onAnyPort.has(name.toLowerCase().replace(/:\d+$/, ''))
  return ({ host: asked = '', origin }) => {
    // DNS rebinding: a web page that points its own name at this machine sends that name as Host.
    if (!isServed(asked))
      return `The Host ${quoted(asked)} is not allowed. If clients use this name, start the server with --allow-host.`
    if (origin !== undefined && !isServed(origin.replace(/^https?:\/\//i, ''))) {
      return `The Origin ${quoted(origin)} is not allowed. If it is yours, start the server with --allow-host and its host.`
    }
    return undefined
  }
}

/** A header in a sentence. */
const quoted = (header: string): string => JSON.stringify(visibleLine(header.slice(0, 100)))

/** Creates the check of the Authorization header. It returns the accepted token with what belongs to it. */
export function createTokenCheck<T extends { token: string }>(
  accepted: readonly T[],
): (authorization: string | undefined) => T | undefined {
  const tokens = accepted.map((one) => ({ one, digest: digest(one.token) }))
  return (authorization) => {
    const [, token = ''] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? []
    const given = digest(token)
    // Compares all tokens, each in constant time, to prevent timing attacks.
    const [known] = tokens.filter((each) => timingSafeEqual(each.digest, given))
    return known?.one
  }
}

/** Creates the admission check of a server that listens on `port`. */
export function createAdmission(
  options: HttpOptions,
  port: number,
): (headers: IncomingHttpHeaders) => Admission {
  const hostFault = createHostCheck({ host: options.host, port }, options.hosts)
  const tokenOf = createTokenCheck(options.tokens)
  return (headers) => {
    const reason = hostFault(headers)
    if (reason !== undefined) return { status: 403, reason }
    if (options.tokens.length === 0) return { subject: undefined }
    const known = tokenOf(headers.authorization)
    return known
      ? { subject: known.subject, ...(known.grant && { grant: known.grant }) }
      : { status: 401, reason: 'The bearer token is missing or invalid.' }
  }
}
