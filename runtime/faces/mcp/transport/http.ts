/** The protocol over streamable HTTP, at `/mcp`. */

import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { refuse } from '../../../contract/refuse.ts'
import { createAdmission, type HttpOptions } from '../../../service/admission.ts'
import { type Core, settled } from '../../../service/service.ts'
import { createSessions, refuseRequest, type SessionLimits, type Sessions } from './sessions.ts'

/** A listening server. */
export interface RunningHttp {
  /** The address that clients connect to. */
  url: string
  sessions: Sessions
  /** Cancels all calls in progress and closes every connection. */
  close(): Promise<void>
}

const PATH = '/mcp'

/** Maximum number of connections; one client has two or three. */
const CONNECTIONS = 512

/** Milliseconds in which a whole request must have arrived, so that a slow client cannot hold a connection. */
const ARRIVAL = 30_000

/** Milliseconds between two checks for idle sessions. */
const SWEEP = 60_000

/**
 * At the limit, the connection that waited longest without a request is closed for a new one: sockets that send nothing
 * cannot lock clients out.
 */
function keepRoom(server: Server): void {
  const waiting = new Set<Socket>()
  let busy = 0
  server.on('connection', (socket) => {
    if (waiting.size + busy >= CONNECTIONS) {
      const [oldest] = waiting
      oldest?.destroy()
      if (oldest === undefined) socket.destroy()
    }
    waiting.add(socket)
    socket.once('close', () => waiting.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    if (waiting.delete(socket)) busy++
    else return
    response.once('close', () => {
      busy--
      if (!socket.destroyed) waiting.add(socket)
    })
  })
}

/** Starts listening. Throws REQUEST_INVALID if the address cannot be used. */
export async function serveHttp(
  core: Core,
  options: HttpOptions,
  limits: SessionLimits = {},
): Promise<RunningHttp> {
  const sessions = createSessions(core, limits)
  let door: ReturnType<typeof createAdmission> | undefined
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const admission = door?.(request.headers) ?? { status: 403, reason: 'Not ready.' }
    if ('status' in admission) return refuseRequest(response, admission.status, admission.reason)
    const [path] = (request.url ?? '').split('?')
    if (path !== PATH) return refuseRequest(response, 404, `Not found. The path is ${PATH}.`)
    await sessions.handle(request, response, admission.subject)
  }
  const server = createHttpServer(
    { requestTimeout: ARRIVAL, headersTimeout: ARRIVAL },
    (request, response) => {
      answer(request, response).catch((err: unknown) => {
        core.log.line('error', { err }, 'Internal error.')
        refuseRequest(response, 500, 'Internal error. The log of the server has the details.', -32_603)
      })
    },
  )
  keepRoom(server)
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
