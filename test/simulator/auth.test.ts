import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import { sign } from '../../simulator/signature.ts'
import {
  codes,
  fetchToken,
  openTenant,
  read,
  requestToken,
  STORY_END,
  sample,
  send,
  type Tenant,
} from './support.ts'

const ACCOUNT = '/api/account/get-account'
const APP_KEY = '00000000-1111-2222-3333-444444444444'
let tenant: Tenant
beforeEach(async () => {
  tenant = await openTenant()
})
afterEach(() => tenant.simulator.close())

/** Another tenant in place of the plain one. */
const reopen = async (options: SimulatorOptions): Promise<void> => {
  await tenant.simulator.close()
  tenant = await openTenant(options)
}

describe('API 1.0 signatures', () => {
  test('the test vector of docs/vendor/mimecast-wire.md', () => {
    const keys = { app_id: '', access_key: '', app_key: APP_KEY, secret_key: 'MDEyMzQ1Njc4OWFiY2RlZg==' }
    const signature = sign(
      'Tue, 24 Nov 2015 12:50:11 UTC',
      '8578FCFC-A305-4D9A-99CB-F4D5ECEFE297',
      ACCOUNT,
      keys,
    )
    expect(signature).toBe('FEG6eUl/rMtDZw54m27jlnuQf6A=')
  })

  test('a right signature is accepted', async () => {
    const reply = await tenant.signed(ACCOUNT, { data: [] })
    expect([reply.status, reply.body.data[0].accountCode]).toEqual([200, 'C00A000'])
  })

  test.each([
    ['the secret used as text instead of decoded', { secret: Buffer.from('RVoDppfSjDF9M+BVwvP1Q2rb') }],
    ['another application key', { app_key: 'other' }],
    ['another path', { signed_path: '/api/archive/search' }],
    ['the whole URL as path', { signed_path: `https://eu-api.mimecast.com${ACCOUNT}` }],
    ['an unknown access key', { access_key: 'other' }],
    ['a date with GMT', { date: new Date(STORY_END).toUTCString() }],
    [
      'a date 16 minutes old',
      { date: new Date(STORY_END - 16 * 60_000).toUTCString().replace('GMT', 'UTC') },
    ],
    ['an ISO date', { date: new Date(STORY_END).toISOString() }],
    ['no request id', { request_id: '' }],
  ])('%s is an invalid signature', async (_what, parts) => {
    const reply = await tenant.signed(ACCOUNT, { data: [] }, parts)
    expect([reply.status, reply.body]).toEqual([401, sample('error_invalid_signature_1_0')])
  })

  test('a date 14 minutes off is accepted', async () => {
    const date = new Date(STORY_END + 14 * 60_000).toUTCString().replace('GMT', 'UTC')
    expect((await tenant.signed(ACCOUNT, { data: [] }, { date })).status).toBe(200)
  })

  test('a request id is good once', async () => {
    const parts = { request_id: '8578FCFC-A305-4D9A-99CB-F4D5ECEFE297' }
    expect((await tenant.signed(ACCOUNT, { data: [] }, parts)).status).toBe(200)
    expect((await tenant.signed(ACCOUNT, { data: [] }, parts)).status).toBe(401)
  })

  test('an unknown application id is a developer key error', async () => {
    expect(codes(await tenant.signed(ACCOUNT, { data: [] }, { app_id: 'other' }))).toEqual([
      'err_developer_key',
    ])
  })

  test('an expired binding answers 418', async () => {
    await reopen({ switches: { binding_expired: true } })
    const reply = await tenant.signed(ACCOUNT, { data: [] })
    expect([reply.status, reply.body]).toEqual([418, sample('error_binding_expired_1_0')])
    expect((await tenant.call(ACCOUNT)).status).toBe(200)
  })
})

describe('API 2.0 tokens', () => {
  test('a token request as JSON is refused', async () => {
    const form = { ...tenant.simulator.credentials.api2, grant_type: 'client_credentials' }
    expect((await send(`${tenant.simulator.url}/oauth/token`, form, {})).status).toBe(415)
  })

  test('another grant type is refused', async () => {
    const reply = await requestToken(tenant.simulator, {
      ...tenant.simulator.credentials.api2,
      grant_type: 'password',
    })
    expect(reply.status).toBe(400)
  })

  test('no credentials, and a token that was never issued, are refused', async () => {
    const url = tenant.simulator.url + ACCOUNT
    const none = await send(url, { data: [] }, {})
    const wrong = await send(url, { data: [] }, { authorization: 'Bearer nonsense' })
    expect([none.status, none.body.fail[0].code]).toEqual([401, 'unauthorized'])
    expect([wrong.status, wrong.body.fail[0].code]).toEqual([401, 'token_verification_failed'])
  })

  test('a token ends after its seconds, and a new one works', async () => {
    await reopen({ token_seconds: 60 })
    const { simulator } = tenant
    const token = await fetchToken(simulator)
    const ask = (bearer: string) =>
      send(simulator.url + ACCOUNT, { data: [] }, { authorization: `Bearer ${bearer}` })
    simulator.advance(59_999)
    expect((await ask(token)).status).toBe(200)
    simulator.advance(1)
    const late = await ask(token)
    expect([late.status, late.body]).toEqual([401, sample('error_token_expired')])
    expect((await ask(await fetchToken(simulator))).status).toBe(200)
  })

  test('a path outside the products is app_forbidden, in 2.0 only', async () => {
    await reopen({ products: ['Account Management'] })
    const item = { action: 'block', sender: 'a@b.test', to: 'c@d.test' }
    const path = '/api/managedsender/permit-or-block-sender'
    const reply = await tenant.call(path, item)
    expect([reply.status, reply.body]).toEqual([403, sample('error_app_forbidden')])
    expect((await tenant.call(ACCOUNT)).status).toBe(200)
    expect((await tenant.signed(path, { data: [item] })).status).toBe(200)
  })

  test.each(['release-held-email-to-sandbox', 'reject-held-email', 'report-message'])(
    'message-finder/%s exists in 1.0 only',
    async (name) => {
      const id = sample('get_message_info_held').data[0].id
      const item = name === 'report-message' ? { id, type: 'spam' } : { id }
      const reply = await tenant.call(`/api/message-finder/${name}`, item)
      expect([reply.status, reply.body]).toEqual([403, sample('error_app_forbidden')])
      const done = await tenant.signed(`/api/message-finder/${name}`, { data: [item] })
      expect(done.body).toEqual(sample('message_finder_reject_held_email_1_0'))
    },
  )
})

describe('the door', () => {
  test('GET is 405, an unknown path 404', async () => {
    expect((await fetch(tenant.simulator.url + ACCOUNT)).status).toBe(405)
    expect((await tenant.call('/api/account/get-acount')).status).toBe(404)
    expect((await tenant.call('/api/__proto__')).status).toBe(404)
  })

  test.each([
    ['half a JSON', '{"data":['],
    ['a list', '[]'],
    ['data that is no list', '{"data":{}}'],
    ['an item that is no object', '{"data":["x"]}'],
  ])('%s is 400', async (_what, body) => {
    expect((await tenant.post(ACCOUNT, body)).status).toBe(400)
  })

  test('a body that does not say it is JSON is 415', async () => {
    expect((await tenant.post(ACCOUNT, '{}', { 'content-type': 'text/plain' })).status).toBe(415)
  })

  test('get-account works without any body', async () => {
    const token = await fetchToken(tenant.simulator)
    const response = await fetch(tenant.simulator.url + ACCOUNT, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect((await read(response)).body.data).toHaveLength(1)
  })

  test('every answer carries the three rate limit headers and a request id', async () => {
    for (const reply of [await tenant.call(ACCOUNT), await tenant.call('/api/none')]) {
      for (const name of ['limit', 'remaining', 'reset']) {
        expect(reply.headers.get(`x-ratelimit-${name}`)).toMatch(/^\d+$/)
      }
      expect(reply.headers.get('x-request-id')).toMatch(/^simulator-\d+$/)
    }
  })

  test('the quota is per path; over it comes 429 with the milliseconds to wait, and then it works again', async () => {
    await reopen({ rate_limit: { limit: 2, window_ms: 5000 } })
    const statuses = [await tenant.call(ACCOUNT), await tenant.call(ACCOUNT), await tenant.call(ACCOUNT)]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(statuses[2]?.headers.get('x-ratelimit-reset')).toBe('5000')
    expect(statuses[2]?.body).toEqual(sample('rate_limit_429'))
    expect((await tenant.call('/api/gateway/get-hold-summary-list')).status).toBe(200)
    tenant.simulator.advance(5000)
    expect((await tenant.call(ACCOUNT)).status).toBe(200)
  })

  test('a port that is taken is refused by name', async () => {
    const port = Number(new URL(tenant.simulator.url).port)
    await expect(startSimulator({ port })).rejects.toThrow(/EADDRINUSE/)
  })
})
