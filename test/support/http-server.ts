/** The HTTP server in the process of a test, on the echo integration unless another is given. */

import { request } from 'undici'
import { onTestFinished } from 'vitest'
import { startServer } from '../../runtime/faces/server/index.ts'
import type { Setup } from '../../runtime/faces/server/setup.ts'
import { everything } from '../../runtime/service/grants.ts'
import { makeOffers } from '../../runtime/service/offers.ts'
import type { Tenant } from '../../runtime/service/runs/order.ts'
import type { RunService } from '../../runtime/service/runs/service.ts'
import { echoTenant, openEcho, openRuns, openSimulated, type RunsOptions } from './runs.ts'

/** The token of a program that may do everything. */
export const TOKEN = 'a-token-of-the-tests-here'

/** A server of a test. */
export interface TestServer {
  url: string
  link(): string | undefined
  /** Sends a request with the token; a body that is no text is sent as JSON. */
  send(path: string, options?: SendOptions): Promise<Answer>
}

/** What differs from a GET with the token. */
export interface SendOptions {
  method?: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'HEAD' | 'OPTIONS'
  body?: unknown
  headers?: Record<string, string>
  /** Null sends none. */
  token?: string | null
}

/** A response. */
export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** The body as JSON; undefined if it is not JSON. */
  json: Record<string, unknown>
}

/** Starts a server over the echo integration, and stops it at the end of the test. */
export async function startTestServer(changes: Partial<Setup> = {}): Promise<TestServer> {
  const { service, tenant, audit } = await openRuns(await echoTenant('http://127.0.0.1:9'))
  return serverOver(service, tenant, { audit, ...changes })
}

/** A server over the echo integration, and the wire that it calls. */
export async function startEchoServer(
  only: Partial<Setup> = {},
  options: RunsOptions = {},
  answer?: Parameters<typeof openEcho>[1],
) {
  const opened = await openEcho(options, answer)
  const { service, tenant, audit, wire } = opened
  return { ...(await serverOver(service, tenant, { audit, ...only })), wire, audit, service }
}

/** A server over the integration of this repository and a simulated tenant. */
export async function startSimulatedServer(only: Partial<Setup> = {}, options: RunsOptions = {}) {
  const { service, tenant, audit, simulator } = await openSimulated(options)
  return { ...(await serverOver(service, tenant, { audit, ...only })), simulator, service, audit }
}

async function serverOver(runs: RunService, tenant: Tenant, changes: Partial<Setup>): Promise<TestServer> {
  const integrations = [tenant.integration]
  const policy = { readOnly: false, deny: [], yesWrites: false, connectors: true }
  const offers = await makeOffers(
    integrations.map((integration) => ({ integration })),
    [],
    policy,
    'en',
  )
  const running = await startServer({
    version: '0.0.0',
    listen: { host: '127.0.0.1', port: 0 },
    door: { hosts: [], tokens: [{ ...everything, subject: 'TEST', token: TOKEN }], owner: 'ana' },
    integrations,
    offers,
    tenants: ['acme', 'other'].map((name) => ({ ...tenant, name })),
    locale: 'en',
    page: 'no page',
    log: { line: () => {}, secret: () => {} },
    runs,
    allowConfig: false,
    ...changes,
  })
  onTestFinished(() => running.close())
  return {
    url: running.url,
    link: running.link,
    send: async (path, { method, body, headers = {}, token = TOKEN } = {}) => {
      const isJson = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)
      const answer = await request(new URL(path, running.url), {
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : isJson ? JSON.stringify(body) : body,
      })
      const text = await answer.body.text()
      return { status: answer.statusCode, headers: answer.headers, text, json: parsed(text) }
    },
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
