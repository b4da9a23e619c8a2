/** `/v1/session`: a person signs in with a one-time link or a token, and out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { createTokenCheck } from '../../../service/admission.ts'
import { type DoorOptions, everything } from '../../../service/grants.ts'
import { kind, readBody } from '../body.ts'
import { type Access, accessOf } from '../door/access.ts'
import { cookieOf, setCookie } from '../door/cookie.ts'
import type { Sessions } from '../door/sessions.ts'
import { forbidden, unauthenticated } from '../problem/refuse.ts'

/** What happens around a session. */
export interface SessionHooks {
  /** True if the browser reaches the server over TLS. */
  isSecure(request: FastifyRequest): boolean
  onSignIn(request: FastifyRequest, subject: string): Promise<void>
}

/** Adds the routes. */
export function addSession(
  app: FastifyInstance,
  { owner, tokens }: DoorOptions,
  sessions: Sessions,
  { isSecure, onSignIn }: SessionHooks,
): void {
  const tokenOf = createTokenCheck(tokens)
  const config = { access: 'everyone' } as const

  const begin = async (
    request: FastifyRequest,
    reply: FastifyReply,
    access: Omit<Access, 'proof'>,
  ): Promise<void> => {
    await onSignIn(request, access.subject)
    const cookie = setCookie(sessions.begin(access), isSecure(request))
    reply.header('set-cookie', cookie).header('cache-control', 'no-store')
  }

  app.get('/v1/session', { config, exposeHeadRoute: false }, async (request, reply) => {
    const { code } = request.query as { code?: unknown }
    if (!isNavigation(request)) throw forbidden(phrase('Open the link in a browser.'))
    if (owner === undefined || typeof code !== 'string' || !sessions.redeem(code)) {
      throw unauthenticated(phrase('The link was used already. The server has printed a new one.'))
    }
    await begin(request, reply, { subject: owner, isPerson: true, grant: everything })
    return reply.redirect('/', 303)
  })

  app.post('/v1/session', { config }, async (request, reply) => {
    requireOwnPage(request)
    const { token } = readBody(request.body, { token: kind.text })
    const found = tokenOf(`Bearer ${token}`)
    if (!found) throw unauthenticated(phrase('The token is not valid.'))
    await begin(request, reply, { subject: found.subject, isPerson: true, grant: found })
    return reply.code(204).send()
  })

  app.delete('/v1/session', { config }, async (request, reply) => {
    const secret = cookieOf(request)
    // Without the check of the door, another site could sign the person out.
    if (secret !== undefined && accessOf(request)) sessions.end(secret)
    return reply
      .code(204)
      .header('set-cookie', setCookie('', isSecure(request)))
      .send()
  })
}

/** Programs that look at links, such as chat clients, must not use the link up. */
const isNavigation = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-mode'] === undefined || headers['sec-fetch-mode'] === 'navigate'

/** Another site must not sign a browser in. Programs, which send no such header, have no cookie to protect. */
function requireOwnPage({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin') return
  throw forbidden(phrase('A page of another site cannot sign in here.'))
}
