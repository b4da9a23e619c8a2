/** Reads who may use `soar serve`. */
import { randomBytes } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { userInfo } from 'node:os'
import { refuse } from '../../../contract/refuse.ts'
import {
  checkReach,
  isLoopback,
  type Listening,
  readAddress,
  readToken,
  TOKEN_WAY,
} from '../../../service/admission.ts'
import {
  type DoorOptions,
  everything,
  type Grant,
  type OidcOptions,
  type ProxyOptions,
  readGrant,
  type ServerToken,
} from '../../../service/grants.ts'
import type { Options } from '../line/command.ts'
import type { Io } from '../process/io.ts'
import { wordsOf } from './options.ts'

/** Address and admission of a server. */
export interface ServerDoor {
  listen: Listening
  door: DoorOptions
  /** The token to print with --json. */
  token?: string
  /** A further address for the metrics alone. */
  metrics?: Listening
}

/**
 * Reads the options.
 *
 * @throws ActionError REQUEST_INVALID, for example if everybody on the network could use the server
 */
export function readServerDoor(options: Options, io: Io): ServerDoor {
  const listen = readAddress('--listen', options.text('listen') ?? '127.0.0.1:8400')
  const hosts = options.all('allow-host')
  const tokens = options.all('token-env').map((word) => readServerToken(word, io))
  const isLocal = isLoopback(listen.host)
  const person = readGrant(wordsOf(options.text('person-scopes') ?? 'read'), '--person-scopes')
  const oidc = readOidc(options, person)
  const proxy = readProxy(options, person)
  const signIn = tokens.length > 0 || oidc !== undefined || proxy?.user_header !== undefined
  checkReach(listen.host, hosts, signIn, `${TOKEN_WAY}, use --oidc-issuer or --proxy-user-header`)
  const owner = isLocal ? { owner: userInfo().username } : {}
  const door = { hosts, tokens, ...owner, ...(oidc && { oidc }), ...(proxy && { proxy }) }
  const address = options.text('metrics')
  const metrics = address === undefined ? {} : { metrics: readAddress('--metrics', address) }
  if (!options.has('json')) return { listen, door, ...metrics }
  const token = randomBytes(32).toString('base64url')
  const own: ServerToken = { ...everything, subject: 'local', token }
  return { listen, door: { ...door, tokens: [...tokens, own] }, token, ...metrics }
}

function readOidc(options: Options, person: Grant): OidcOptions | undefined {
  const issuer = options.text('oidc-issuer')
  const audience = options.text('oidc-audience')
  if (issuer === undefined && audience === undefined) return undefined
  if (issuer === undefined || audience === undefined)
    throw refuse('--oidc-issuer and --oidc-audience must be used together.')
  const url = URL.parse(issuer)
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isLoopback(url.hostname))) {
    throw refuse(`--oidc-issuer must be an address with https; got "${issuer.slice(0, 80)}".`)
  }
  return {
    issuer,
    audience,
    subject: options.text('oidc-subject') ?? 'sub',
    scopes: options.text('oidc-scopes') ?? 'scope',
    person,
  }
}

function readProxy(options: Options, person: Grant): ProxyOptions | undefined {
  const networks = options.all('trusted-proxy')
  const header = options.text('proxy-user-header')
  if (header !== undefined && networks.length === 0)
    throw refuse('--proxy-user-header requires --trusted-proxy: headers of other clients must be ignored.')
  if (header !== undefined && !/^[\w-]{1,60}$/.test(header))
    throw refuse(`--proxy-user-header must be the name of a header; got "${header.slice(0, 80)}".`)
  if (networks.length === 0) return undefined
  return { trusted: readNetworks(networks), person, ...(header !== undefined && { user_header: header }) }
}

const MAPPED = '::ffff:'

/** Reads addresses and networks, and returns the check of an address. Throws REQUEST_INVALID. */
export function readNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', length, ...rest] = network.split('/')
    const version = isIP(address)
    const most = version === 4 ? 32 : 128
    const bits = length === undefined ? most : Number(length)
    if (version === 0 || rest.length > 0 || !/^\d{1,3}$/.test(length ?? '0') || bits > most) {
      throw refuse(
        `--trusted-proxy must be an address or a network, such as 10.0.0.7 or 10.0.0.0/24; got "${network.slice(0, 80)}".`,
      )
    }
    list.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6')
  }
  return (address) => {
    // A socket for both versions writes IPv4 in this way.
    const plain = address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address
    const version = isIP(plain)
    return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6')
  }
}

/** Reads `NAME` or `NAME=read,write`. */
function readServerToken(word: string, io: Io): ServerToken {
  const [subject = '', ...rest] = word.split('=')
  const grant = readGrant(wordsOf(rest.join('=')), `--token-env ${subject.slice(0, 80)}`)
  return { ...grant, subject, token: readToken(subject, io.env) }
}
