/** Limits the connections of a server, so that idle and slow ones make room. */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** Maximum number of connections; one client has two or three. */
const MOST = 512

/**
 * At the limit, a connection is closed for a new one: the one that waited longest without a request, or the oldest whose
 * request has not arrived in full. Sockets that send nothing, or send slowly, cannot lock clients out.
 */
export function keepRoom(server: Server): void {
  const waiting = new Set<Socket>()
  const busy = new Map<Socket, IncomingMessage>()
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
    if (!waiting.delete(socket)) return
    busy.set(socket, request)
    response.once('close', () => {
      busy.delete(socket)
      if (!socket.destroyed) waiting.add(socket)
    })
  })
}
