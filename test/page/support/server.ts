/** Serves the built page, and answers its requests from the runtime against a simulated tenant. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { json } from 'node:stream/consumers'
import type { Json } from '../../../runtime/contract/json.ts'
import type { Result } from '../../../runtime/contract/result.ts'
import { actionText } from '../../../runtime/integration/texts.ts'
import { closeSessions } from '../../../runtime/run/client.ts'
import { runAction } from '../../../runtime/run/run-action.ts'
import { parseTemplate } from '../../../runtime/template/parse/parse.ts'
import { endColumnOf } from '../../../runtime/template/place.ts'
import { isTemplateError, templateFromTree } from '../../../runtime/template/template.ts'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'
import { openIntegration } from '../../../testing/own/subjects.ts'
import { repository } from '../../support/sources.ts'
import { OPENAPI } from './openapi.ts'
import { type TestRuns, testRuns } from './runs.ts'
import { testTables } from './tables.ts'

/** The policy that `soar serve` sends. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
}

const CONNECTIONS = [
  { name: 'acme', kind: 'production', label: 'Example Trading Ltd', account: 'C00A000' },
  { name: 'globex', kind: 'test', label: 'Globex Sandbox', account: 'C00B111' },
]

interface Ask {
  locale: string
  body: Record<string, Json>
  headers: IncomingMessage['headers']
}

interface Reply {
  status?: number
  body: unknown
}

/** A served page and the tenant behind it. */
export interface PageServer {
  url: string
  simulator: Simulator
  /** The runs that the server has, to add to and to move on. */
  runs: TestRuns
  /** Bodies of plans and runs as the page sent them, with their headers. */
  readonly sent: { path: string; body: Record<string, Json>; headers: IncomingMessage['headers'] }[]
  /** Answers the next request to a path that ends like this in another way, once. */
  next(end: string, answer: (response: ServerResponse) => void): void
  close(): Promise<void>
}

/** Starts the page's server and a simulated tenant. */
export async function servePage(): Promise<PageServer> {
  const integration = await openIntegration()
  // Now, and not while a page waits for its first list.
  await Promise.all((await integration.ids()).map((id) => integration.action(id)))
  const simulator = await startSimulator()
  const config = simulator.config.api2
  const runs = testRuns()
  const byKey = new Map<string, Record<string, unknown>>()
  const sent: PageServer['sent'] = []
  const odd = new Map<string, (response: ServerResponse) => void>()

  const lineOf = async (id: string, locale: string) => {
    const action = await integration.action(id)
    const text = await actionText(integration, action, locale)
    const { kind, effect, idempotent, permissions, output, parameters, example } = action.manifest
    const shown = Object.entries(parameters).map(([name, spec]) => ({
      name,
      ...spec,
      ...text.parameters[name],
    }))
    const common = {
      integration: 'mimecast',
      id,
      ...text,
      kind,
      effect,
      idempotent,
      permissions,
      parameters: shown,
    }
    return { ...common, output, request: { action: id, ...example } }
  }
  const run = (id: string, { body, locale }: Ask, dry: boolean): Promise<Result> => {
    const { parameters = {}, templates = {}, context = {} } = body
    return runAction(integration, {
      action: id,
      parameters,
      templates,
      context,
      locale,
      config,
      dry_run: dry,
    })
  }
  const tables = testTables(runs, (id, parameters, dry) =>
    run(id, { locale: 'en', body: { parameters }, headers: {} }, dry),
  )
  const problemOf = ({ error }: Result): Reply => ({
    status: 422,
    body: {
      type: `urn:soar:error:${error?.code}`,
      status: 422,
      title: error?.code,
      detail: error?.reason,
      ...error,
    },
  })

  const plan = async (id: string, ask: Ask): Promise<Reply> => {
    const result = await run(id, ask, true)
    if (result.error) return problemOf(result)
    const { effect, idempotent, permissions } = (await integration.action(id)).manifest
    const connection = CONNECTIONS.find(({ name }) => name === ask.body.connection) ?? {}
    const { request, inputs } = result.dry_run ?? { request: null, inputs: {} }
    const plan_id = `${id}-${Buffer.from(JSON.stringify(inputs)).toString('hex').slice(0, 12)}`
    const rest = {
      permissions,
      connection,
      request,
      inputs,
      more_requests: 'possible',
      warnings: [],
      ms: result.run.ms,
    }
    return {
      body: {
        plan_id,
        expires_at: new Date(Date.now() + 600_000).toISOString(),
        effect,
        idempotent,
        ...rest,
      },
    }
  }
  const start = async (id: string, ask: Ask): Promise<Reply> => {
    const key = ask.headers['idempotency-key']
    const known = typeof key === 'string' ? byKey.get(key) : undefined
    if (known) return { body: known }
    const result = await run(id, ask, false)
    if (result.error && result.run.requests === 0) return problemOf(result)
    const { effect } = (await integration.action(id)).manifest
    const record = {
      id: `run_${runs.all.size + 1}`,
      kind: 'action',
      status: result.is_success
        ? 'succeeded'
        : result.error?.code === 'OUTCOME_UNKNOWN'
          ? 'unknown'
          : 'failed',
      phase: 'ended',
      action: { integration: 'mimecast', id, version: result.run.version, effect },
      connection: ask.body.connection,
      actor: { subject: 'ana.ruiz', via: 'page' },
      request: ask.body,
      started_at: new Date().toISOString(),
      ended_at: new Date().toISOString(),
      code: result.error?.code ?? 'OK',
      message: result.output_message,
      result,
      settlement: null,
    }
    runs.all.set(record.id, record)
    if (typeof key === 'string') byKey.set(key, record)
    return { body: record }
  }
  const preview = ({ body, locale }: Ask): Reply => {
    const { templates = {}, context } = body as unknown as {
      templates: Record<string, string>
      context: Json
    }
    const shown = Object.entries(templates).map(([name, source]) => {
      try {
        const value = templateFromTree(parseTemplate(source)).evaluate({ context }, { locale })
        const type = value === null ? 'none' : Array.isArray(value) ? 'list' : typeof value
        return [
          name,
          { value, type, names: [...source.matchAll(/context(?:\.\w+)+/g)].map(([path]) => path) },
        ]
      } catch (error) {
        if (!isTemplateError(error)) throw error
        const { kind, message, line, column, remedy } = error
        return [
          name,
          { error: { kind, message, line, column, end_column: endColumnOf(source, error), remedy } },
        ]
      }
    })
    return { body: Object.fromEntries(shown) }
  }
  const answer = async (method: string, path: string, ask: Ask): Promise<Reply> => {
    const [, , what, first = '', id = '', verb] = path.split('/')
    if (what === 'meta')
      return {
        body: {
          version: '1.0.0',
          actor: { subject: 'ana.ruiz', person: true },
          scopes: ['read', 'write', 'destructive', 'settle'],
          locales: ['en', 'fr', 'ja'],
          integrations: [{ id: 'mimecast', name: 'Mimecast' }],
          connections: CONNECTIONS,
        },
      }
    if (what === 'actions' && first === '') {
      const lines = await Promise.all((await integration.ids()).map((one) => lineOf(one, ask.locale)))
      const items = lines.map(({ output, request: _, ...line }) => ({
        ...line,
        fields: Object.keys(
          output.properties ?? (output.items as { properties?: object } | undefined)?.properties ?? {},
        ),
      }))
      return { body: { items: items.sort((a, b) => a.name.localeCompare(b.name)) } }
    }
    if (what === 'actions' && verb === 'plan') return plan(id, ask)
    if (what === 'actions' && verb === 'runs') return start(id, ask)
    if (what === 'actions') return { body: await lineOf(id, ask.locale) }
    if (what === 'templates') return preview(ask)
    return { status: 404, body: { code: 'NOT_FOUND', status: 404, detail: `${method} ${path}` } }
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/openapi.json')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(OPENAPI))
    if (!pathname.startsWith('/v1/')) return sendFile(pathname, response)
    const locale = String(request.headers['accept-language'] ?? 'en').slice(0, 2)
    const hasBody = request.method === 'POST' && request.headers['content-type'] === 'application/json'
    const body = hasBody ? ((await json(request)) as Record<string, Json>) : {}
    if (request.method === 'POST') sent.push({ path: pathname, body, headers: request.headers })
    if (await tables(request, response, body)) return
    if (runs.answer(request, response, body)) return
    const reply = await answer(request.method ?? '', pathname, { locale, body, headers: request.headers })
    const end = [...odd.keys()].find((one) => pathname.endsWith(one))
    if (end !== undefined) {
      const other = odd.get(end)
      odd.delete(end)
      return other?.(response)
    }
    const { status = 200 } = reply
    const type = status < 300 ? 'application/json' : 'application/problem+json'
    response
      .writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
      .end(JSON.stringify(reply.body))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    simulator,
    runs,
    sent,
    next: (end, other) => void odd.set(end, other),
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await closeSessions(integration)
      await simulator.close()
    },
  }
}

function sendFile(pathname: string, response: ServerResponse): void {
  const name = pathname.startsWith('/assets/') ? pathname : '/index.html'
  const content = readFileSync(join(repository, 'dist/page', name))
  response
    .writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'text/plain',
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .end(content)
}
