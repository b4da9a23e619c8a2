/** Answers HTTP requests of callers with different rights. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { everything, type Grant } from '../../../service/grants.ts'
import { restricted } from '../../../service/restricted.ts'
import type { Core } from '../../../service/service.ts'
import { createSessions, type Sessions } from './endpoint.ts'
import type { SessionLimits } from './sessions.ts'

/** The caller of a request. */
export interface GrantedCaller {
  /** The owner of its token. */
  subject: string | undefined
  grant: Grant
}

/** The clients of one server, by what they may do. */
export interface GrantedSessions extends Omit<Sessions, 'handle'> {
  handle(request: IncomingMessage, response: ServerResponse, caller: GrantedCaller): Promise<void>
}

/** The clients of one server, without any yet. Callers with the same rights share their sessions and limits. */
export function createGrantedSessions(core: Core, limits: SessionLimits = {}): GrantedSessions {
  const byGrant = new Map<string, Sessions>()
  const sessionsOf = (grant: Grant): Sessions => {
    const { scopes, connections, actions } = grant
    const key = JSON.stringify([scopes, connections, actions].map((words) => words && [...words].sort()))
    const known = byGrant.get(key)
    if (known) return known
    const sessions = createSessions(grant === everything ? core : restricted(core, grant), limits)
    byGrant.set(key, sessions)
    return sessions
  }
  const all = (): Sessions[] => [...byGrant.values()]
  return {
    handle: (request, response, { subject, grant }) => sessionsOf(grant).handle(request, response, subject),
    sweep: (now) => {
      for (const sessions of all()) sessions.sweep(now)
    },
    get size() {
      return all().reduce((sum, { size }) => sum + size, 0)
    },
    close: async () => {
      await Promise.all(all().map((sessions) => sessions.close()))
    },
  }
}
