/** `/metrics`, on the server itself and on a listener of its own. */
import { createServer, type Server } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { refuse } from '../../../contract/refuse.ts'
import type { Listening } from '../../../service/admission.ts'
import type { Metrics } from './metrics.ts'

const TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Adds the route, and counts every response. */
export function addMetrics(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'page'
    metrics.answered(route, request.method, reply.statusCode, reply.elapsedTime)
  })
  app.get('/metrics', { config: { access: 'metrics' } }, async (_, reply) =>
    reply
      .type(TYPE)
      .header('cache-control', 'no-store')
      .send(await metrics.text()),
  )
}

/** Serves the metrics alone at another address, without sign-in. Throws REQUEST_INVALID. */
export async function serveMetrics(metrics: Metrics, { host, port }: Listening): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': TYPE }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`Cannot listen on ${host}:${port} of --metrics (${cause.code}).`, { cause })
  })
  return server
}
