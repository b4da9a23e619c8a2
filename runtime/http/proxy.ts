/** Which proxy a request goes through, and the tunnel through it. */
import { BlockList, isIP, type Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { buildConnector } from 'undici'
import { ActionError } from '../contract/errors.ts'

/** Milliseconds until a connection, its tunnel and its TLS handshake must stand. */
export const CONNECT_TIMEOUT = 10_000

/** A proxy, ready to use. */
export interface Proxy {
  /** Without credentials. */
  url: URL
  /** Value of `proxy-authorization`, where there are credentials. */
  authorization?: string
  /** What must never show in any output. */
  secrets: string[]
}

/** How the configuration and the environment name a proxy. */
export interface ProxyOptions {
  proxy_server_address?: string
  proxy_username?: string
  proxy_password?: string
  env: Record<string, string | undefined>
}

/** Whom to trust in a TLS handshake. */
export type Trust = Pick<ConnectionOptions, 'secureContext' | 'rejectUnauthorized'>

/** The proxy did not let the request through; `status` is what it answered to CONNECT. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  readonly status: number | undefined

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause })
    this.status = status
  }
}

/**
 * The proxy for one origin, or undefined. A configured address takes every request; else HTTPS_PROXY (for https) and
 * HTTP_PROXY (for http, and for https when it is the only one) count, in either case, unless NO_PROXY names the host.
 *
 * @throws ActionError CONFIG_INVALID when the address cannot be used
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
 * Whether NO_PROXY names the host: `*`, a host and what lies below it (with or without a leading dot or `*.`), an IP
 * address, a network such as 10.0.0.0/8; each with an optional port.
 */
export function isExempt(origin: URL, list: string): boolean {
  const host = bare(origin.hostname).toLowerCase()
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true
      const [, name = entry, only] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? []
      if (only && only !== port) return false
      const wanted = bare(name).replace(/^\*?\./, '')
      if (wanted === '') return false
      return host === wanted || (isIP(host) ? isWithin(host, wanted) : host.endsWith(`.${wanted}`))
    })
}

/**
 * A connector that asks the proxy for a tunnel and lets `secure` make TLS inside it.
 *
 * @param trust TLS options for a proxy that itself speaks https
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
    const values = { name, received: JSON.stringify(address.replace(/\/\/.*@/, '//***@')) }
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

function isWithin(host: string, network: string): boolean {
  const [address = '', bits] = network.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (bits === undefined || !isIP(address) || !(Number(bits) <= (family === 'ipv6' ? 128 : 32))) return false
  const list = new BlockList()
  list.addSubnet(address, Number(bits), family)
  return list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')
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
