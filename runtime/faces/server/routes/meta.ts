/** `/v1/meta`: what the server has, and what the caller may do. */
import type { FastifyInstance } from 'fastify'
import { runtimeLocales } from '../../../i18n/sentences.ts'
import { BODY_BYTES, CONTEXT_BYTES } from '../body.ts'
import { signedIn } from '../door/door.ts'
import { mayUse } from '../door/grant.ts'
import type { Setup } from '../setup.ts'

/** Adds the route. */
export function addMeta(app: FastifyInstance, { version, integrations, tenants }: Setup): void {
  app.get('/v1/meta', { config: { access: 'signed in' } }, async (request, reply) => {
    const { subject, isPerson, grant } = signedIn(request)
    const connections = tenants
      .filter(({ name }) => mayUse(grant, name))
      .map(({ name, kind, label, integration }) => ({
        name,
        ...(kind && { kind }),
        ...(label !== undefined && { label }),
        integrations: [integration.spec.id],
      }))
    return reply.header('cache-control', 'no-store').send({
      version,
      actor: { subject, person: isPerson },
      scopes: [...grant.scopes],
      locales: runtimeLocales,
      integrations: integrations.map(({ spec }) => ({ id: spec.id, name: spec.name, version: spec.version })),
      connections,
      limits: { body_bytes: BODY_BYTES, context_bytes: CONTEXT_BYTES },
    })
  })
}
