/** Admits requests: checks Host and Origin, finds out who sent them, and compares scopes. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { createHostCheck, createTokenCheck, type Listening } from '../../../service/admission.ts'
import type { DoorOptions, Scope } from '../../../service/grants.ts'
import { forbidden, unauthenticated } from '../problem/refuse.ts'
import { type Access, accessOf, admit } from './access.ts'
import { cookieOf } from './cookie.ts'
import type { Sessions } from './sessions.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: everyone, everyone who is signed in, or holders of the scope. */
    access?: 'everyone' | 'signed in' | Scope
  }
}

/** Puts the check before every route. */
export function addDoor(
  app: FastifyInstance,
  options: DoorOptions,
  sessions: Sessions,
  listening: () => Listening,
): void {
  const tokenOf = createTokenCheck(options.tokens)
  let hostFault: ReturnType<typeof createHostCheck> | undefined

  const find = (request: FastifyRequest): Access | undefined => {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const token = tokenOf(authorization)
      return token && { subject: token.subject, isPerson: false, proof: 'token', grant: token }
    }
    const secret = cookieOf(request)
    return secret === undefined ? undefined : sessions.find(secret)
  }

  app.addHook('onRequest', async (request) => {
    hostFault ??= createHostCheck(listening(), options.hosts)
    const fault = hostFault(request.headers)
    if (fault !== undefined) {
      throw forbidden(
        phrase('This server is not reachable under this name, or the request comes from another site.'),
      )
    }
    const access = find(request)
    // Browsers send cookies with requests that another site has caused.
    const isForeign = access?.proof === 'cookie' && request.headers['sec-fetch-site'] !== 'same-origin'
    if (access && !isForeign) admit(request, access)
    const { access: wanted = 'everyone' } = request.routeOptions.config
    if (wanted === 'everyone') return
    if (isForeign) throw crossSite()
    if (!access) throw unauthenticated()
    if (wanted !== 'signed in') requireScope(request, wanted)
  })
}

const crossSite = () =>
  forbidden(phrase('Only the page of this server may use its session (Sec-Fetch-Site: same-origin).'))

/** The sender of a request to a route that needs one. Throws UNAUTHENTICATED. */
export function signedIn(request: FastifyRequest): Access {
  const access = accessOf(request)
  if (access) return access
  throw unauthenticated()
}

/** Throws FORBIDDEN unless the sender has the scope. */
export function requireScope(request: FastifyRequest, scope: Scope): void {
  if (signedIn(request).grant.scopes.has(scope)) return
  throw forbidden(phrase('This needs the scope "{scope}", which you do not have.', { scope }))
}
