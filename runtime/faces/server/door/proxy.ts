/** Believes the headers of a reverse proxy, if the connection comes from it. */
import type { FastifyRequest } from 'fastify'
import type { ProxyOptions } from '../../../service/grants.ts'

/** What a proxy says about a request. */
export interface FromProxy {
  /** The user who is signed in at the proxy. */
  user?: string
  /** The browser reaches the proxy over TLS. */
  isSecure: boolean
}

const NOTHING: FromProxy = { isSecure: false }

/** Creates the reader. The address of the peer decides, never a header. */
export function createProxyReader(options: ProxyOptions | undefined): (request: FastifyRequest) => FromProxy {
  if (options === undefined) return () => NOTHING
  const { trusted, user_header } = options
  return ({ raw, headers }) => {
    const address = raw.socket.remoteAddress ?? ''
    if (!trusted(address)) return NOTHING
    const isSecure = headers['x-forwarded-proto'] === 'https'
    if (user_header === undefined) return { isSecure }
    const name = user_header.toLowerCase()
    const values = raw.rawHeaders.filter((_, at, all) => at % 2 === 1 && all[at - 1]?.toLowerCase() === name)
    const [user = ''] = values
    // A proxy that adds its header to one that a client sent does not say who the user is.
    const isOne = values.length === 1 && user.trim() !== '' && user.length <= 200
    return isOne ? { user: user.trim(), isSecure } : { isSecure }
  }
}
