/** Limits the connections of a server, so that idle and slow ones make room. */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** Maximum number of connections; one client has two or three. */
const MOST = 512

/** Maximum number of requests of one client that are answered at once, each on its connection. */
const OWN = 384

/** Says whether a client has more requests in progress than its share of the connections. */
export type Crowded = (request: IncomingMessage) => boolean

/**
 * At the limit, a connection is closed for a new one: the one that waited longest without a request, or the oldest whose
 * request has not arrived in full. Sockets that send nothing, or send slowly, cannot lock clients out. Has to be called before
 * the server gets the listener that answers requests.
 */
export function keepRoom(server: Server, own = OWN): Crowded {
  const waiting = new Set<Socket>()
  const busy = new Map<Socket, IncomingMessage>()
  const counts = new Map<string, number>()
  const count = (client: string | undefined, change: number): void => {
    if (client === undefined) return
    const left = (counts.get(client) ?? 0) + change
    if (left > 0) counts.set(client, left)
    else counts.delete(client)
  }
  const makeRoom = (): Socket | undefined => {
    const [idle] = waiting
    return idle ?? [...busy].find(([, request]) => !request.complete)?.[0]
  }
  server.on('connection', (socket) => {
    if (waiting.size + busy.size >= MOST) (makeRoom() ?? socket).destroy()
    waiting.add(socket)
    socket.once('close', () => {
      waiting.delete(socket)
      busy.delete(socket)
    })
  })
  server.on('request', (request, response) => {
    const { socket } = request
    const client = clientOf(request)
    count(client, 1)
    response.once('close', () => count(client, -1))
    if (!waiting.delete(socket)) return
    busy.set(socket, request)
    response.once('close', () => {
      busy.delete(socket)
      if (!socket.destroyed) waiting.add(socket)
    })
  })
  return (request) => {
    const client = clientOf(request)
    return client !== undefined && (counts.get(client) ?? 0) > own
  }
}

/** What tells clients apart before a request is read: the token or the session. Requests without them have short answers. */
const clientOf = ({ headers }: IncomingMessage): string | undefined =>
  headers.authorization ?? headers['mcp-session-id']?.toString()
