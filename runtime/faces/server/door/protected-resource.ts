/** Tells MCP clients where to get a token for `/mcp` (RFC 9728). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type OidcOptions, scopes } from '../../../service/grants.ts'

const RESOURCE = '/mcp'
const METADATA = '/.well-known/oauth-protected-resource'

/**
 * Adds the routes, and names them in the challenge of a refused request.
 *
 * @param isSecure whether the client reaches the server over TLS, by a proxy that is believed
 */
export function addProtectedResource(
  app: FastifyInstance,
  { issuer }: Pick<OidcOptions, 'issuer'>,
  isSecure: (request: FastifyRequest) => boolean,
): void {
  // The door has checked the name of the host.
  const originOf = (request: FastifyRequest): string =>
    `${isSecure(request) ? 'https' : 'http'}://${request.headers.host}`
  const config = { access: 'everyone' } as const
  for (const path of [METADATA, METADATA + RESOURCE]) {
    app.get(path, { config }, async (request, reply) =>
      reply.header('cache-control', 'no-store').send({
        resource: originOf(request) + RESOURCE,
        authorization_servers: [issuer],
        bearer_methods_supported: ['header'],
        scopes_supported: scopes.map((scope) => `soar:${scope}`),
      }),
    )
  }
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode !== 401 || request.url.split('?')[0] !== RESOURCE) return
    const metadata = `${originOf(request)}${METADATA}${RESOURCE}`
    reply.header('www-authenticate', `Bearer resource_metadata="${metadata}"`)
  })
}
