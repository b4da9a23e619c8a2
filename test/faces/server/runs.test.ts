/** Runs over HTTP: refusals send nothing, keys never run twice, and what was sent ends as 200. */
import { describe, expect, test } from 'vitest'
import { type Code, codes } from '../../../runtime/contract/codes.ts'
import { statuses } from '../../../runtime/faces/server/problem/status.ts'
import { everything } from '../../../runtime/service/grants.ts'
import { type Answer, startEchoServer, startSimulatedServer, TOKEN } from '../../support/http-server.ts'
import { gate } from '../../support/runs.ts'
import { reply } from '../../support/wire.ts'

const CALL = '/v1/actions/echo/call'
const SAY = '/v1/actions/echo/say'
const here = { connection: 'acme' }
const write = { ...here, parameters: { path: '/' } }
const key = (name = 'k1') => ({ 'idempotency-key': name })
const statusAndCode = ({ status, json }: Answer) => [status, json.code]

describe('a status other than 2xx', () => {
  const CASES: [string, string, object, Record<string, string>, number, string][] = [
    ['no body', `${SAY}/runs`, [], {}, 400, 'REQUEST_INVALID'],
    ['an unknown field', `${SAY}/runs`, { ...here, paramters: {} }, {}, 400, 'REQUEST_INVALID'],
    [
      'a template that is no text',
      `${SAY}/runs`,
      { ...here, templates: { text: 1 } },
      {},
      400,
      'REQUEST_INVALID',
    ],
    ['several connections', `${SAY}/runs`, {}, {}, 400, 'REQUEST_INVALID'],
    [
      'a configuration',
      `${SAY}/runs`,
      { ...here, config: { base_url: 'http://evil' } },
      {},
      400,
      'CONFIG_NOT_ALLOWED',
    ],
    ['a write without a key', `${CALL}/runs`, write, {}, 400, 'IDEMPOTENCY_KEY_REQUIRED'],
    ['an empty key', `${CALL}/runs`, write, { 'idempotency-key': ' ' }, 400, 'REQUEST_INVALID'],
    ['a key with a space', `${CALL}/runs`, write, key('a b'), 400, 'REQUEST_INVALID'],
    ['a long key', `${CALL}/runs`, write, key('x'.repeat(256)), 400, 'REQUEST_INVALID'],
    ['an unknown action', '/v1/actions/echo/cal/runs', write, key(), 404, 'ACTION_UNKNOWN'],
    ['an unknown integration', '/v1/actions/eco/call/runs', write, key(), 404, 'ACTION_UNKNOWN'],
    ['an unknown connection', `${CALL}/runs`, { ...write, connection: 'acne' }, key(), 404, 'NOT_FOUND'],
    [
      'an unknown parameter',
      `${SAY}/runs`,
      { ...here, parameters: { text: 'x', txt: 1 } },
      {},
      422,
      'PARAMETER_INVALID',
    ],
    ['a missing parameter', `${CALL}/runs`, here, key(), 422, 'PARAMETER_INVALID'],
    [
      'a broken template',
      `${SAY}/runs`,
      { ...here, templates: { text: '{{ context.a.b }}' } },
      {},
      422,
      'TEMPLATE_FAILED',
    ],
  ]

  test.each(CASES)('%s', async (_, path, body, headers, status, code) => {
    const { send, wire } = await startEchoServer()
    for (const each of path.startsWith(CALL) && code.startsWith('IDEMPOTENCY')
      ? [path]
      : [path, path.replace(/runs$/, 'plan')]) {
      if (code === 'REQUEST_INVALID' && 'idempotency-key' in headers && each.endsWith('plan')) continue
      const answer = await send(each, { body, headers })
      expect([each, ...statusAndCode(answer)]).toEqual([each, status, code])
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(answer.headers['soar-code']).toBe(code)
      expect(answer.json).toMatchObject({
        type: `urn:soar:error:${code}`,
        status,
        detail: expect.stringMatching(/\S/),
        remedy: expect.stringMatching(/\S/),
      })
    }
    expect(wire.seen).toEqual([])
  })

  test('the status of every code is decided', () => {
    const inResults = Object.keys(codes).filter((code) => statuses[code as Code] === undefined)
    expect(inResults).toEqual([
      'NOT_SUPPORTED',
      'AUTH_FAILED',
      'PERMISSION_DENIED',
      'VENDOR_REJECTED',
      'RATE_LIMITED',
      'VENDOR_UNAVAILABLE',
      'RESPONSE_INVALID',
      'NETWORK_FAILED',
      'CERTIFICATE_UNTRUSTED',
      'OUTCOME_UNKNOWN',
      'TIMED_OUT',
      'CANCELLED',
      'OUTPUT_INVALID',
      'REPLAY_MISMATCH',
      'WRITE_NOT_RECORDED',
      'INTERRUPTED',
    ])
  })
})

describe('what was sent ends as 200', () => {
  test.each([
    ['200', { status: 200 }, 'succeeded', 'OK'],
    ['401', { status: 401 }, 'failed', 'VENDOR_REJECTED'],
    ['503', { status: 503 }, 'failed', 'VENDOR_REJECTED'],
    ['a cut connection', 'cut', 'unknown', 'OUTCOME_UNKNOWN'],
  ])('a write that is answered with %s', async (_, how, outcome, code) => {
    const { send, wire } = await startEchoServer({}, {}, (response) => {
      if (how === 'cut') response.destroy()
      else reply(response, { ok: true }, (how as { status: number }).status)
    })
    const answer = await send(`${CALL}/runs`, { body: write, headers: key() })
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({ 'soar-outcome': outcome, 'soar-code': code })
    expect(answer.json).toMatchObject({ status: outcome, phase: 'ended', connection: 'acme' })
    expect(wire.seen.length).toBe(1)
  })
})

describe('an idempotency key', () => {
  test('runs once, also for two requests at the same time, and is answered with the stored run', async () => {
    const { open, opened } = gate()
    const { send, wire } = await startEchoServer({}, {}, async (response) => {
      await opened
      reply(response, { ok: true })
    })
    const first = send(`${CALL}/runs`, { body: write, headers: key() })

    while (wire.seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const second = await send(`${CALL}/runs`, { body: write, headers: key() })
    expect(statusAndCode(second)).toEqual([409, 'RUN_IN_PROGRESS'])
    const waiting = await send(`${CALL}/runs`, {
      body: write,
      headers: { ...key(), prefer: 'respond-async' },
    })
    expect([waiting.status, waiting.headers.location]).toEqual([202, second.headers.location])
    open()
    const { json } = await first
    expect(second.headers.location).toBe(`/v1/runs/${json.id}`)
    const third = await send(`${CALL}/runs`, { body: write, headers: key() })
    expect([third.status, third.headers['idempotency-replayed'], third.json.id]).toEqual([
      200,
      'true',
      json.id,
    ])
    const other = await send(`${CALL}/runs`, {
      body: { ...write, parameters: { path: '/x' } },
      headers: key(),
    })
    expect(statusAndCode(other)).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(wire.seen.length).toBe(1)
  })

  test('a write of unknown outcome is not sent again, until the run is named or settled', async () => {
    const { send, wire } = await startEchoServer({}, {}, (response) => response.destroy())
    const { json } = await send(`${CALL}/runs`, { body: write, headers: key() })
    const again = await send(`${CALL}/runs`, { body: write, headers: key('k2') })
    expect(statusAndCode(again)).toEqual([409, 'OUTCOME_UNSETTLED'])
    expect(again.json.instance).toBe(`/v1/runs/${json.id}`)
    expect(wire.seen.length).toBe(1)
    const list = await send('/v1/runs?unsettled=true')
    expect(list.json).toMatchObject({ items: [{ id: json.id }], unsettled: 1 })
    const settled = await send(`/v1/runs/${json.id}/settlement`, {
      body: { happened: false, note: 'looked' },
    })
    expect(settled.json).toMatchObject({ settlement: { happened: false, note: 'looked', by: 'TEST' } })
    const twice = await send(`/v1/runs/${json.id}/settlement`, { body: { happened: true } })
    expect(statusAndCode(twice)).toEqual([409, 'SETTLEMENT_REFUSED'])
    expect((await send(`${CALL}/runs`, { body: write, headers: key('k3') })).status).toBe(200)
    expect(wire.seen.length).toBe(2)
  })
})

describe('a plan', () => {
  test('sends nothing; a person has to send its id, and it breaks when something changes', async () => {
    const server = await startEchoServer()
    const { send, wire } = server
    const { status, headers } = await send(
      new URL(server.link() ?? '').pathname + new URL(server.link() ?? '').search,
      { token: null },
    )
    expect(status).toBe(303)
    const page = {
      cookie: String(headers['set-cookie']).split(';')[0] ?? '',
      'sec-fetch-site': 'same-origin',
    }
    const own = (more: Record<string, string> = {}) => ({ token: null, headers: { ...page, ...more } })
    const plan = await send(`${CALL}/plan`, { body: write, ...own() })
    expect(plan.json).toMatchObject({
      effect: 'write',
      connection: { name: 'acme' },
      permissions: ['Echo | Call'],
    })
    expect(wire.seen.length).toBe(0)
    const without = await send(`${CALL}/runs`, { body: write, ...own(key()) })
    expect(statusAndCode(without)).toEqual([428, 'PLAN_REQUIRED'])
    const changed = { ...write, parameters: { path: '/other' } }
    const other = await send(`${CALL}/runs`, {
      body: changed,
      ...own({ ...key(), 'soar-plan': String(plan.json.plan_id) }),
    })
    expect(statusAndCode(other)).toEqual([409, 'PLAN_CHANGED'])
    expect(other.json.plan).toMatchObject({ inputs: { path: '/other' } })
    expect(wire.seen.length).toBe(0)
    const run = await send(`${CALL}/runs`, {
      body: write,
      ...own({ ...key(), 'soar-plan': String(plan.json.plan_id) }),
    })
    expect(run.json).toMatchObject({ status: 'succeeded', actor: { subject: 'ana', via: 'page' } })
  })
})

describe('waiting', () => {
  test('respond-async answers at once, and wait after its time; the run goes on without its client', async () => {
    const { open, opened } = gate()
    const { send } = await startEchoServer({}, {}, async (response) => {
      await opened
      reply(response, { ok: true })
    })
    const started = await send(`${CALL}/runs`, {
      body: write,
      headers: { ...key(), prefer: 'respond-async' },
    })
    expect(started).toMatchObject({
      status: 202,
      headers: {
        'preference-applied': 'respond-async',
        'retry-after': '1',
        location: `/v1/runs/${started.json.id}`,
      },
    })
    const waited = await send(`/v1/runs/${started.json.id}`, { headers: { prefer: 'wait=0' } })
    expect(waited.json.phase).not.toBe('ended')
    const end = send(`/v1/runs/${started.json.id}`, { headers: { prefer: 'wait=60' } })
    open()
    expect((await end).json).toMatchObject({ status: 'succeeded', result: { is_success: true } })
  })

  test('cancel stops a run, and refuses one that has ended', async () => {
    const { send, wire } = await startEchoServer({}, {}, () => {})
    const { json } = await send(`${CALL}/runs`, {
      body: write,
      headers: { ...key(), prefer: 'respond-async' },
    })
    while (wire.seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect((await send(`/v1/runs/${json.id}/cancel`, { method: 'POST' })).status).toBe(202)
    const { json: run } = await send(`/v1/runs/${json.id}`, { headers: { prefer: 'wait=60' } })
    expect(run).toMatchObject({ status: 'unknown', code: 'OUTCOME_UNKNOWN' })
    const again = await send(`/v1/runs/${json.id}/cancel`, { method: 'POST' })
    expect(statusAndCode(again)).toEqual([409, 'RUN_ENDED'])
  })
})

describe('scopes', () => {
  const tokens = [
    { subject: 'READER', token: 'a-token-that-only-reads', scopes: new Set(['read'] as const) },
    { ...everything, subject: 'OTHER', token: 'a-token-of-other-only', connections: new Set(['other']) },
  ]
  const door = { hosts: [], tokens: [{ ...everything, subject: 'TEST', token: TOKEN }, ...tokens] }

  test('a token that reads plans a write and does not run it, nor settle, nor cancel', async () => {
    const { send, wire } = await startEchoServer({ door })
    const reader = { token: 'a-token-that-only-reads' }
    expect((await send(`${CALL}/plan`, { ...reader, body: write })).status).toBe(200)
    expect(
      (await send(`${SAY}/runs`, { ...reader, body: { ...here, parameters: { text: 'x' } } })).status,
    ).toBe(200)
    for (const path of [`${CALL}/runs`, '/v1/runs/run_1/settlement', '/v1/actions/echo/feed/runs']) {
      const answer = await send(path, { ...reader, body: write, headers: key() })
      expect([path, ...statusAndCode(answer)]).toEqual([path, 403, 'FORBIDDEN'])
    }
    expect(wire.seen).toEqual([])
  })

  test('a token of one connection neither uses nor sees another', async () => {
    const { send } = await startEchoServer({ door })
    const other = { token: 'a-token-of-other-only' }
    const { json: run } = await send(`${SAY}/runs`, { body: { ...here, parameters: { text: 'x' } } })
    const refused = await send(`${SAY}/runs`, { ...other, body: { ...here, parameters: { text: 'x' } } })
    expect(statusAndCode(refused)).toEqual([403, 'FORBIDDEN'])
    for (const path of ['', '/rows', '/events'])
      expect((await send(`/v1/runs/${run.id}${path}`, other)).status).toBe(404)
    expect((await send('/v1/runs', other)).json.items).toEqual([])
    expect((await send('/v1/meta', other)).json.connections).toMatchObject([{ name: 'other' }])
    const own = await send(`${SAY}/runs`, { ...other, body: { parameters: { text: 'x' } } })
    expect(own.json.connection).toBe('other')
  })
})

describe('the history', () => {
  test('is listed in pages, filtered, and refuses unknown filters', async () => {
    const { send } = await startEchoServer()
    for (const text of ['one', 'two', 'three'])
      await send(`${SAY}/runs`, { body: { ...here, parameters: { text }, case_id: text } })
    const page = await send('/v1/runs?limit=2')
    expect(page.json).toMatchObject({ items: [{ case_id: 'three' }, { case_id: 'two' }] })
    const next = /<([^>]+)>; rel="next"/.exec(String(page.headers.link))?.[1] ?? ''
    expect((await send(next)).json).toMatchObject({ items: [{ case_id: 'one' }] })
    expect((await send('/v1/runs?case_id=two')).json.items).toHaveLength(1)
    for (const query of [
      'nonsense=1',
      'limit=0',
      'limit=201',
      'status=done',
      'via=x',
      'since=x',
      'q=a&q=b',
      'cursor=x',
    ])
      expect([query, ...statusAndCode(await send(`/v1/runs?${query}`))]).toEqual([
        query,
        400,
        'REQUEST_INVALID',
      ])
  })

  test('rows come in pages, as CSV without formulas, and as JSON lines', async () => {
    const { send } = await startEchoServer()
    const { json: run } = await send('/v1/actions/echo/count/runs', {
      body: { ...here, parameters: { rows: 300 } },
    })
    const page = await send(`/v1/runs/${run.id}/rows?offset=298&sort=-number`)
    expect(page.json).toEqual({ rows: [{ number: 2 }, { number: 1 }], total: 300 })
    const csv = await send(`/v1/runs/${run.id}/rows`, { headers: { accept: 'text/csv' } })
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="count-${run.id}.csv"`,
    })
    expect(csv.text.split('\n').slice(0, 2)).toEqual(['number,other', '1,'])
    const lines = await send(`/v1/runs/${run.id}/rows`, { headers: { accept: 'application/jsonl' } })
    expect(lines.text.split('\n').length).toBe(301)
  })
})

describe('events', () => {
  test('come as they happen, go on after a cut, and end with the run without its rows', async () => {
    const { send } = await startEchoServer()
    const { json: run } = await send(`${SAY}/runs`, { body: { ...here, parameters: { text: 'x' } } })
    const all = await send(`/v1/runs/${run.id}/events`)
    expect(all.headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/event-stream/),
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const ids = [...all.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
    expect(ids).toEqual(ids.map((_, at) => at + 1))
    expect(all.text).toMatch(/event: end\ndata: \{.*"status":"succeeded"/)
    const rest = await send(`/v1/runs/${run.id}/events`, {
      headers: { 'last-event-id': String(ids.length - 1) },
    })
    expect([...rest.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))).toEqual([ids.length])
    const lost = await send(`/v1/runs/${run.id}/events`, { headers: { 'last-event-id': '999' } })
    expect(lost.text).toContain('event: resync')
  })
})

describe('templates', () => {
  test('are shown with value, type and names, or with the fault and its place', async () => {
    const { send } = await startEchoServer()
    const templates = {
      a: '{{ context.event.from | lower }}',
      b: '{{ context.event.fron | lower }}',
      c: '{{ [1, 2] }}',
      d: '{% for i in range(9999999) %}{{ i }}{% endfor %}',
    }
    const body = { templates, context: { event: { from: 'A@B' } } }
    const { json } = await send('/v1/templates/preview', { body })
    expect(json).toMatchObject({
      a: { value: 'a@b', type: 'text', names: ['context.event.from'] },
      b: { error: { kind: 'undefined', line: 1, column: 4, end_column: 22 } },
      c: { value: [1, 2], type: 'list' },
      d: { error: { kind: 'budget' } },
    })
  })
})

test('on a simulated tenant: a plan shows the request without credentials, and the run has rows', async () => {
  const { send, simulator } = await startSimulatedServer()
  const path = '/v1/actions/mimecast/get-hold-message-list'
  const plan = await send(`${path}/plan`, { body: { connection: 'acme' } })
  expect(plan.json).toMatchObject({ request: { method: 'POST', headers: { authorization: '***' } } })
  expect(simulator.counters.total).toBe(0)
  const run = await send(`${path}/runs`, { body: { connection: 'acme' } })
  expect(run.json).toMatchObject({ status: 'succeeded', result: { json_result: expect.any(Array) } })
  for (const { text } of [plan, run])
    for (const secret of Object.values(simulator.credentials.api2)) expect(text).not.toContain(secret)
})
