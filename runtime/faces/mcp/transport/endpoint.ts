/** Answers HTTP requests of both eras of the protocol. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Core } from '../../../service/service.ts'
import { readBody } from './body.ts'
import { createLegacySessions, refuseRequest, type SessionLimits } from './sessions.ts'
import { createStateless } from './stateless.ts'
import { MOST_BYTES } from './stdio.ts'

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
  return {
    handle: async (request, response, subject) => {
      const isPost = request.method === 'POST'
      const body = isPost ? await readBody(request, MOST_BYTES) : { value: undefined }
      if ('status' in body) return refuseRequest(response, body.status, body.reason, body.code)
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
