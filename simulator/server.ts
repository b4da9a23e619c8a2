import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Answer } from './envelope.ts'
import type { Fault } from './types.ts'

/** A request read to its end. */
export interface Received {
  method: string
  path: string
  query: string
  headers: IncomingMessage['headers']
  bytes: Buffer
}

/** One request and what to do with it. */
export interface Exchange {
  fault: Fault | undefined
  latency_ms: number
  /** Called when a fault begins to delay the response. */
  waiting(): void
  /** Handles the request; called once any delay is over, and not at all when the connection is cut before. */
  answer(): Answer
}

/** Called when a request has been read to its end. */
export type Arrive = (request: Received) => Exchange

/** Most bytes read of one request. */
const BODY_MAX = 64 * 1024 * 1024

export interface Listener {
  url: string
  close(): Promise<void>
}

/** Opens one listener. It responds until it is closed; closing ends all connections and waiting responses. */
export async function listen(
  place: { host: string; port: number; tls: { key: string; cert: string } | undefined },
  arrive: Arrive,
): Promise<Listener> {
  const ending = new AbortController()
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response, arrive, ending.signal).catch(() => request.socket.destroy())
  }
  const server: Server =
    place.tls === undefined ? createServer(onRequest) : createSecureServer(place.tls, onRequest)
  server.keepAliveTimeout = 60_000
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(place.port, place.host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const host = place.host.includes(':') ? `[${place.host}]` : place.host
  return {
    url: `${place.tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        ending.abort()
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  arrive: Arrive,
  signal: AbortSignal,
): Promise<void> {
  const bytes = await readAll(request)
  const [path = '', query = ''] = (request.url ?? '').split('?', 2)
  const received: Received = { method: request.method ?? '', path, query, headers: request.headers, bytes }
  const { fault, latency_ms, waiting, answer } = arrive(received)
  if (fault?.delay_ms !== undefined) {
    waiting()
    await wait(fault.delay_ms, undefined, { signal })
  }
  if (fault?.cut === 'before') {
    request.socket.destroy()
    return
  }
  const answered = answer()
  if (latency_ms > 0) await wait(latency_ms, undefined, { signal })
  if (fault?.cut === 'after') request.socket.destroy()
  else await send(response, answered, fault, waiting, signal)
}

function readAll(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size > BODY_MAX) reject(new Error(`The request is longer than ${BODY_MAX} bytes`))
      else parts.push(part)
    })
    request.on('end', () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)))
    request.on('error', reject)
  })
}

async function send(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
  waiting: () => void,
  signal: AbortSignal,
): Promise<void> {
  const bytes = bytesOf(answer.body)
  response.writeHead(answer.status, {
    ...(answer.body === undefined || isRaw(answer.body) ? {} : { 'content-type': 'application/json' }),
    ...answer.headers,
    ...(answer.status === 204 || answer.status === 304 ? {} : { 'content-length': bytes.length }),
  })
  if (fault?.cut !== 'half' && fault?.slow_body_ms === undefined) {
    response.end(bytes)
    return
  }
  const middle = Math.floor(bytes.length / 2)
  await new Promise<void>((resolve) => response.write(bytes.subarray(0, middle), () => resolve()))
  if (fault.slow_body_ms !== undefined) {
    waiting()
    await wait(fault.slow_body_ms, undefined, { signal })
  }
  if (fault.cut === 'half') response.destroy()
  else response.end(bytes.subarray(middle))
}

const isRaw = (body: unknown): body is string | Buffer => typeof body === 'string' || Buffer.isBuffer(body)

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  if (Buffer.isBuffer(body)) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}
