/** `/v1/tables`: one action over the rows of an uploaded table. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import type { Bag } from '../../../schema/parameters.ts'
import type { Refusal, Started } from '../../../service/runs/order.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import type { TableOrder, UploadedTable } from '../../../service/runs/tables/order.ts'
import { actorOf } from '../actor.ts'
import { CONTEXT_BYTES, kind, readBody } from '../body.ts'
import type { Catalogue, Entry } from '../catalogue.ts'
import { requireScope, signedIn } from '../door/door.ts'
import { requireAction } from '../door/grant.ts'
import type { Rates } from '../door/rates.ts'
import { ORDER_FIELDS, orderOf, textsOf } from '../order.ts'
import { waitFor, waitingOf } from '../prefer.ts'
import { notFound } from '../problem/refuse.ts'
import { readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'
import { sendAccepted, sendRefusal, sendRun, startOptions } from './orders.ts'
import { noRun } from './runs.ts'

type Path = { Params: { id: string } }

/** What the routes need. */
export interface TableParts {
  setup: Setup
  catalogue: Catalogue
  rates: Rates
}

const { state: _, templates: _templates, undoes: _undoes, ...COMMON } = ORDER_FIELDS
const FIELDS = {
  ...COMMON,
  integration: kind.text,
  action: kind.text,
  columns: kind.object,
  set: kind.object,
}

/** Adds the routes for tables that were uploaded, and for their runs. */
export function addTables(app: FastifyInstance, { setup, catalogue, rates }: TableParts): void {
  const { tables } = setup.runs
  const config = { access: 'tables' } as const
  const options = { config, bodyLimit: CONTEXT_BYTES }

  app.get<Path>('/v1/tables/:id', { config }, async (request, reply) => {
    readQuery(request.query, ['locale'])
    const table = await tables.get(actorOf(request), request.params.id)
    if (table === undefined)
      throw notFound(phrase('There is no table "{id}".', { id: request.params.id.slice(0, 80) }))
    return reply.header('cache-control', 'no-store').send(shownTable(table))
  })

  /** Reads a table order. Throws REQUEST_INVALID, ACTION_UNKNOWN, FORBIDDEN, … */
  const orderFrom = (request: FastifyRequest<Path>): { entry: Entry; order: TableOrder } => {
    const body: Bag & { action?: string; integration?: string; columns?: Bag; set?: Bag } = readBody(
      request.body,
      FIELDS,
    )
    const { action, integration, columns = {}, set = {}, ...rest } = body
    const entry = catalogue.findWritten(action, integration)
    const { templates: __, ...order } = orderOf(request, rest, entry, setup)
    return {
      entry,
      order: { ...order, table: request.params.id, columns: textsOf(columns), set: textsOf(set) },
    }
  }

  app.post<Path>('/v1/tables/:id/plan', options, async (request, reply) => {
    rates.take(request, 'plan')
    const { order } = orderFrom(request)
    const gone = new AbortController()
    request.raw.once('close', () => gone.abort())
    const plan = await tables.plan(actorOf(request), order, gone.signal)
    if (isRefusal(plan)) await sendRefusal(plan, request, reply)
    else reply.header('cache-control', 'no-store').send(plan)
    return reply
  })

  app.post<Path>('/v1/tables/:id/runs', options, async (request, reply) => {
    rates.take(request, 'run')
    const { order, entry } = orderFrom(request)
    requireScope(request, entry.action.manifest.effect)
    return sendStarted(await tables.start(actorOf(request), order, startOptions(request)), request, reply)
  })

  app.post<Path>('/v1/runs/:id/resume', options, async (request, reply) => {
    rates.take(request, 'run')
    const body: { retry_unknown?: boolean; parameters?: Bag; context?: Bag } = readBody(request.body, {
      retry_unknown: kind.boolean,
      parameters: kind.object,
      context: kind.object,
    })
    const { id } = request.params
    const run = await setup.runs.get(actorOf(request), id)
    if (run === undefined) throw noRun(id)
    // The policy of the server may have changed since the run was started.
    const entry = catalogue.find(run.action.integration, run.action.id)
    requireScope(request, entry.action.manifest.effect)
    requireAction(signedIn(request).grant, run.action.integration, run.action.id)
    return sendStarted(
      await tables.resume(actorOf(request), id, { ...body, ...startOptions(request) }),
      request,
      reply,
    )
  })
}

/** Sends a table run: 202 at once, unless the client wants to wait. */
async function sendStarted(
  started: Started | Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (isRefusal(started)) {
    await sendRefusal(started, request, reply)
    return reply
  }
  if (started.replayed) reply.header('idempotency-replayed', 'true')
  const { ms = 0, asked } = waitingOf(request)
  const ended = await waitFor(started.ended, { ms })
  return ended ? sendRun(ended, reply, asked) : sendAccepted(started.run, reply, asked)
}

/** What its owner sees of a table. */
export function shownTable({ subject: _subject, sha256: _hash, ...table }: UploadedTable): object {
  return table
}
