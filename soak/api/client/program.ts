/**
 * A program that uses the API through a client whose types are generated from `/openapi.json`. The soak compiles it strictly, so
 * a description that says too little does not compile.
 */
import createClient from 'openapi-fetch'
import type { components, paths } from './api.gen.d.ts'

/** What was checked, and what did not hold. */
const report = { cases: 0, broken: [] as string[] }

function check(title: string, holds: boolean, seen?: unknown): void {
  report.cases++
  if (!holds) report.broken.push(`generated client: ${title}: ${JSON.stringify(seen)?.slice(0, 300)}`)
}

/** Looks at everything once. */
export async function main(baseUrl: string, token: string): Promise<typeof report> {
  const api = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } })

  const { data: catalogue } = await api.GET('/v1/actions', { params: { query: { effect: 'write' } } })
  const block = catalogue?.items.find(({ id }) => id === 'block-sender')
  check('lists actions with their permissions', (block?.permissions.length ?? 0) > 0, block)
  check('filters them', catalogue?.items.every(({ effect }) => effect === 'write') === true, catalogue)

  const { data: meta } = await api.GET('/v1/meta')
  check('knows its scopes', meta?.scopes.includes('write') === true, meta)

  const body = { parameters: { sender: 'mallory@evil.example', recipient: 'alice@corp.example' } }
  const { data: plan } = await api.POST('/v1/actions/mimecast/block-sender/plan', { body })
  check('plans, and sees the request', plan?.request?.method === 'POST' && plan.effect === 'write', plan)

  const read = await api.POST('/v1/actions/mimecast/ping/runs', { params: {}, body: {} })
  // With its own result type: `account_code` is text or null.
  const account: string | null | undefined = read.data?.result?.json_result?.account_code
  check('runs a read', read.response.status === 200 && account === 'C00A000', read.data ?? read.error)
  const headers = { 'Idempotency-Key': crypto.randomUUID() }
  const write = await api.POST('/v1/actions/mimecast/block-sender/runs', {
    params: { header: headers },
    body,
  })
  const sender: string | undefined = write.data?.result?.json_result?.sender
  check('runs a write', write.data?.status === 'succeeded' && sender === body.parameters.sender, write)
  const again = await api.POST('/v1/actions/mimecast/block-sender/runs', {
    params: { header: headers },
    body,
  })
  check('asks again with the same key', again.data?.id === write.data?.id, again.data ?? again.error)
  check('sees that nothing was run again', again.response.headers.get('idempotency-replayed') === 'true')

  const refused = await api.POST('/v1/actions/mimecast/block-sender/runs', {
    params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
    body: { parameters: { sender: 'not an address', recipient: 'alice@corp.example' } },
  })
  const problem: components['schemas']['Problem'] | undefined = refused.error
  const fault = problem?.problems?.[0]
  check('reads a problem', problem?.code === 'PARAMETER_INVALID' && fault?.where === 'sender', problem)

  const page = await api.GET('/v1/runs', { params: { query: { effect: 'write', limit: 10 } } })
  check('finds the run in the history', page.data?.items[0]?.id === write.data?.id, page.data ?? page.error)
  const id = write.data?.id ?? ''
  const { data: run } = await api.GET('/v1/runs/{id}', { params: { path: { id } } })
  check('gets the run', run?.code === 'OK', run)
  return report
}
