/** Converts between Node's requests and responses and those of the web, which the SDK uses. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Answers a request whose body has been read. `subject` is the owner of its token. */
export type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  subject: string | undefined,
  body: unknown,
) => Promise<void>

/** The request without its body, which is passed on as parsed data. The signal ends it with the connection. */
export function toRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
  const { method = 'GET', url = '/' } = request
  return new Request(new URL(url, 'http://localhost'), { method, headers, signal })
}

/** Sends the response. */
export async function sendResponse(response: Response, to: ServerResponse): Promise<void> {
  if (to.headersSent) return
  to.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body === null) {
    to.end()
    return
  }
  to.flushHeaders()
  // A client that hangs up ends the reading of a stream, and nothing else.
  await pipeline(Readable.fromWeb(response.body), to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
