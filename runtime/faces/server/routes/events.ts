/** `/v1/runs/{id}/events`: the progress of a run as server-sent events. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { RunEvent } from '../../../service/runs/events.ts'
import { isRefusal } from '../../../service/runs/service.ts'
import { actorOf } from '../actor.ts'
import { readQuery } from '../query.ts'
import type { Setup } from '../setup.ts'
import { sendRefusal } from './orders.ts'

/** Milliseconds between two comments, so that proxies keep an idle stream open. */
const HEARTBEAT = 15_000

/** Adds the route. `closing` ends all streams. */
export function addEvents(app: FastifyInstance, { runs }: Setup, closing: AbortSignal): void {
  app.get<{ Params: { id: string } }>(
    '/v1/runs/:id/events',
    { config: { access: 'read' }, exposeHeadRoute: false },
    async (request, reply) => {
      readQuery(request.query, ['locale'])
      const last = String(request.headers['last-event-id'] ?? '')
      const after = /^\d{1,15}$/.test(last) ? Number(last) : 0
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const signal = AbortSignal.any([gone.signal, closing])
      const events = await runs.events(actorOf(request), request.params.id, after, signal)
      if (isRefusal(events)) {
        await sendRefusal(events, request, reply)
        return reply
      }
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-store, no-transform')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(written(events)))
    },
  )
}

/** The events as text, with a comment where there is nothing else to say. */
async function* written(events: AsyncIterable<RunEvent>): AsyncGenerator<string, void> {
  const reader = events[Symbol.asyncIterator]()
  // The first bytes tell proxies and clients that the stream is open.
  yield ':\n\n'
  let next = reader.next()
  for (;;) {
    const read = await orSilence(next)
    if (read === undefined) yield ':\n\n'
    else if (read.done) return
    else {
      const { id, event, data } = read.value
      yield `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
      next = reader.next()
    }
  }
}

function orSilence<T>(next: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), HEARTBEAT)
  })
  return Promise.race([next, silence]).finally(() => clearTimeout(timer))
}
