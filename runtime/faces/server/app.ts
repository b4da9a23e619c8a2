/** The HTTP application: hooks and routes, before it listens. */
import fastify, { type FastifyInstance } from 'fastify'
import type { Listening } from '../../service/admission.ts'
import { auditDenied, auditSignIn } from './audit.ts'
import { addBodies, BODY_BYTES } from './body.ts'
import { createCatalogue } from './catalogue.ts'
import { addDoor } from './door/door.ts'
import { addProtectedResource } from './door/protected-resource.ts'
import { createProxyReader } from './door/proxy.ts'
import { createRates, limitsFor } from './door/rates.ts'
import { createSessions, type Sessions } from './door/sessions.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import { addMetrics } from './metrics/route.ts'
import { SAFE_HEADERS } from './page/headers.ts'
import { addPage } from './page/route.ts'
import { sendThrown } from './problem/send.ts'
import { addActions } from './routes/actions.ts'
import { addAudit } from './routes/audit.ts'
import { addConnections } from './routes/connections.ts'
import { addConnectors } from './routes/connectors.ts'
import { addEvents } from './routes/events.ts'
import { addHealth } from './routes/health.ts'
import { addMcp } from './routes/mcp.ts'
import { addMeta } from './routes/meta.ts'
import { addOpenApi } from './routes/openapi.ts'
import { addOrders } from './routes/orders.ts'
import { addOutput } from './routes/output.ts'
import { addRows } from './routes/rows.ts'
import { addRuns } from './routes/runs.ts'
import { addSession } from './routes/session.ts'
import { addTables } from './routes/tables.ts'
import { addTemplates } from './routes/templates.ts'
import { addUpload } from './routes/upload.ts'
import type { Setup } from './setup.ts'

/** Milliseconds in which a whole request must have arrived, so that a slow client cannot hold a connection. */
const ARRIVAL = 300_000

/** Milliseconds in which the headers must have arrived. */
const HEADERS = 30_000

/** Maximum number of connections; each open page has one or two. */
const CONNECTIONS = 4_096

/** An application and what its listener needs to know. */
export interface App {
  http: FastifyInstance
  sessions: Sessions
  /** Aborted when the server stops. */
  closing: AbortController
  metrics: Metrics
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
    http: { headersTimeout: HEADERS },
    // What a router would do to a path is done to no id.
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    exposeHeadRoutes: true,
    // What the router refuses reaches no hook and no error handler.
    frameworkErrors: (error, request, reply) => {
      reply.headers(SAFE_HEADERS)
      void sendThrown(error, request, reply, setup.log)
    },
    return503OnClosing: false,
  })
  http.server.maxConnections = CONNECTIONS
  const sessions = createSessions()
  const closing = new AbortController()
  const metrics = createMetrics(setup.runs, setup.version)
  setup.onRunEnd?.(metrics.runEnded)
  const rates = createRates(limitsFor(setup.runsPerMinute))
  const catalogue = createCatalogue(setup)
  http.addHook('onRequest', async (_, reply) => {
    reply.headers(SAFE_HEADERS)
  })
  http.setErrorHandler(async (error, request, reply) => {
    const { code } = await sendThrown(error, request, reply, setup.log)
    await auditDenied(setup.audit, request, code)
  })
  addBodies(http)
  const fromProxy = createProxyReader(setup.door.proxy)
  addDoor(http, { options: setup.door, sessions, listening, fromProxy, log: setup.log })
  addMetrics(http, metrics)
  addHealth(http, () => {
    if (closing.signal.aborted || setup.runs.draining) return 'The server is stopping.'
    return setup.runs.broken === undefined ? undefined : 'The audit log or the history cannot be written.'
  })
  addSession(http, setup.door, sessions, {
    isSecure: (request) => fromProxy(request).isSecure,
    onSignIn: async (request, subject) => {
      await auditSignIn(setup.audit, request, subject)
      onSignIn()
    },
  })
  addMeta(http, setup)
  addActions(http, catalogue, setup.version)
  addOrders(http, { setup, catalogue, rates })
  addRuns(http, setup)
  addRows(http, setup, catalogue)
  addEvents(http, setup, closing.signal)
  addTemplates(http, rates)
  addConnections(http, setup, rates)
  addConnectors(http, setup, catalogue, rates)
  addTables(http, { setup, catalogue, rates })
  await addUpload(http, setup, rates)
  addOutput(http, setup)
  addAudit(http, setup)
  if (setup.mcp && setup.door.oidc)
    addProtectedResource(http, setup.door.oidc, (request) => fromProxy(request).isSecure)
  if (setup.mcp) await addMcp(http, setup.mcp, setup.log)
  addOpenApi(http, catalogue, setup.version)
  await addPage(http, setup.page)
  return { http, sessions, closing, metrics }
}
