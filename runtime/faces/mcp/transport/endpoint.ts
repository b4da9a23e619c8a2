/** Answers HTTP requests of both eras of the protocol. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CLIENT_INFO_META_KEY } from '@modelcontextprotocol/server'
import { isRecord } from '../../../contract/json.ts'
import type { Core } from '../../../service/service.ts'
import { readBody } from './body.ts'
import { createLegacySessions, refuseRequest, type SessionLimits } from './sessions.ts'
import { createStateless } from './stateless.ts'
import { MOST_BYTES } from './stdio.ts'
import { createTurns } from './turns.ts'

/** The clients of one server. */
export interface Sessions {
  /** Answers a request: of a session, the first one of a session, or one without a session. */
  handle(request: IncomingMessage, response: ServerResponse, subject: string | undefined): Promise<void>
  /** Ends the sessions that are idle at that time. */
  sweep(now: number): void
  /** The number of sessions. */
  readonly size: number
  close(): Promise<void>
}

/** The clients of one server, without any yet. */
export function createSessions(core: Core, limits: SessionLimits = {}): Sessions {
  const sessions = createLegacySessions(core, limits)
  const stateless = createStateless(core)
  const turns = createTurns()
  return {
    handle: async (request, response, subject) => {
      const isPost = request.method === 'POST'
      const body = isPost ? await readBody(request, MOST_BYTES) : { value: undefined }
      if ('status' in body) return refuseRequest(response, body.status, body.reason, body.code)
      await turns.take(callerOf(request, subject, body.value))
      const handler = (await stateless.isFor(request, body.value)) ? stateless : sessions
      await handler.handle(request, response, subject, body.value)
    },
    sweep: sessions.sweep,
    get size() {
      return sessions.size
    },
    close: async () => {
      await Promise.all([sessions.close(), stateless.close()])
    },
  }
}

/** What gets turns: the owner of the token, the session, or else the client by the name that it gives. */
function callerOf({ headers }: IncomingMessage, subject: string | undefined, body: unknown): string {
  const known = subject ?? headers['mcp-session-id']
  if (known !== undefined) return String(known)
  const params = isRecord(body) && isRecord(body.params) ? body.params : {}
  const meta = isRecord(params._meta) ? params._meta : {}
  const client = params.clientInfo ?? meta[CLIENT_INFO_META_KEY]
  return isRecord(client) ? `${client.name}/${client.version}`.slice(0, 120) : ''
}
