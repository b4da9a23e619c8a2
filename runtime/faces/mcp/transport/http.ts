/** The protocol over streamable HTTP, at `/mcp`. */

import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refuse } from '../../../contract/refuse.ts'
import { createAdmission, createHostCheck, type HttpOptions } from '../../../service/admission.ts'
import { everything } from '../../../service/grants.ts'
import { type Core, settled } from '../../../service/service.ts'
import { createGrantedSessions, type GrantedSessions } from './by-grant.ts'
import { keepRoom } from './connections.ts'
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts'
import { refuseRequest, type SessionLimits } from './sessions.ts'

/** A listening server. */
export interface RunningHttp {
  /** The address that clients connect to. */
  url: string
  sessions: GrantedSessions
  /** Cancels all calls in progress and closes every connection. */
  close(): Promise<void>
}

const PATH = '/mcp'

/** For probes of containers; answered without a token. */
const HEALTH = '/health'

/** Milliseconds in which a whole request must have arrived, so that a slow client cannot hold a connection. */
const ARRIVAL = 30_000

/** Milliseconds between two checks for requests that have not arrived. */
const CHECK = 1_000

/** Milliseconds between two checks for idle sessions. */
const SWEEP = 60_000

const CROWDED = 'This client has too many requests in progress. Retry later.'

/** Number of refused names that are logged. */
const LOGGED = 100

function answerHealth(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end('{"status":"ok"}')
}

/** Starts listening. Throws REQUEST_INVALID if the address cannot be used. */
export async function serveHttp(
  core: Core,
  options: HttpOptions,
  { arrival = ARRIVAL, own, ...limits }: SessionLimits & { arrival?: number; own?: number } = {},
): Promise<RunningHttp> {
  const sessions = createGrantedSessions(core, limits)
  const logged = new Set<string>()
  let door: ReturnType<typeof createAdmission> | undefined
  let hostFault: ReturnType<typeof createHostCheck> = () => 'Not ready.'
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = ''] = (request.url ?? '').split('?')
    if (path === HEALTH && request.method === 'GET') return answerHealth(response)
    if (isPreflight(request) && hostFault(request.headers) === undefined)
      return answerPreflight(request, response)
    const admission = door?.(request.headers) ?? { status: 403, reason: 'Not ready.' }
    if ('status' in admission) {
      const { status, reason } = admission
      if (status === 403 && logged.size < LOGGED && !logged.has(reason)) {
        logged.add(reason)
        core.log.line('warn', {}, reason)
      }
      return refuseRequest(response, status, reason)
    }
    allowOrigin(request, response)
    if (path !== PATH && path !== `${PATH}/`)
      return refuseRequest(response, 404, `Not found. The path is ${PATH}.`)
    const { subject, grant = everything } = admission
    await sessions.handle(request, response, { subject, grant })
  }
  const server = createHttpServer({
    requestTimeout: arrival,
    headersTimeout: arrival,
    connectionsCheckingInterval: Math.min(arrival, CHECK),
  })
  const isCrowded = keepRoom(server, own)
  server.on('request', (request, response) => {
    if (isCrowded(request)) return refuseRequest(response, 503, CROWDED)
    answer(request, response).catch((err: unknown) => {
      core.log.line('error', { err }, 'Internal error.')
      refuseRequest(response, 500, 'Internal error. The log of the server has the details.', -32_603)
    })
  })
  const sweeper = setInterval(() => sessions.sweep(Date.now()), SWEEP)
  sweeper.unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  }).catch((cause: NodeJS.ErrnoException) => {
    clearInterval(sweeper)
    const reason = `Cannot listen on ${options.host}:${options.port} of --http (${cause.code}).`
    throw refuse(reason, { cause })
  })
  const { port } = server.address() as AddressInfo
  door = createAdmission(options, port)
  hostFault = createHostCheck({ host: options.host, port }, options.hosts)
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}${PATH}`,
    sessions,
    close: async () => {
      clearInterval(sweeper)
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await sessions.close()
      await settled(core)
      server.closeAllConnections()
      await closed
    },
  }
}
