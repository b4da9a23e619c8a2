/** `/v1/connectors/…/preview`: the alerts that a connector would bring. */
import type { FastifyInstance } from 'fastify'
import { phrase } from '../../../contract/phrases.ts'
import { refuse } from '../../../contract/refuse.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import { actorOf } from '../actor.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Rates } from '../door/rates.ts'
import { readOrder } from '../order.ts'
import { waitFor, waitingOf } from '../prefer.ts'
import type { Setup } from '../setup.ts'
import { keyOf, sendAccepted, sendRefusal, sendRun } from './orders.ts'

/** Adds the route. A preview starts without a checkpoint and keeps none, so that it may be repeated. */
export function addConnectors(app: FastifyInstance, setup: Setup, catalogue: Catalogue, rates: Rates): void {
  app.post<{ Params: { integration: string; connector: string } }>(
    '/v1/connectors/:integration/:connector/preview',
    { config: { access: 'connectors' } },
    async (request, reply) => {
      const { integration, connector } = request.params
      const entry = catalogue.find(integration, connector)
      if (entry.action.manifest.kind !== 'connector')
        throw refuse(phrase('"{action}" is an action, not a connector.', { action: connector.slice(0, 80) }))
      rates.take(request, 'run')
      const order = readOrder(request, entry, setup)
      if (order.state !== undefined) throw refuse(phrase('A preview takes no "state".'))
      const waiting = waitingOf(request)
      const started = await setup.runs.start(actorOf(request), order, keyOf(request))
      if (isRefusal(started)) {
        await sendRefusal(started, request, reply)
        return reply
      }
      const ended = await waitFor(started.ended, waiting)
      return ended ? sendRun(ended, reply, waiting.asked) : sendAccepted(started.run, reply, waiting.asked)
    },
  )
}
