/** Converts between Node's requests and responses and those of the web, which the SDK uses. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** The request without its body, which is passed on as parsed data. The signal ends it with the connection. */
export function toRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
  const { method = 'GET', url = '/' } = request
  return new Request(new URL(url, 'http://localhost'), { method, headers, signal })
}

/** Sends the response. A client that hangs up ends the reading of a stream, and nothing else. */
export async function sendResponse(response: Response, to: ServerResponse): Promise<void> {
  if (to.headersSent) return
  to.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body === null) {
    to.end()
    return
  }
  to.flushHeaders()
  const reader = response.body.getReader()
  to.once('close', () => {
    reader.cancel().catch(() => {})
  })
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!to.write(part.value)) await drained(to)
    }
  } finally {
    to.end()
  }
}

const drained = (to: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      to.off('drain', done)
      to.off('close', done)
      resolve()
    }
    to.once('drain', done)
    to.once('close', done)
  })
