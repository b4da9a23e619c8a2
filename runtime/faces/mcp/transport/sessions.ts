/** Sessions of HTTP clients of revisions before 2026-07-28, which end when they are idle. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import type { Core } from '../../../service/service.ts'
import { createServer } from '../server.ts'
import { MOST_BYTES } from './stdio.ts'
import { type Handle, sendResponse, toRequest } from './web.ts'

/** The limits of one server. */
export interface SessionLimits {
  /** Maximum number of sessions; default 100. */
  most?: number
  /** Idle time in milliseconds after which a session ends; default 30 minutes. */
  idle?: number
}

interface Session {
  subject: string | undefined
  transport: WebStandardStreamableHTTPServerTransport
  /** Requests without a complete answer; the long one that listens for messages of the server does not count. */
  open: number
  /** When the last request arrived, epoch milliseconds. */
  used: number
  /** The negotiated revision of the protocol. */
  revision(): string | undefined
  end(): Promise<void>
}

/** The session store. */
export interface LegacySessions {
  /** Passes a request to its session, or starts one. */
  handle: Handle
  /** Ends the sessions that are idle at that time. */
  sweep(now: number): void
  readonly size: number
  close(): Promise<void>
}

const METHODS = ['POST', 'GET', 'DELETE']
const MOST = 100
const IDLE = 30 * 60_000

/** An answer of the server before the protocol takes over, in the protocol's format. */
export function refuseRequest(
  response: ServerResponse,
  status: number,
  message: string,
  code = -32_000,
): void {
  if (response.headersSent) return
  const headers = {
    'content-type': 'application/json',
    // The rest of the request is not read.
    connection: 'close',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
  }
  response.writeHead(status, headers)
  response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } }))
}

/** The sessions of one server. */
export function createLegacySessions(
  core: Core,
  { most = MOST, idle = IDLE }: SessionLimits = {},
): LegacySessions {
  const sessions = new Map<string, Session>()

  const begin = async (subject: string | undefined): Promise<Session> => {
    const gone = new AbortController()
    const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: MOST_BYTES,
      onsessioninitialized: (id) => {
        sessions.set(id, session)
      },
    })
    const server = createServer(core, {
      gone: gone.signal,
      caller: subject ?? randomUUID(),
      ...(subject === undefined ? {} : { subject }),
      // The protocol leaves a cancelled request without an answer; its stream would stay open forever.
      cancelled: (requestId) => {
        transport.closeSSEStream(requestId)
        const error = { code: -32_800, message: 'Cancelled' }
        transport.send({ jsonrpc: '2.0', id: requestId, error }).catch(() => {})
      },
    })
    const session: Session = {
      subject,
      transport,
      open: 0,
      used: Date.now(),
      revision: () => server.getNegotiatedProtocolVersion(),
      end: async () => {
        gone.abort()
        await server.close()
      },
    }
    transport.onclose = () => {
      gone.abort()
      if (transport.sessionId !== undefined) sessions.delete(transport.sessionId)
    }
    await server.connect(transport)
    return session
  }

  /** The session of a request. The session of another caller is reported as unknown. */
  const find = (request: IncomingMessage, subject: string | undefined): Session | undefined => {
    const session = sessions.get(String(request.headers['mcp-session-id']))
    return session?.subject === subject ? session : undefined
  }

  /** Ends the session that was idle longest, of the caller with the most sessions: one caller cannot occupy all of them. */
  const makeRoom = async (): Promise<void> => {
    const callers = Map.groupBy(sessions.values(), ({ subject }) => subject)
    const bySize = [...callers.values()].sort((a, b) => b.length - a.length)
    const idle = bySize.flatMap((own) => own.filter(({ open }) => open === 0).sort((a, b) => a.used - b.used))
    await idle[0]?.end()
  }

  const handle: LegacySessions['handle'] = async (request, response, subject, body) => {
    const known = request.headers['mcp-session-id'] !== undefined
    const methods = known ? METHODS : ['POST']
    if (!methods.includes(request.method ?? '')) {
      response.setHeader('allow', methods.join(', '))
      const reason = 'This method is not allowed. A session starts with an initialize request by POST.'
      return refuseRequest(response, 405, reason)
    }
    if (!known && sessions.size >= most) await makeRoom()
    if (!known && sessions.size >= most) {
      return refuseRequest(response, 503, 'All sessions of the server are in use. Try again later.')
    }
    const found = find(request, subject)
    if (known && found === undefined) return refuseRequest(response, 404, 'Unknown session.', -32_001)
    const isPost = request.method === 'POST'
    const session = found ?? (await begin(subject))
    // Batches were removed from the protocol with that revision.
    if (Array.isArray(body) && (session.revision() ?? '') >= '2025-06-18') {
      const reason = 'This revision of the protocol has no batches. Send one message per request.'
      return refuseRequest(response, 400, reason, -32_600)
    }
    session.used = Date.now()
    if (isPost) session.open++
    response.once('close', () => {
      if (isPost) session.open--
      session.used = Date.now()
    })
    const web = toRequest(request, new AbortController().signal)
    const parsed = body === undefined ? {} : { parsedBody: body }
    const sending = sendResponse(await session.transport.handleRequest(web, parsed), response)
    // Anything but an initialize request has been answered by now, and leaves nothing behind.
    if (session.transport.sessionId === undefined) await session.end()
    await sending
  }

  const close = async (): Promise<void> => {
    await Promise.allSettled([...sessions.values()].map((session) => session.end()))
  }

  return {
    handle,
    sweep: (now) => {
      for (const session of sessions.values()) {
        if (session.open === 0 && now - session.used >= idle) session.end().catch(() => {})
      }
    },
    get size() {
      return sessions.size
    },
    close,
  }
}
