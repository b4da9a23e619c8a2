/** Connection pools: one per origin, direct or through a proxy. */
import type { LookupFunction, Socket } from 'node:net'
import type { Pool } from 'undici'
import { trustedAuthorities } from './certificates.ts'
import { CONNECT_TIMEOUT, chooseProxy, type Trust, tunnel } from './proxy.ts'
import type { RouteOptions } from './settings.ts'

/** The route to one origin. */
export interface Route {
  pool: Pool
  /** Prefix of the path in the request line: a proxy requires the whole URL of a plain http request. */
  prefix: string
  /** Headers of every request: credentials for a proxy. */
  headers?: Record<string, string>
  /** Host of the proxy, if there is one. */
  proxy?: string
  secrets: string[]
  /** Counts the requests in progress: call `enter` before each request and `leave` after it. */
  enter(): void
  leave(): void
}

/** All routes of one configuration. */
export interface Routes {
  /** The route to an origin; a promise only the first time. `publicOnly` refuses connections to private networks. */
  to(origin: string, publicOnly?: boolean): Route | Promise<Route>
  /** Closes all connections, each when no request is in progress on its route. Later requests open new ones. */
  close(): Promise<void>
}

/** Maximum number of sockets per origin. */
const CONNECTIONS = 128

/**
 * Makes the routes of one configuration. Loads and opens nothing before the first request.
 *
 * @throws ActionError CONFIG_INVALID if `ca_certificate` contains no certificate
 */
export function createRoutes(options: RouteOptions): Routes {
  const authorities = trustedAuthorities(options.ca_certificate)
  const known = new Map<string, Route & { retire(): Promise<void> }>()
  const coming = new Map<string, Promise<Route>>()
  let trust: Trust | undefined

  async function open(origin: string, publicOnly: boolean): Promise<Route> {
    const url = new URL(origin)
    const [{ default: Pool }, { default: build }] = await Promise.all([
      import('undici/lib/dispatcher/pool.js'),
      import('undici/lib/core/connect.js'),
    ])
    trust ??= await makeTrust(options, authorities)
    const proxy = chooseProxy(url, options)
    const guard = publicOnly && !proxy ? await publicLookup() : {}
    const direct = build({ ...trust, ...guard, timeout: CONNECT_TIMEOUT, allowH2: false })
    const tunnelled = proxy && url.protocol === 'https:'
    const forwarded = proxy && !tunnelled
    // undici does not abort a connection that is still being opened; without this, it would keep the process alive.
    const sockets = new Set<Socket>()
    const track = (socket: Socket): void => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    const connect: typeof direct = (to, done) => {
      // undici takes the server name of the TLS handshake from the `host` header, which names the target and not the
      // proxy.
      const socket = direct(forwarded ? { ...to, servername: '' } : to, done)
      track(socket)
      return socket
    }
    const pool = new Pool(forwarded ? proxy.url : url, {
      connect: tunnelled ? tunnel(proxy, trust, connect, track) : connect,
      connections: CONNECTIONS,
      // The run's own deadline ends hanging requests; timers per request would only add cost.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const counted = countUses(async () => {
      for (const socket of sockets) socket.destroy()
      await pool.destroy()
    })
    const route = {
      ...counted,
      pool,
      prefix: forwarded ? origin : '',
      ...(forwarded && {
        headers: {
          host: url.host,
          ...(proxy.authorization && { 'proxy-authorization': proxy.authorization }),
        },
      }),
      ...(proxy && { proxy: proxy.url.host }),
      secrets: proxy?.secrets ?? [],
    }
    known.set(keyOf(origin, publicOnly), route)
    return route
  }

  return {
    to(origin, publicOnly = false) {
      const key = keyOf(origin, publicOnly)
      const route = known.get(key)
      if (route) return route
      let promise = coming.get(key)
      if (!promise) {
        promise = open(origin, publicOnly).finally(() => coming.delete(key))
        coming.set(key, promise)
      }
      return promise
    },
    async close() {
      await Promise.allSettled(coming.values())
      const routes = [...known.values()]
      known.clear()
      await Promise.all(routes.map((route) => route.retire()))
    },
  }
}

/** Connections whose address was not checked must not be used for a request that requires a public one. */
const keyOf = (origin: string, publicOnly: boolean): string => (publicOnly ? `public ${origin}` : origin)

/** Loaded on demand: most runs do not follow addresses from responses. */
async function publicLookup(): Promise<{ lookup: LookupFunction }> {
  return { lookup: (await import('./public-address.ts')).lookupPublic }
}

/** Counts the requests in progress, so that closing can wait for them. */
function countUses(end: () => Promise<void>): { enter(): void; leave(): void; retire(): Promise<void> } {
  let uses = 0
  let retired: PromiseWithResolvers<void> | undefined
  return {
    enter: () => {
      uses++
    },
    leave: () => {
      if (--uses === 0) retired?.resolve()
    },
    retire: async () => {
      retired = Promise.withResolvers()
      if (uses === 0) retired.resolve()
      await retired.promise
      await end()
    },
  }
}

async function makeTrust(
  { verify_ssl, client_certificate }: RouteOptions,
  authorities: string[] | undefined,
): Promise<Trust> {
  const checked = { rejectUnauthorized: verify_ssl !== false }
  if (!authorities && !client_certificate) return checked
  const { createSecureContext, getCACertificates } = await import('node:tls')
  const ca = authorities && { ca: [...getCACertificates('default'), ...authorities] }
  return { ...checked, secureContext: createSecureContext({ ...ca, ...client_certificate }) }
}
