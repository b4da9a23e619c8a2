/** `/openapi.json`: the description of the API. */
import type { FastifyInstance } from 'fastify'
import { sendCached } from '../cached.ts'
import type { Catalogue } from '../catalogue.ts'
import { requestedLocale } from '../locale.ts'
import { openApi } from '../openapi/document.ts'
import { readQuery } from '../query.ts'

/** Adds the route. It names actions and parameters, so it is for those who are signed in. */
export function addOpenApi(app: FastifyInstance, catalogue: Catalogue, version: string): void {
  app.get('/openapi.json', { config: { access: 'signed in' } }, async (request, reply) => {
    readQuery(request.query, ['locale'])
    const document = openApi(version, await catalogue.written(requestedLocale(request)))
    return sendCached(request, reply, document, version)
  })
}
