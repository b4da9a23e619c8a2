/** The Mimecast client of one run against a server of the test's own. */

import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { type Client, createClient } from '../../client/index.ts'
import type { RunScope } from '../../runtime/http/scope.ts'
import { createTransport } from '../../runtime/http/transport.ts'
import { fixture } from '../../testing/own/repository.ts'
import { type Notes, reply, type Seen, scopeOf, serve, type Wire } from './wire.ts'

/** A recorded answer of the vendor. */
export const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(fixture('mimecast', `${name}.json`), 'utf8'))

export const keys = {
  application_id: 'app-id',
  application_key: '00000000-1111-2222-3333-444444444444',
  access_key: 'access',
  secret_key: 'MDEyMzQ1Njc4OWFiY2RlZg==',
}

/** Answers by path; `/oauth/token` is answered with token 1, 2, … unless the test does it itself. */
type Routes = Record<string, (response: ServerResponse, request: Seen, number: number) => void>

export interface Tenant extends Wire {
  /** Requests at a path, in their order. */
  at(path: string): Seen[]
}

export async function startTenant(routes: Routes): Promise<Tenant> {
  const counts = new Map<string, number>()
  const wire = await serve((response, request) => {
    const [path = ''] = request.url.split('?')
    const number = (counts.get(path) ?? 0) + 1
    counts.set(path, number)
    const answer = routes[path]
    if (answer) return answer(response, request, number)
    if (path !== '/oauth/token') return reply(response, { fail: [{ code: 'not_found', message: path }] }, 404)
    return reply(response, { access_token: `token-${number}`, token_type: 'Bearer', expires_in: 1799 })
  })
  return { ...wire, at: (path) => wire.seen.filter((seen) => seen.url.split('?')[0] === path) }
}

/** A process with one configuration: its transport and cache. `run` starts a client for one run. */
export function startProcess(config: Record<string, unknown>): {
  run(scope?: Partial<RunScope>): { client: Client; notes: Notes }
} {
  const transport = createTransport({ env: {} })
  onTestFinished(() => transport.close())
  const cache = new Map<string, unknown>()
  return {
    run: (scope = {}) => {
      const { http, notes } = scopeOf({ vendor: 'Mimecast', ...scope })
      const client = createClient({ config, cache, log: http.log, http: transport.http(http) })
      return { client, notes }
    },
  }
}

/** One run with API 2.0 credentials against a tenant. */
export function startClient(
  tenant: { url: string },
  scope: Partial<RunScope> = {},
  more: Record<string, unknown> = {},
): { client: Client; notes: Notes } {
  const config = { api_root: tenant.url, client_id: 'id', client_secret: 'secret', ...more }
  return startProcess(config).run(scope)
}
