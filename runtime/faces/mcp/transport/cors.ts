/** Lets web pages of allowed origins use the server. */
import type { IncomingMessage, ServerResponse } from 'node:http'

const METHODS = 'POST, GET, DELETE'

/** Headers that the protocol uses. */
const HEADERS = [
  'authorization',
  'content-type',
  'last-event-id',
  'mcp-method',
  'mcp-name',
  'mcp-protocol-version',
  'mcp-session-id',
].join(', ')

/** Seconds for which a browser keeps the answer to a preflight request. */
const KEPT = 600

/** Whether a browser asks if a page may send a request. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined

/** Lets the page of an origin read the response. The origin has been checked. */
export function allowOrigin({ headers: { origin } }: IncomingMessage, response: ServerResponse): void {
  if (origin === undefined) return
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'mcp-session-id, www-authenticate')
  response.setHeader('vary', 'origin')
}

/** Answers a preflight request of an allowed origin. It has no token. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  allowOrigin(request, response)
  response.writeHead(204, {
    'access-control-allow-methods': METHODS,
    'access-control-allow-headers': HEADERS,
    'access-control-max-age': String(KEPT),
  })
  response.end()
}
