/** The HTTP application: hooks and routes, before it listens. */
import fastify, { type FastifyInstance } from 'fastify'
import type { Listening } from '../../service/admission.ts'
import { addBodies, BODY_BYTES } from './body.ts'
import { createCatalogue } from './catalogue.ts'
import { addDoor } from './door/door.ts'
import { createSessions, type Sessions } from './door/sessions.ts'
import { SAFE_HEADERS } from './page/headers.ts'
import { addPage } from './page/route.ts'
import { sendThrown } from './problem/send.ts'
import { addActions } from './routes/actions.ts'
import { addHealth } from './routes/health.ts'
import { addMeta } from './routes/meta.ts'
import { addSession } from './routes/session.ts'
import type { Setup } from './setup.ts'

/** Milliseconds in which a whole request must have arrived, so that a slow client cannot hold a connection. */
const ARRIVAL = 30_000

/** An application and what its listener needs to know. */
export interface App {
  http: FastifyInstance
  sessions: Sessions
  /** Set while the server stops. */
  state: { isDraining: boolean }
}

/** Creates the application. `listening` is the address, known once it listens. */
export async function createApp(
  setup: Setup,
  listening: () => Listening,
  onSignIn: () => void,
): Promise<App> {
  const http = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: ARRIVAL,
    // What a router would do to a path is done to no id.
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    exposeHeadRoutes: true,
    return503OnClosing: false,
  })
  const sessions = createSessions()
  const state = { isDraining: false }
  http.addHook('onRequest', async (_, reply) => {
    reply.headers(SAFE_HEADERS)
  })
  http.setErrorHandler(async (error, request, reply) => {
    await sendThrown(error, request, reply, setup.log)
  })
  addBodies(http)
  addDoor(http, setup.door, sessions, listening)
  addHealth(http, () => {
    if (state.isDraining) return 'The server is stopping.'
    return setup.audit?.broken === undefined ? undefined : 'The audit log cannot be written.'
  })
  addSession(http, setup.door, sessions, {
    isSecure: () => false,
    onSignIn: async () => onSignIn(),
  })
  addMeta(http, setup)
  addActions(http, createCatalogue(setup), setup.version)
  await addPage(http, setup.page)
  return { http, sessions, state }
}
