/** Selects the proxy for a request and opens the tunnel through it. */
import { BlockList, isIP, type Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { domainToASCII } from 'node:url'
import type { buildConnector } from 'undici'
import { ActionError } from '../contract/errors.ts'
import { withoutPassword } from '../sdk/web-address.ts'
import type { ProxyOptions } from './settings.ts'

/** Milliseconds until a connection, its tunnel and its TLS handshake must be established. */
export const CONNECT_TIMEOUT = 10_000

/** A proxy, ready to use. */
export interface Proxy {
  /** Without credentials. */
  url: URL
  /** Value of `proxy-authorization`, if there are credentials. */
  authorization?: string
  /** Texts that must never appear in any output. */
  secrets: string[]
}

/** The trusted certificates of a TLS handshake. */
export type Trust = Pick<ConnectionOptions, 'secureContext' | 'rejectUnauthorized'>

/** The proxy refused the request; `status` is its response to CONNECT. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  readonly status: number | undefined

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause })
    this.status = status
  }
}

/**
 * The proxy for one origin, or undefined. A configured address applies to every request. Otherwise HTTPS_PROXY (for https)
 * and HTTP_PROXY (for http, and for https if it is the only one) apply, in upper or lower case, unless NO_PROXY names the
 * host.
 *
 * @throws ActionError CONFIG_INVALID if the address cannot be used
 */
export function chooseProxy(origin: URL, options: ProxyOptions): Proxy | undefined {
  if (options.proxy_server_address) return read(options.proxy_server_address, 'proxy_server_address', options)
  const env = (name: string): string | undefined => options.env[name.toLowerCase()] || options.env[name]
  const name = origin.protocol === 'https:' && env('HTTPS_PROXY') ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const address = env(name)
  if (!address || isExempt(origin, env('NO_PROXY') ?? '')) return undefined
  return read(address, name, options)
}

/**
 * Whether NO_PROXY names the host. It is parsed as curl parses it: a lone `*` for all hosts; a host and its subdomains,
 * with or without a dot at either end; an IP address; a network such as 10.0.0.0/8, whose number of bits is required.
 * Beyond curl, an entry may have a port, a scheme or a leading `*.`, and international names match in both spellings.
 */
export function isExempt(origin: URL, list: string): boolean {
  if (list.trim() === '*') return true
  const host = plainHost(origin.hostname)
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80')
  return list.split(/[\s,]+/).some((entry) => {
    const bareEntry = entry.replace(/^[a-z][a-z0-9+.-]*:\/\/([^/]*).*$/i, '$1')
    const [, name = bareEntry, only] = /^(\[.*\]|[^:]*):(\d+)$/.exec(bareEntry) ?? []
    if (only && only !== port) return false
    if (isIP(host)) return isWithin(host, bare(name))
    const wanted = plainHost(name.replace(/^\*?\./, ''))
    return wanted !== '' && (host === wanted || host.endsWith(`.${wanted}`))
  })
}

/** A normalized host name: lower case, without a trailing dot, international letters as in DNS. */
function plainHost(name: string): string {
  const host = bare(name).toLowerCase().replace(/\.$/, '')
  return /[^ -~]/.test(host) ? domainToASCII(host) : host
}

/**
 * A connector that requests a tunnel from the proxy and lets `secure` start TLS inside it.
 *
 * @param trust TLS options for a proxy that itself uses https
 */
export function tunnel(
  proxy: Proxy,
  trust: Trust,
  secure: (options: buildConnector.Options, callback: buildConnector.Callback) => Socket,
  track: (socket: Socket) => void,
): buildConnector.connector {
  return async (options, callback) => {
    const { request } = await (proxy.url.protocol === 'https:' ? import('node:https') : import('node:http'))
    const target = `${options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname}:${options.port || 443}`
    const asked = request({
      ...trust,
      method: 'CONNECT',
      host: bare(proxy.url.hostname),
      port: proxy.url.port || (proxy.url.protocol === 'https:' ? 443 : 80),
      path: target,
      headers: { host: target, ...(proxy.authorization && { 'proxy-authorization': proxy.authorization }) },
      agent: false,
      timeout: CONNECT_TIMEOUT,
    })
    asked.once('socket', track)
    asked.once('timeout', () => asked.destroy(new Error(`no tunnel within ${CONNECT_TIMEOUT / 1000} s`)))
    asked.once('error', (cause) => callback(new ProxyFailure(cause.message, undefined, cause), null))
    asked.once('connect', (answer, socket) => {
      const status = answer.statusCode ?? 0
      if (status >= 200 && status < 300) return secure({ ...options, httpSocket: socket as Socket }, callback)
      socket.destroy()
      return callback(new ProxyFailure(`the proxy answered ${status}`, status), null)
    })
    asked.end()
  }
}

function read(address: string, name: string, options: ProxyOptions): Proxy {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`)
  if (!url?.hostname || !/^https?:$/.test(url.protocol)) {
    const values = { name, received: JSON.stringify(withoutPassword(address)) }
    throw new ActionError('CONFIG_INVALID', {}, { problems: [{ where: name, rule: 'format_url', values }] })
  }
  const user = options.proxy_username ?? plain(url.username)
  const password = options.proxy_password ?? plain(url.password)
  url.username = ''
  url.password = ''
  if (!user && !password) return { url, secrets: [] }
  const pair = Buffer.from(`${user}:${password}`).toString('base64')
  return { url, authorization: `Basic ${pair}`, secrets: password ? [password, pair] : [] }
}

/** Whether an IP address equals another one or is in a network. Without bits, or with /0, only the address itself matches. */
function isWithin(host: string, network: string): boolean {
  const [address = '', bits, ...rest] = network.split('/')
  const version = isIP(host)
  if (isIP(address) !== version || rest.length > 0) return false
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return false
  const whole = version === 6 ? 128 : 32
  const prefix = Number(bits ?? 0) || whole
  if (prefix > whole) return false
  const list = new BlockList()
  const family = version === 6 ? 'ipv6' : 'ipv4'
  list.addSubnet(address, prefix, family)
  return list.check(host, family)
}

/** An IPv6 address without its brackets. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1')

function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
