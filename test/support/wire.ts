/** Real servers and a run's scope, for tests of what goes over the wire. */

import {
  createServer,
  type Server as HttpServer,
  type IncomingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import type { Http } from '../../runtime/contract/http.ts'
import { english, type Phrase } from '../../runtime/contract/phrases.ts'
import type { DryRequest } from '../../runtime/contract/result.ts'
import type { RunScope } from '../../runtime/http/scope.ts'
import { createTransport, type TransportOptions } from '../../runtime/http/transport.ts'
import { pem } from '../../testing/own/repository.ts'

/** A request as it arrived. */
export interface Seen {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

/** A server that is closed when the test ends. */
export interface Wire {
  url: string
  host: string
  port: number
  seen: Seen[]
}

/** An HTTP server; `certificate` names a PEM file to speak https with, `prepare` adds what else it listens to. */
export async function serve(
  answer: (response: ServerResponse, request: Seen, number: number) => void,
  certificate?: string,
  prepare?: (server: HttpServer) => void,
): Promise<Wire> {
  const seen: Seen[] = []
  const server = certificate
    ? createSecureServer({ key: pem('host.key'), cert: pem(certificate) })
    : createServer()
  prepare?.(server)
  server.on('request', (request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const arrived = { method, url, headers, body: Buffer.concat(chunks).toString() }
      seen.push(arrived)
      answer(response, arrived, seen.length)
    })
  })
  return { ...(await open(server, certificate ? 'https' : 'http')), seen }
}

/** A bare TCP server, for what no HTTP server would do. */
export async function listen(accept: (socket: Socket) => void): Promise<Omit<Wire, 'seen'>> {
  return open(createSocketServer(accept), 'http')
}

async function open(server: Server, scheme: string): Promise<Omit<Wire, 'seen'>> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  })
  const { port } = server.address() as AddressInfo
  return { url: `${scheme}://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, port }
}

/** JSON as an answer. */
export function reply(response: ServerResponse, body: unknown, status = 200, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** What a run notes while it goes. */
export interface Notes {
  lines: { level: string; fields: Record<string, unknown>; message: string }[]
  secrets: string[]
  requests: number
  dry: DryRequest[]
}

/** An `Http` of one run on a transport of its own, closed when the test ends, and what the run noted. */
export function startRun(
  scope: Partial<RunScope> = {},
  options: Partial<TransportOptions> = {},
): { http: Http; notes: Notes; close(): Promise<void> } {
  const transport = createTransport({ env: {}, ...options })
  onTestFinished(() => transport.close())
  const { http, notes } = scopeOf(scope)
  return { http: transport.http(http), notes, close: () => transport.close() }
}

/** The scope of a run that reads, may repeat and has an hour. */
export function scopeOf(scope: Partial<RunScope> = {}): { http: RunScope; notes: Notes } {
  const notes: Notes = { lines: [], secrets: [], requests: 0, dry: [] }
  const line = (level: string) => (fields: object, message: string | Phrase) => {
    notes.lines.push({ level, fields: fields as Record<string, unknown>, message: english(message) })
  }
  const http: RunScope = {
    signal: new AbortController().signal,
    deadline: Date.now() + 3_600_000,
    safe: true,
    dryRun: false,
    retry: true,
    log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    vendor: 'Acme',
    secret: (value) => notes.secrets.push(value),
    redact: (text) => text,
    onRequest: () => {
      notes.requests++
    },
    onDryRequest: (request) => notes.dry.push(request),
    ...scope,
  }
  return { http, notes }
}

/** The ActionError that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<ActionError> {
  try {
    await promise
  } catch (thrown) {
    if (thrown instanceof ActionError) return thrown
    throw thrown
  }
  throw new Error('It did not fail')
}
