/** Admits requests: checks Host and Origin, finds out who sent them, and compares scopes. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import type { LogSink } from '../../../safety/log.ts'
import { createHostCheck, createTokenCheck, type Listening } from '../../../service/admission.ts'
import type { DoorOptions, Scope } from '../../../service/grants.ts'
import { forbidden, unauthenticated } from '../problem/refuse.ts'
import { type Access, accessOf, admit } from './access.ts'
import { cookieOf } from './cookie.ts'
import { createTokenChecker } from './oidc.ts'
import type { createProxyReader } from './proxy.ts'
import type { Sessions } from './sessions.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: everyone, everyone who is signed in, or holders of the scope. */
    access?: 'everyone' | 'signed in' | Scope
  }
}

/** What the door works with. */
export interface DoorParts {
  options: DoorOptions
  sessions: Sessions
  /** The address, known once the server listens. */
  listening: () => Listening
  fromProxy: ReturnType<typeof createProxyReader>
  log: LogSink
}

/** Puts the check before every route. */
export function addDoor(
  app: FastifyInstance,
  { options, sessions, listening, fromProxy, log }: DoorParts,
): void {
  const find = createFinder(options, sessions, fromProxy, log)
  let hostFault: ReturnType<typeof createHostCheck> | undefined
  app.addHook('onRequest', async (request) => {
    hostFault ??= createHostCheck(listening(), options.hosts)
    const fault = hostFault(request.headers)
    if (fault !== undefined) {
      throw forbidden(
        phrase('This server is not reachable under this name, or the request comes from another site.'),
      )
    }
    const access = await find(request)
    // Browsers send cookies, and what a proxy makes of them, with requests that another site has caused.
    const isAmbient = access !== undefined && access.proof !== 'token'
    const isForeign = isAmbient && request.headers['sec-fetch-site'] !== 'same-origin'
    if (access && !isForeign) admit(request, access)
    const { access: wanted = 'everyone' } = request.routeOptions.config
    if (wanted === 'everyone') return
    if (isForeign) throw crossSite()
    if (!access) throw unauthenticated()
    if (wanted !== 'signed in') requireScope(request, wanted)
  })
}

/** Finds out who sent a request: by a token, by the proxy, by a session. */
function createFinder(
  { tokens, oidc, proxy }: DoorOptions,
  sessions: Sessions,
  fromProxy: DoorParts['fromProxy'],
  log: LogSink,
): (request: FastifyRequest) => Promise<Access | undefined> {
  const tokenOf = createTokenCheck(tokens)
  const checkToken = oidc && createTokenChecker(oidc, log)
  return async (request) => {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const token = tokenOf(authorization)
      if (token) return { subject: token.subject, isPerson: false, proof: 'token', grant: token }
      const [, written] = /^bearer +(\S+)$/i.exec(authorization) ?? []
      const person = written === undefined ? undefined : await checkToken?.(written)
      return person && { ...person, isPerson: true, proof: 'token' }
    }
    const { user } = fromProxy(request)
    if (user !== undefined && proxy)
      return { subject: user, isPerson: true, proof: 'proxy', grant: proxy.person }
    const secret = cookieOf(request)
    return secret === undefined ? undefined : sessions.find(secret)
  }
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
