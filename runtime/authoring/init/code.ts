/** The code of a new integration: client, action, simulator and test. */

/** The client: an API with JSON bodies, a key in a header, and lists in pages. `@NAME@` is the vendor. */
export const CLIENT = `import {
  ActionError,
  type Action as AnyAction,
  type ClientSetup,
  type Contract,
  type HttpAnswer,
  isRecord,
  pages,
  phrase,
  quoted,
} from 'soar-actions/sdk'

const VENDOR = '@NAME@'

/** Rows per request of a list. */
const PAGE_SIZE = 100

/** Fields of the query; undefined ones are left out. */
export type Query = Record<string, string | number | undefined>

/** The API of @NAME@. Every method throws ActionError. */
export interface Client {
  /** Reads one resource. */
  get<T>(path: string, query?: Query): Promise<T>
  /** Reads a list page by page, at most \`limit\` rows. */
  list<T>(path: string, query?: Query, limit?: number): AsyncIterable<T>
  /** Changes something. It is sent once: an answer in doubt is OUTCOME_UNKNOWN. */
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T>
}

/** An action or a connector of this integration. */
export type Action<T extends Contract> = AnyAction<T, Client>

/** Creates the client of one run. */
export function createClient({ config, http, log }: ClientSetup): Client {
  const root = String(config.api_root).replace(/\\/$/, '')
  const headers = () => ({
    accept: 'application/json',
    authorization: 'Bearer ' + String(config.api_key),
    'content-type': 'application/json',
  })

  async function call<T>(method: string, path: string, query: Query, body?: object): Promise<T> {
    const url = new URL(root + path)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    const safe = method === 'GET'
    const answer = await http.request({
      method,
      url: url.href,
      headers,
      body: body && JSON.stringify(body),
      safe,
    })
    return read(answer, url, safe, http.redact) as T
  }

  const get: Client['get'] = (path, query = {}) => call('GET', path, query)
  return {
    get,
    list: <T>(path: string, query: Query = {}, limit?: number) =>
      pages<T>(
        async (cursor) => {
          const page = await get<{ items?: T[]; next?: string }>(path, { limit: PAGE_SIZE, ...query, cursor })
          return { rows: page.items ?? [], next: page.next }
        },
        { log, vendor: VENDOR, limit },
      ),
    send: (method, path, body) => call(method, path, {}, body),
  }
}

/** The body of a response; the error that a refusal stands for. */
function read(
  { status, body }: HttpAnswer,
  { host, href }: URL,
  safe: boolean,
  redact: (text: string) => string,
): unknown {
  const facts = { vendor: { status } }
  const data = parse(body)
  const message =
    isRecord(data) && typeof data.error === 'string' ? redact(data.error).slice(0, 500) : undefined
  const reason =
    message === undefined ? phrase('HTTP {status} without a message', { status }) : quoted(message)
  const words = { vendor: VENDOR, reason }
  if (status === 401) throw new ActionError('AUTH_FAILED', words, facts)
  if (status === 403) throw new ActionError('PERMISSION_DENIED', words, facts)
  if (status === 429) throw new ActionError('RATE_LIMITED', words, facts)
  if (status >= 400 && status < 500) throw new ActionError('VENDOR_REJECTED', words, facts)
  if (status === 204) return undefined
  if (status < 300 && data !== undefined) return data
  // A write may have been carried out although its answer does not say so.
  if (!safe) throw new ActionError('OUTCOME_UNKNOWN', { host, reason }, facts)
  if (status >= 500) throw new ActionError('VENDOR_UNAVAILABLE', { ...words, status }, facts)
  throw new ActionError('RESPONSE_INVALID', { ...words, url: href }, facts)
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}
`

/** The action that checks a configuration. */
export const PING = `import type { Action } from '../client/index.ts'
import type { Ping } from './types.gen.ts'

interface Account {
  id: string
  name?: string
}

/** Reads the account that the key belongs to. */
export const run: Action<Ping> = async ({ client }) => {
  const { id, name } = await client.get<Account>('/account')
  return { result: { account_id: id, account_name: name ?? null } }
}
`

/** The simulator: every path is a collection, so that new actions have something to work on. */
export const SIMULATOR = `/** A stand-in for the API of @NAME@, for tests and \`soar simulate\`. Every path is a list of things. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

const API_KEY = 'example-key'

interface Thing {
  id: string
  name: string
  created: string
}

/** One request that arrived. */
export interface Seen {
  method: string
  path: string
  body: unknown
}

/** Starts it on 127.0.0.1. \`requests\` has every request in order. */
export async function startSimulator({ port = 0 }: { port?: number } = {}) {
  const requests: Seen[] = []
  const lists = new Map<string, Thing[]>()
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const method = request.method ?? ''
    const body = await bodyOf(request)
    requests.push({ method, path: pathname, body })
    const answer = (status: number, data: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data))
    }
    if (request.headers.authorization !== 'Bearer ' + API_KEY)
      return answer(401, { error: 'unknown API key' })
    if (pathname === '/account') return answer(200, { id: 'A-1', name: 'Example Ltd' })
    const [, name = '', id] = pathname.split('/')
    const things = lists.get(name) ?? ['first', 'second', 'third'].map(thing)
    lists.set(name, things)
    if (method === 'POST') {
      const { name: given } = body as { name?: string }
      if (!given) return answer(400, { error: 'a name is required' })
      const made = thing(given, things.length)
      things.push(made)
      return answer(201, made)
    }
    if (id !== undefined) {
      const found = things.find((one) => one.id === id)
      return found ? answer(200, found) : answer(404, { error: 'there is no ' + id })
    }
    const listed = searchParams.has('since') ? things.map(recently).filter(isIn(searchParams)) : things
    const start = Number(searchParams.get('cursor') ?? 0)
    const end = start + Number(searchParams.get('limit') ?? 100)
    const next = end < listed.length ? String(end) : undefined
    return answer(200, { items: listed.slice(start, end), next })
  })
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  const url = 'http://127.0.0.1:' + (server.address() as AddressInfo).port
  return {
    url,
    files_url: url,
    config: { key: { api_root: url, api_key: API_KEY } },
    requests,
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const thing = (name: string, index: number): Thing => ({
  id: String(index + 1),
  name,
  created: '2026-01-0' + ((index % 9) + 1) + 'T00:00:00Z',
})

/** With \`since\`, things were created in the last hour, so that a connector finds them on any day. */
const started = Date.now()
const recently = (one: Thing, index: number): Thing => ({
  ...one,
  created: new Date(started - 3_600_000 + index * 60_000).toISOString(),
})

const isIn =
  (query: URLSearchParams) =>
  ({ created }: Thing) =>
    created >= (query.get('since') ?? '') && created <= (query.get('until') ?? '9999')

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? undefined : JSON.parse(text)
}
`

/** What every test starts with. */
export const SUPPORT = `/** Runs actions of this integration on a simulated tenant. */
import { join } from 'node:path'
import { closeSessions, loadIntegration, type Request, runAction } from 'soar-actions'
import { startSimulator } from '../../simulator/index.ts'

/** Starts a simulated tenant. Close it at the end of the test. */
export async function startTenant() {
  const simulator = await startSimulator()
  const integration = await loadIntegration(join(import.meta.dirname, '../..'))
  return {
    config: simulator.config.key,
    requests: simulator.requests,
    /** Runs an action with the configuration of the tenant; \`request\` overrides any field. */
    run: (action: string, parameters: Request['parameters'] = {}, request: Partial<Request> = {}) =>
      runAction(integration, { action, parameters, config: simulator.config.key, ...request }),
    close: async () => {
      await closeSessions(integration)
      await simulator.close()
    },
  }
}
`

/** The test of the action. */
export const PING_TEST = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTenant } from '../support/tenant.ts'

test('ping returns the account of the key', async (t) => {
  const tenant = await startTenant()
  t.after(() => tenant.close())
  const { is_success, json_result } = await tenant.run('ping')
  assert.equal(is_success, true)
  assert.deepEqual(json_result, { account_id: 'A-1', account_name: 'Example Ltd' })
  assert.deepEqual(tenant.requests, [{ method: 'GET', path: '/account', body: undefined }])
})

test('ping reports a wrong key', async (t) => {
  const tenant = await startTenant()
  t.after(() => tenant.close())
  const { error } = await tenant.run('ping', {}, { config: { ...tenant.config, api_key: 'wrong' } })
  assert.equal(error?.code, 'AUTH_FAILED')
})
`
