/** `/v1/runs`: the history, and what can be done with one run. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import type { RunFilter, RunStatus, Via } from '../../../service/runs/run.ts'
import { runStatuses } from '../../../service/runs/run.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import { actorOf } from '../actor.ts'
import { kind, readBody } from '../body.ts'
import { requireScope } from '../door/door.ts'
import { waitingOf } from '../prefer.ts'
import { notFound } from '../problem/refuse.ts'
import { choice, readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'
import { sendRefusal, sendRun, setOutcome } from './orders.ts'

type Path = { Params: { id: string } }

const FILTERS = [
  'status',
  'code',
  'action',
  'connection',
  'actor',
  'via',
  'case_id',
  'effect',
  'unsettled',
  'since',
  'until',
  'q',
  'limit',
  'cursor',
  'locale',
] as const

/** Adds the routes. */
export function addRuns(app: FastifyInstance, { runs }: Setup): void {
  const config = { access: 'read' } as const

  app.get('/v1/runs', { config }, async (request, reply) => {
    const actor = actorOf(request)
    const page = await runs.list(actor, readFilter(request.query))
    if (isRefusal(page)) {
      await sendRefusal(page, request, reply)
      return reply
    }
    if (page.next !== undefined) {
      const next = new URL(request.url, 'http://here')
      next.searchParams.set('cursor', page.next)
      reply.header('link', `<${next.pathname}${next.search}>; rel="next"`)
    }
    const unsettled = await runs.unsettled(actor)
    return reply.header('cache-control', 'no-store').send({ ...page, unsettled })
  })

  app.get<Path>('/v1/runs/:id', { config }, async (request, reply) => {
    const { id } = request.params
    readQuery(request.query, ['locale'])
    const actor = actorOf(request)
    const { ms, asked } = waitingOf(request)
    const gone = new AbortController()
    const timer = ms === undefined ? undefined : setTimeout(() => gone.abort(), ms)
    request.raw.once('close', () => gone.abort())
    const run = await (ms === undefined ? runs.get(actor, id) : runs.wait(actor, id, gone.signal))
    clearTimeout(timer)
    if (run === undefined) throw noRun(id)
    const etag = `"${createHash('sha256').update(JSON.stringify(run)).digest('base64url').slice(0, 22)}"`
    reply.header('etag', etag)
    if (asked === undefined && request.headers['if-none-match'] === etag) return reply.code(304).send()
    return sendRun(run, reply, asked)
  })

  app.post<Path>('/v1/runs/:id/cancel', { config: { access: 'signed in' } }, async (request, reply) => {
    readBody(request.body, {})
    const actor = actorOf(request)
    const before = await runs.get(actor, request.params.id)
    if (before === undefined) throw noRun(request.params.id)
    requireScope(request, before.kind === 'table' ? 'tables' : before.action.effect)
    const run = await runs.cancel(actor, before.id)
    if (isRefusal(run)) await sendRefusal({ ...run, run_id: before.id }, request, reply)
    else {
      setOutcome(run, reply)
      reply.code(202).header('cache-control', 'no-store').send(run)
    }
    return reply
  })

  app.post<Path>('/v1/runs/:id/settlement', { config: { access: 'settle' } }, async (request, reply) => {
    const said: { happened?: boolean; note?: string } = readBody(request.body, {
      happened: kind.boolean,
      note: kind.text,
    })
    const { happened, note } = said
    if (happened === undefined) {
      throw refuse(phrase('"happened" is required: true if the write was carried out, false if it was not.'))
    }
    const run = await runs.settle(actorOf(request), request.params.id, {
      happened,
      ...(note === undefined ? {} : { note: note.slice(0, 2_000) }),
    })
    if (isRefusal(run)) await sendRefusal(run, request, reply)
    else sendRun(run, reply)
    return reply
  })
}

/** The refusal of a run that does not exist, or that the caller may not see. */
export const noRun = (id: string) => notFound(phrase('There is no run "{id}".', { id: id.slice(0, 80) }))

/** Reads the conditions of a list. Throws REQUEST_INVALID. */
function readFilter(query: unknown): RunFilter {
  const { status, limit, via, effect, unsettled, locale: _, ...rest } = readQuery(query, FILTERS)
  return {
    ...rest,
    ...(status === undefined
      ? {}
      : { status: status.split(',').map((word) => choice<RunStatus>('status', word, runStatuses)) }),
    ...(via === undefined ? {} : { via: choice<Via>('via', via, ['page', 'api', 'mcp', 'table']) }),
    ...(effect === undefined
      ? {}
      : { effect: choice('effect', effect, ['read', 'write', 'destructive'] as const) }),
    ...(unsettled === undefined
      ? {}
      : { unsettled: choice('unsettled', unsettled, ['true', 'false']) === 'true' }),
    ...(limit === undefined ? {} : { limit: wholeNumber('limit', limit, 1, 200) }),
  }
}

/** Reads a whole number of a query. Throws REQUEST_INVALID. */
export function wholeNumber(name: string, given: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(given) ? Number(given) : Number.NaN
  if (number >= least && number <= most) return number
  const words = { name, least, most, received: JSON.stringify(given.slice(0, 80)) }
  throw refuse(phrase('"{name}" must be a whole number from {least} to {most}; got {received}.', words))
}
