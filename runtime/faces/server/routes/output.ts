/** `/v1/runs/{id}/output`: the lines of a table run, as a download. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { isRefusal } from '../../../service/runs/service.ts'
import { actorOf } from '../actor.ts'
import { choice, readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'
import { sendRefusal } from './orders.ts'

const TYPES = { csv: 'text/csv', jsonl: 'application/jsonl' } as const

/** Adds the route. */
export function addOutput(app: FastifyInstance, { runs }: Setup): void {
  app.get<{ Params: { id: string } }>(
    '/v1/runs/:id/output',
    { config: { access: 'tables' }, exposeHeadRoute: false },
    async (request, reply) => {
      const { id } = request.params
      const query = readQuery(request.query, ['format', 'only', 'locale'])
      const format = choice('format', query.format ?? 'jsonl', ['jsonl', 'csv'])
      const only = query.only === undefined ? undefined : choice('only', query.only, ['failed', 'unknown'])
      const text = await runs.tables.output(actorOf(request), id, { format, ...(only && { only }) })
      if (isRefusal(text)) {
        await sendRefusal(text, request, reply)
        return reply
      }
      return reply
        .type(`${TYPES[format]}; charset=utf-8`)
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="${id.replaceAll(/[^\w]/g, '')}.${format}"`)
        .send(Readable.from(text))
    },
  )
}
