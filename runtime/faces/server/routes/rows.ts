/** `/v1/runs/{id}/rows`: rows of a result, in pages or as a download. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Row } from '../../../contract/json.ts'
import type { RunRecord } from '../../../service/runs/run.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import { csvLines } from '../../../table/output/csv-rows.ts'
import { actorOf } from '../actor.ts'
import { type Catalogue, fieldsOf } from '../catalogue.ts'
import { readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'
import { sendRefusal } from './orders.ts'
import { noRun, wholeNumber } from './runs.ts'

const TYPES = { csv: 'text/csv', jsonl: 'application/jsonl', json: 'application/json' } as const

/** Adds the route. */
export function addRows(app: FastifyInstance, { runs }: Setup, catalogue: Catalogue): void {
  app.get<{ Params: { id: string } }>(
    '/v1/runs/:id/rows',
    { config: { access: 'read' }, exposeHeadRoute: false },
    async (request, reply) => {
      const { id } = request.params
      const actor = actorOf(request)
      const { offset, limit, sort, q } = readQuery(request.query, ['offset', 'limit', 'sort', 'q', 'locale'])
      const accept = String(request.headers.accept ?? '')
      reply.header('vary', 'Accept').header('cache-control', 'no-store')
      if (accept.includes(TYPES.csv) || accept.includes(TYPES.jsonl)) {
        const run = await runs.get(actor, id)
        const rows = await runs.eachRow(actor, id)
        if (run === undefined) throw noRun(id)
        if (!isRefusal(rows)) {
          const isCsv = accept.includes(TYPES.csv)
          return sendFile(
            reply,
            run,
            isCsv ? 'csv' : 'jsonl',
            isCsv ? csvLines(rows, columnsOf(run, catalogue)) : jsonLines(rows),
          )
        }
        await sendRefusal(rows, request, reply)
        return reply
      }
      const page = await runs.rows(actor, id, {
        offset: offset === undefined ? 0 : wholeNumber('offset', offset, 0, 10_000_000),
        limit: limit === undefined ? 200 : wholeNumber('limit', limit, 1, 2_000),
        ...(sort !== undefined && { sort }),
        ...(q !== undefined && { q }),
      })
      if (!isRefusal(page)) return reply.send(page)
      await sendRefusal(page, request, reply)
      return reply
    },
  )
}

/** The columns that the manifest names come first, also if the first row lacks them. */
function columnsOf({ action }: RunRecord, catalogue: Catalogue): string[] {
  const entry = catalogue.all.find(
    (one) => one.integration.spec.id === action.integration && one.action.id === action.id,
  )
  return entry ? fieldsOf(entry.action.manifest.output) : []
}

function sendFile(
  reply: FastifyReply,
  { id, action }: RunRecord,
  format: 'csv' | 'jsonl',
  lines: AsyncIterable<string>,
): FastifyReply {
  return reply
    .type(`${TYPES[format]}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${action.id}-${id}.${format}"`)
    .send(Readable.from(lines))
}

async function* jsonLines(rows: AsyncIterable<Row>): AsyncGenerator<string, void> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}
