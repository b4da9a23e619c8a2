/** `/v1/actions/…/plan` and `/runs`: plans and starts runs. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal, StartOptions } from '../../../service/runs/order.ts'
import type { RunRecord } from '../../../service/runs/run.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import { actorOf } from '../actor.ts'
import { CONTEXT_BYTES } from '../body.ts'
import type { Catalogue, Entry } from '../catalogue.ts'
import { requireScope, signedIn } from '../door/door.ts'
import type { Rates } from '../door/rates.ts'
import { readOrder } from '../order.ts'
import { waitFor, waitingOf } from '../prefer.ts'
import { sendProblem } from '../problem/send.ts'
import type { Setup } from '../setup.ts'

/** What the routes need. */
export interface OrderParts {
  setup: Setup
  catalogue: Catalogue
  rates: Rates
}

type Path = { Params: { integration: string; action: string } }

/** Adds the routes. */
export function addOrders(app: FastifyInstance, { setup, catalogue, rates }: OrderParts): void {
  const { runs } = setup
  const options = { config: { access: 'signed in' }, bodyLimit: CONTEXT_BYTES } as const

  app.post<Path>('/v1/actions/:integration/:action/plan', options, async (request, reply) => {
    const entry = catalogue.find(request.params.integration, request.params.action)
    if (!signedIn(request).grant.scopes.has('read')) requireScope(request, scopeOf(entry))
    rates.take(request, 'plan')
    const plan = await runs.plan(actorOf(request), readOrder(request, entry, setup))
    if (isRefusal(plan)) await sendRefusal(plan, request, reply)
    else reply.header('cache-control', 'no-store').send(plan)
    return reply
  })

  app.post<Path>('/v1/actions/:integration/:action/runs', options, async (request, reply) => {
    const entry = catalogue.find(request.params.integration, request.params.action)
    requireScope(request, scopeOf(entry))
    rates.take(request, 'run')
    const order = readOrder(request, entry, setup)
    const waiting = waitingOf(request)
    const started = await runs.start(actorOf(request), order, startOptions(request))
    if (isRefusal(started)) {
      const { refused, run_id } = started
      if (refused.code === 'RUN_IN_PROGRESS' && run_id !== undefined && waiting.ms === 0) {
        const run = await runs.get(actorOf(request), run_id)
        if (run) return sendAccepted(run, reply, waiting.asked)
      }
      await sendRefusal(started, request, reply)
      return reply
    }
    if (started.replayed) reply.header('idempotency-replayed', 'true')
    const ended = await waitFor(started.ended, started.replayed ? {} : waiting)
    if (ended) return sendRun(ended, reply, waiting.asked)
    const now = await runs.get(actorOf(request), started.run.id)
    return sendAccepted(now ?? started.run, reply, waiting.asked)
  })
}

/** The scope that running an action needs. */
export const scopeOf = ({ action: { manifest } }: Entry) =>
  manifest.kind === 'connector' ? 'connectors' : manifest.effect

/** What the headers of a request say about the run to start. */
export const startOptions = ({ headers }: FastifyRequest): StartOptions => ({
  ...textHeader(headers, 'idempotency-key', 'key'),
  ...textHeader(headers, 'soar-plan', 'plan'),
  ...textHeader(headers, 'soar-repeat', 'repeat'),
})

/** The idempotency key of a request. */
export const keyOf = ({ headers }: FastifyRequest): { key?: string } =>
  textHeader(headers, 'idempotency-key', 'key')

function textHeader<Name extends string>(
  headers: FastifyRequest['headers'],
  header: string,
  name: Name,
): { [N in Name]?: string } {
  const value = headers[header]
  return value === undefined ? {} : ({ [name]: String(value) } as { [N in Name]?: string })
}

/** Sends a refusal of the run service. */
export async function sendRefusal(
  { refused, plan, run_id }: Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  await sendProblem(refused, request, reply, {
    ...(run_id === undefined ? {} : { run: run_id }),
    ...(plan && { fields: { plan } }),
  })
}

/** Sends a run that has ended: 200, whatever came of it. */
export function sendRun(run: RunRecord, reply: FastifyReply, applied?: string): FastifyReply {
  setOutcome(run, reply)
  if (applied !== undefined) reply.header('preference-applied', applied)
  return reply.header('cache-control', 'no-store').send(run)
}

/** Sends a run that is still in progress. */
export function sendAccepted(run: RunRecord, reply: FastifyReply, applied?: string): FastifyReply {
  if (run.phase === 'ended') return sendRun(run, reply, applied)
  if (applied !== undefined) reply.header('preference-applied', applied)
  return reply
    .code(202)
    .header('cache-control', 'no-store')
    .header('location', `/v1/runs/${run.id}`)
    .header('retry-after', '1')
    .send(run)
}

/** For scripts, which would otherwise have to read the body to see that a run failed. */
export function setOutcome(run: RunRecord, reply: FastifyReply): void {
  reply.header('location', `/v1/runs/${run.id}`)
  if (run.phase !== 'ended') return
  reply.header('soar-outcome', run.status).header('soar-code', run.code ?? 'OK')
}
