/** Connections and connectors over HTTP, and what must never be seen. */
import { describe, expect, test } from 'vitest'
import { startEchoServer, startSimulatedServer } from '../../support/http-server.ts'

describe('connections', () => {
  test('show which fields are set, and no secret', async () => {
    const { send, simulator } = await startSimulatedServer()
    const { json, text } = await send('/v1/connections')
    expect(json).toMatchObject({ items: [{ name: 'acme', integrations: ['mimecast'] }, { name: 'other' }] })
    const { json: one } = await send('/v1/connections/acme')
    expect(one.fields).toContainEqual(
      expect.objectContaining({ name: 'client_secret', secret: true, set: true, from: 'connection' }),
    )
    expect(one.fields).toContainEqual(expect.objectContaining({ name: 'api_root', value: simulator.url }))
    expect(text).not.toContain(simulator.credentials.api2.client_secret)
    expect((await send('/v1/connections/acne')).status).toBe(404)
  })

  test('name the variable that a secret of the connections file comes from', async () => {
    const source = { values: { client_secret: 'a secret' }, variables: { client_secret: 'ACME_SECRET' } }
    const { send } = await startSimulatedServer({}, { only: { config: [source] } })
    const { json, text } = await send('/v1/connections/acme')
    expect(json.fields).toContainEqual(
      expect.objectContaining({
        name: 'client_secret',
        set: true,
        from: 'connection',
        variable: 'ACME_SECRET',
      }),
    )
    expect(text).not.toContain('a secret')
  })

  test('are checked step by step', async () => {
    const { send, simulator } = await startSimulatedServer()
    const { json, text } = await send('/v1/connections/acme/check', { body: {} })
    expect(json).toMatchObject({
      ok: true,
      connections: [{ name: 'acme' }],
      steps: expect.arrayContaining([expect.objectContaining({ step: 'credentials', level: 'ok' })]),
    })
    expect(text).not.toContain(simulator.credentials.api2.client_secret)
  })
})

describe('a connector', () => {
  test('shows what it would bring, again and again', async () => {
    const { send } = await startEchoServer()
    for (const _ of [1, 2]) {
      const { json } = await send('/v1/connectors/echo/feed/preview', { body: { connection: 'acme' } })
      expect(json).toMatchObject({
        status: 'succeeded',
        result: { json_result: { alerts: expect.any(Array) } },
      })
    }
    const state = await send('/v1/connectors/echo/feed/preview', { body: { connection: 'acme', state: {} } })
    expect(state.status).toBe(400)
    const action = await send('/v1/connectors/echo/say/preview', { body: { connection: 'acme' } })
    expect(action.status).toBe(400)
  })
})

test('no secret of a configuration is in any response, event, metric or audit line', async () => {
  const CANARY = 'canary-of-the-api-key'
  const { send, audit } = await startEchoServer()
  const body = { connection: 'acme', parameters: { how: 'secret' } }
  const { json: run, text } = await send('/v1/actions/echo/misbehave/runs', {
    body,
    headers: { 'idempotency-key': 'k' },
  })
  const paths = [
    '/v1/meta',
    '/v1/actions',
    '/v1/actions/echo/misbehave',
    '/v1/connections',
    '/v1/connections/acme',
    '/v1/runs',
    '/openapi.json',
    '/metrics',
  ]
  const own = ['', '/rows', '/events'].map((end) => `/v1/runs/${run.id}${end}`)
  const texts = await Promise.all([...paths, ...own].map(async (path) => (await send(path)).text))
  const csv = await send(`/v1/runs/${run.id}/rows`, { headers: { accept: 'text/csv' } })
  const plan = await send('/v1/actions/echo/call/plan', {
    body: { connection: 'acme', parameters: { path: '/' } },
  })
  expect(plan.text).toContain('***')
  for (const one of [text, ...texts, csv.text, plan.text, JSON.stringify(audit.entries)])
    expect(one).not.toContain(CANARY)
})
