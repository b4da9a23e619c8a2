/** Faulty servers, each on a free port of 127.0.0.1. */
import { randomInt } from 'node:crypto'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A running server. */
export interface Bad {
  port: number
  url: string
  /** Connections or requests that came. */
  met(): number
  close(): Promise<void>
}

/** Closes every connection as soon as it is established. */
export const cutting = (): Promise<Bad> => raw((socket) => socket.resetAndDestroy())

/** A proxy that refuses everything, plain requests and tunnels alike. */
export async function refusingProxy(status: number): Promise<Bad> {
  let met = 0
  const server = createHttpServer((_, response) => {
    met++
    response.writeHead(status, { 'content-type': 'text/plain' }).end('no way through here')
  })
  server.on('connect', (_, socket) => {
    met++
    socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
  })
  return started(server, () => met)
}

/** A server that counts its requests; no request must ever reach it. */
export async function elsewhere(): Promise<Bad> {
  let met = 0
  const server = createHttpServer((_, response) => {
    met++
    response.end('{"data":[{}]}')
  })
  return started(server, () => met)
}

/**
 * A port without a listener, below the range that systems assign automatically, so that no other process takes it meanwhile.
 */
export async function deadPort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000)
    if (await refuses(port)) return port
  }
}

const refuses = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      done(false)
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) => done(code === 'ECONNREFUSED'))
  })

function raw(accept: (socket: Socket) => void): Promise<Bad> {
  let met = 0
  const server = createServer((socket) => {
    met++
    accept(socket)
  })
  return started(server, () => met)
}

async function started(server: Server | HttpServer, met: () => number): Promise<Bad> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    met,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
