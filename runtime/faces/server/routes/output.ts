/** `/v1/runs/{id}/output`: the lines of a table run, as a download. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import { actorOf } from '../actor.ts'
import { readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'
import { sendRefusal } from './orders.ts'
import { formatOf } from './tables.ts'

const TYPES = { csv: 'text/csv', jsonl: 'application/jsonl' } as const

/** Adds the route. */
export function addOutput(app: FastifyInstance, { runs }: Setup): void {
  app.get<{ Params: { id: string } }>(
    '/v1/runs/:id/output',
    { config: { access: 'tables' }, exposeHeadRoute: false },
    async (request, reply) => {
      const { id } = request.params
      const query = readQuery(request.query, ['format', 'only', 'locale'])
      const format = formatOf('format', query.format)
      const text = await runs.tables.output(actorOf(request), id, { format, ...onlyOf(query.only) })
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

function onlyOf(given: string | undefined): { only?: 'failed' | 'unknown' } {
  if (given === undefined) return {}
  if (given === 'failed' || given === 'unknown') return { only: given }
  const words = { name: 'only', allowed: 'failed, unknown', received: JSON.stringify(given.slice(0, 80)) }
  throw refuse(phrase('"{name}" must be one of {allowed}; got {received}.', words))
}
