/** The HTTP server: what is limited, traced and recorded. */
import { once } from 'node:events'
import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { CONTEXT_BYTES } from '../../../runtime/faces/server/body.ts'
import { startEchoServer, TOKEN } from '../../support/http-server.ts'
import { gate } from '../../support/runs.ts'
import { reply } from '../../support/wire.ts'

const SAY = '/v1/actions/echo/say'
const CALL = '/v1/actions/echo/call'
const body = { connection: 'acme', parameters: { text: 'hi' } }
const write = { connection: 'acme', parameters: { path: '/' } }

describe('an address', () => {
  test.each([
    [`/v1/connections/${'x'.repeat(300)}`, 404, 'NOT_FOUND'],
    [`/v1/runs/${'%F0%9F%98%80'.repeat(50)}`, 404, 'NOT_FOUND'],
    ['/v1/runs/%ff', 400, 'REQUEST_INVALID'],
    ['/v1/runs/%', 400, 'REQUEST_INVALID'],
  ])('%s is a problem as every other', async (path, status, code) => {
    const { send } = await startEchoServer()
    const answer = await send(path)
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('a body', () => {
  test('may hold a large context, and no larger one', async () => {
    const { send } = await startEchoServer()
    const with_ = (bytes: number) => ({ ...body, context: { text: 'x'.repeat(bytes) } })
    expect((await send(`${SAY}/plan`, { body: with_(CONTEXT_BYTES - 1_000) })).status).toBe(200)
    const large = await send(`${SAY}/plan`, { body: with_(CONTEXT_BYTES) })
    expect([large.status, large.json.code]).toEqual([413, 'TOO_LARGE'])
    expect(large.json.detail).toContain(`larger than ${CONTEXT_BYTES} bytes`)
  })

  test.each(['context', 'parameters', 'state', 'templates'])('with a deep %s is refused', async (name) => {
    const { send } = await startEchoServer()
    const deep = `{"connection":"acme",${JSON.stringify(name)}:${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`
    expect((await send(`${SAY}/plan`, { body: deep })).status).toBe(400)
  })

  test('does not reach the prototype of an object', async () => {
    const { send } = await startEchoServer()
    const text =
      '{"connection":"acme","__proto__":{"locale":"fr"},"templates":{"__proto__":"x"},"parameters":{"text":"hi"}}'
    const { status } = await send(`${SAY}/plan`, { body: text })
    expect(status).toBe(400)
    expect(({} as Record<string, unknown>).locale).toBeUndefined()
  })
})

test('the trace of a request is in its run and in its problem; a broken header is ignored', async () => {
  const { send } = await startEchoServer()
  const id = '0af7651916cd43dd8448eb211c80319c'
  const headers = { traceparent: `00-${id}-b7ad6b7169203331-01` }
  expect((await send(`${SAY}/runs`, { body, headers })).json.trace_id).toBe(id)
  expect((await send('/v1/nonsense', { headers })).json.trace_id).toBe(id)
  for (const traceparent of [
    'x',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${id.toUpperCase()}-b7ad6b7169203331-01`,
  ])
    expect((await send(`${SAY}/runs`, { body, headers: { traceparent } })).json.trace_id).toBeUndefined()
})

test('a thousand clients that only listen hear the end of a run', async () => {
  const { open, opened } = gate()
  const { send, url } = await startEchoServer({}, {}, async (response) => {
    await opened
    reply(response, { ok: true })
  })
  const headers = { 'idempotency-key': 'k', prefer: 'respond-async' }
  const { json } = await send(`${CALL}/runs`, { body: write, headers })
  const streams = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const answer = await request(`${url}v1/runs/${json.id}/events`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      })
      await once(answer.body, 'readable')
      return answer
    }),
  )
  const meta = await send('/v1/meta')
  open()
  const texts = await Promise.all(streams.map((stream) => stream.body.text()))
  expect(meta.status).toBe(200)
  expect(texts.filter((text) => !text.includes('event: end'))).toEqual([])
}, 60_000)

test('sign-ins, and requests that the door refused, are in the audit log', async () => {
  const { send, audit, link } = await startEchoServer()
  await send('/v1/meta', { token: null })
  await send('/v1/meta', { token: 'a-token-that-is-wrong' })
  await send('/v1/meta', { headers: { origin: 'https://evil.example' } })
  const { pathname, search } = new URL(link() ?? '')
  await send(pathname + search, { token: null })
  expect(audit.entries).toMatchObject([
    { tool: 'GET /v1/meta', decision: 'denied', outcome: 'UNAUTHENTICATED' },
    { tool: 'GET /v1/meta', decision: 'denied', outcome: 'FORBIDDEN' },
    { tool: 'GET /v1/session', decision: 'allowed', outcome: 'OK', who: { subject: 'ana' } },
  ])
  expect(JSON.stringify(audit.entries)).not.toMatch(/a-token-that-is-wrong|code=/)
})

test('while the audit log cannot be written, nothing is changed and the server is not ready', async () => {
  const { send, audit, wire } = await startEchoServer()
  audit.broken = 'ENOSPC'
  const answer = await send(`${CALL}/runs`, { body: write, headers: { 'idempotency-key': 'k' } })
  expect([answer.status, answer.json.code]).toEqual([503, 'AUDIT_FAILED'])
  expect((await send('/readyz')).status).toBe(503)
  expect((await send('/healthz')).status).toBe(200)
  expect(wire.seen).toEqual([])
})

test('a server that stops is not ready, and starts nothing', async () => {
  const { send, service, wire } = await startEchoServer()
  await service.drain(0)
  const answer = await send(`${CALL}/runs`, { body: write, headers: { 'idempotency-key': 'k' } })
  expect([answer.status, answer.json.code]).toEqual([503, 'DRAINING'])
  expect((await send('/readyz')).status).toBe(503)
  expect(wire.seen).toEqual([])
})
