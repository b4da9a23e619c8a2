/** Requests of HTTP clients of revision 2026-07-28, which have no sessions. */
import type { IncomingMessage } from 'node:http'
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server'
import type { Core } from '../../../service/service.ts'
import { createServer } from '../server.ts'
import { type Handle, sendResponse, toRequest } from './web.ts'

/** Answers such requests. */
export interface Stateless {
  /** Whether it is one. The sessions answer the others. */
  isFor(request: IncomingMessage, body: unknown): Promise<boolean>
  handle: Handle
  /** Cancels the requests in progress. */
  close(): Promise<void>
}

/** Handles each request with a server of its own. A client that hangs up cancels its request. */
export function createStateless(core: Core): Stateless {
  const never = new AbortController().signal
  const handler = createMcpHandler(
    ({ authInfo, requestInfo }) => {
      const subject = authInfo?.clientId
      const caller = subject === undefined ? {} : { caller: subject }
      // The SDK has compared it with the message.
      const method = requestInfo?.headers.get('mcp-method') ?? undefined
      return createServer(core, { gone: never, subject, method, ...caller })
    },
    { legacy: 'reject', onerror: (err) => core.log.line('debug', { err }, 'Protocol.') },
  )
  return {
    isFor: async (request, body) =>
      request.method === 'POST' && !(await isLegacyRequest(toRequest(request, never), body)),
    handle: async (request, response, subject, body) => {
      const hungUp = new AbortController()
      response.once('close', () => hungUp.abort())
      const authInfo = subject === undefined ? {} : { authInfo: { token: '', clientId: subject, scopes: [] } }
      const options = { parsedBody: body, ...authInfo }
      await sendResponse(await handler.fetch(toRequest(request, hungUp.signal), options), response)
    },
    close: () => handler.close(),
  }
}
