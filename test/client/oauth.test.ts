import { afterEach, describe, expect, test, vi } from 'vitest'
import { ActionError } from '../../runtime/contract/errors.ts'
import { quoted } from '../../runtime/contract/phrases.ts'
import { sample, startClient, startProcess, startTenant } from '../support/client.ts'
import { failure, reply } from '../support/wire.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const done = { meta: { status: 200 }, data: [{ id: 1 }], fail: [] }
const ok = { '/api/a': (response: import('node:http').ServerResponse) => reply(response, done) }
const config = (url: string) => ({ api_root: url, client_id: ' id ', client_secret: 'se cret+/=' })

describe('a token', () => {
  test('is asked for as a form, registered as a secret, and sent', async () => {
    const tenant = await startTenant(ok)
    const { client, notes } = startProcess(config(tenant.url)).run()
    expect(await client.one('/api/a', { a: 1 })).toEqual({ id: 1 })
    const [asked, sent] = tenant.seen
    expect(asked).toMatchObject({
      method: 'POST',
      url: '/oauth/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(asked?.headers.authorization).toBeUndefined()
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      client_id: 'id',
      client_secret: 'se cret+/=',
      grant_type: 'client_credentials',
    })
    expect(sent).toMatchObject({
      headers: { authorization: 'Bearer token-1', 'content-type': 'application/json' },
      body: '{"data":[{"a":1}]}',
    })
    expect(notes.secrets).toEqual(['token-1'])
  })

  test('is asked for once, however many calls wait, and serves later runs', async () => {
    const tenant = await startTenant(ok)
    const { run } = startProcess(config(tenant.url))
    const { client } = run()
    await Promise.all(Array.from({ length: 50 }, () => client.one('/api/a', {})))
    const later = run()
    await later.client.one('/api/a', {})
    expect([tenant.at('/oauth/token').length, tenant.at('/api/a').length]).toEqual([1, 51])
    expect(later.notes.secrets).toEqual(['token-1'])
  })

  test('belongs to its configuration', async () => {
    const tenant = await startTenant(ok)
    await startProcess(config(tenant.url)).run().client.one('/api/a', {})
    await startProcess(config(tenant.url)).run().client.one('/api/a', {})
    expect(tenant.at('/oauth/token')).toHaveLength(2)
  })

  test.each([
    ['1799 s', 1799, 1499],
    ['3600 s, which is not believed', 3600, 1500],
    ['"600" as text', '600', 500],
    ['200 s', 200, 140],
    ['20 s', 20, 10],
    ['nothing usable', 'soon', 1500],
  ])('that lives %s is renewed before it ends', async (_, expires_in, seconds) => {
    const start = Date.UTC(2026, 0, 1)
    vi.useFakeTimers({ toFake: ['Date'], now: start })
    const tenant = await startTenant({
      ...ok,
      '/oauth/token': (response, _, number) => reply(response, { access_token: `t${number}`, expires_in }),
    })
    const { run } = startProcess(config(tenant.url))
    await run({ deadline: Infinity }).client.one('/api/a', {})
    vi.setSystemTime(start + seconds * 1000 - 1)
    await run({ deadline: Infinity }).client.one('/api/a', {})
    expect(tenant.at('/oauth/token')).toHaveLength(1)
    vi.setSystemTime(start + seconds * 1000)
    await run({ deadline: Infinity }).client.one('/api/a', {})
    expect(tenant.at('/api/a').map((seen) => seen.headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t1',
      'Bearer t2',
    ])
  })

  test('is not asked for in a dry run', async () => {
    const tenant = await startTenant(ok)
    const { client, notes } = startProcess(config(tenant.url)).run({ dryRun: true, safe: false })
    expect((await failure(client.one('/api/a', { a: 1 }))).values.reason).toBe('dry run')
    expect(notes.dry).toEqual([
      {
        method: 'POST',
        url: `${tenant.url}/api/a`,
        headers: { authorization: '***', 'content-type': 'application/json' },
        body: { data: [{ a: 1 }] },
      },
    ])
    expect(tenant.seen).toEqual([])
  })
})

describe('a refused token', () => {
  test.each([true, false])(
    'is dropped, and the call sent once more with a new one (safe: %s)',
    async (safe) => {
      const tenant = await startTenant({
        '/api/a': (response, _, number) =>
          number === 1 ? reply(response, sample('error_token_expired'), 401) : reply(response, done),
      })
      const { client } = startClient(tenant, { safe })
      expect(await client.one('/api/a', {})).toEqual({ id: 1 })
      expect(tenant.at('/api/a').map((seen) => seen.headers.authorization)).toEqual([
        'Bearer token-1',
        'Bearer token-2',
      ])
    },
  )

  test('that stays refused ends as AUTH_FAILED after the second try', async () => {
    const tenant = await startTenant({
      '/api/a': (response) =>
        reply(response, sample('error_token_expired'), 401, { 'x-request-id': 'request-7' }),
    })
    const error = await failure(startClient(tenant, { safe: false }).client.one('/api/a', {}))
    expect(error).toMatchObject({
      code: 'AUTH_FAILED',
      values: { vendor: 'Mimecast', reason: 'Access Token Expired' },
      facts: {
        vendor: {
          status: 401,
          request_id: 'request-7',
          failures: [{ code: 'token_expired', message: 'Access Token Expired' }],
        },
      },
    })
    expect(tenant.at('/api/a')).toHaveLength(2)
  })

  test('ends the call at once when nothing is to be repeated', async () => {
    const tenant = await startTenant({ '/api/a': (response) => reply(response, {}, 401) })
    const error = await failure(startClient(tenant, { retry: false }).client.one('/api/a', {}))
    expect([error.code, error.values.reason]).toEqual(['AUTH_FAILED', 'status 401 without a message'])
    expect(tenant.seen).toHaveLength(2)
  })

  test('of many calls at once is replaced once', async () => {
    let open = false
    const tenant = await startTenant({
      '/api/a': (response, request) => {
        open ||= request.headers.authorization === 'Bearer token-2'
        return open ? reply(response, done) : reply(response, sample('error_token_expired'), 401)
      },
    })
    const { client } = startClient(tenant)
    await Promise.all(Array.from({ length: 20 }, () => client.one('/api/a', {})))
    expect(tenant.at('/oauth/token')).toHaveLength(2)
  })
})

describe('a token that cannot be had', () => {
  test.each([
    [401, sample('oauth_token_invalid_client'), 'AUTH_FAILED', 'Client credentials are invalid'],
    [400, { message: 'bad form' }, 'AUTH_FAILED', 'bad form'],
    [403, {}, 'AUTH_FAILED', 'status 403 without a message'],
    [200, sample('oauth_token_invalid_client'), 'AUTH_FAILED', 'Client credentials are invalid'],
    [200, { token_type: 'Bearer' }, 'RESPONSE_INVALID', 'it contains no usable access_token'],
    [200, { access_token: 'a\nb' }, 'RESPONSE_INVALID', 'it contains no usable access_token'],
    [200, [], 'RESPONSE_INVALID', 'it contains no usable access_token'],
    [404, {}, 'VENDOR_REJECTED', 'status 404 without a message'],
    [500, { message: 'oh' }, 'VENDOR_UNAVAILABLE', 'oh'],
  ])('(%i %j) ends as %s', async (status, body, code, reason) => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const tenant = await startTenant({ ...ok, '/oauth/token': (response) => reply(response, body, status) })
    const error = await failure(startClient(tenant, { safe: false }).client.one('/api/a', {}))
    expect([error.code, error.values.reason]).toEqual([code, reason])
    expect(tenant.at('/api/a')).toEqual([])
    expect(tenant.at('/oauth/token')).toHaveLength(status === 500 ? 3 : 1)
  })

  test('because a page of HTML came, is RESPONSE_INVALID', async () => {
    const tenant = await startTenant({
      '/oauth/token': (response) =>
        response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>No</h1>'),
    })
    const error = await failure(startClient(tenant).client.one('/api/a', {}))
    expect([error.code, error.values.url]).toEqual(['RESPONSE_INVALID', `${tenant.url}/oauth/token`])
  })

  test('is told to all who wait, and tried anew by the next', async () => {
    const tenant = await startTenant({
      ...ok,
      '/oauth/token': (response, _, number) =>
        number === 1 ? reply(response, {}, 401) : reply(response, { access_token: 't', expires_in: 1799 }),
    })
    const { client } = startClient(tenant)
    const errors = await Promise.all([1, 2, 3].map(() => failure(client.one('/api/a', {}))))
    expect(errors.map((error) => error.code)).toEqual(['AUTH_FAILED', 'AUTH_FAILED', 'AUTH_FAILED'])
    expect(tenant.at('/oauth/token')).toHaveLength(1)
    await client.one('/api/a', {})
    expect(tenant.at('/oauth/token')).toHaveLength(2)
  })

  test('because the run that asked was stopped, is asked for by a run that waited', async () => {
    const controller = new AbortController()
    const tenant = await startTenant({
      ...ok,
      '/oauth/token': (response, _, number) =>
        number === 1
          ? controller.abort(new ActionError('CANCELLED', { reason: quoted('enough') }))
          : reply(response, { access_token: 't', expires_in: 1799 }),
    })
    const { run } = startProcess(config(tenant.url))
    const stopped = failure(run({ signal: controller.signal }).client.one('/api/a', {}))
    const waiting = [run().client.one('/api/a', {}), run().client.one('/api/a', {})]
    expect((await stopped).code).toBe('CANCELLED')
    expect(await Promise.all(waiting)).toEqual([{ id: 1 }, { id: 1 }])
    expect(tenant.at('/oauth/token')).toHaveLength(2)
  })
})
