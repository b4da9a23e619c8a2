/** `/healthz` and `/readyz`, for a supervisor or a load balancer. */
import type { FastifyInstance } from 'fastify'

/**
 * Adds the routes.
 *
 * @param notReady why no run can be started now; undefined if one can
 */
export function addHealth(app: FastifyInstance, notReady: () => string | undefined): void {
  const config = { access: 'everyone' } as const
  app.get('/healthz', { config }, async (_, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', { config }, async (_, reply) => {
    const reason = notReady()
    reply.header('cache-control', 'no-store')
    return reason === undefined
      ? reply.send({ status: 'ready' })
      : reply.code(503).send({ status: 'not ready', reason })
  })
}
