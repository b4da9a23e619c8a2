import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../../simulator/index.ts'
import { nextRequest } from '../../testing/own/moments.ts'
import { fetchToken, openTenant, sample, send, type Tenant } from './support.ts'

const ACCOUNT = '/api/account/get-account'
const BLOCK = '/api/managedsender/permit-or-block-sender'
const entry = (n: number) => ({ action: 'block', sender: `s${n}@b.test`, to: 'c@d.test' })

let tenant: Tenant
beforeEach(async () => {
  tenant = await openTenant()
  await tenant.call('/api/gateway/get-hold-summary-list')
})
afterEach(() => tenant.simulator.close())

const withFault = async (fault: Omit<Fault, 'path'>) => {
  tenant.simulator.fault({ path: ACCOUNT, ...fault })
  return tenant.call(ACCOUNT)
}

describe('answers put in place of the real one', () => {
  test.each([
    [500, undefined],
    [403, 'err_xdk_forbidden'],
    [418, 'err_xdk_binding_expired'],
  ])('status %d gets a fitting body', async (status, code) => {
    const reply = await withFault({ status })
    expect(reply.status).toBe(status)
    expect(reply.body.fail?.[0].errors[0].code).toBe(code)
  })

  test('HTML, nothing, broken JSON, a body and text of your own', async () => {
    expect(await withFault({ html: true, times: 1 })).toMatchObject({ status: 502, body: undefined })
    expect(await withFault({ empty: true, times: 1 })).toMatchObject({ status: 400, text: '' })
    expect(await withFault({ wrong_json: true, times: 1 })).toMatchObject({ status: 200, body: undefined })
    expect(await withFault({ body: { a: 1 }, status: 207, times: 1 })).toMatchObject({
      status: 207,
      body: { a: 1 },
    })
    expect(await withFault({ body_text: 'hm', times: 1 })).toMatchObject({ status: 200, text: 'hm' })
  })

  test('429 says how long to wait', async () => {
    const reply = await withFault({ rate_limited_ms: 4200 })
    expect(reply.status).toBe(429)
    expect(reply.headers.get('x-ratelimit-reset')).toBe('4200')
    expect(reply.headers.get('x-ratelimit-remaining')).toBe('0')
    expect(reply.body).toEqual(sample('rate_limit_429'))
  })

  test('a redirect and headers of your own', async () => {
    tenant.simulator.fault({ path: ACCOUNT, redirect: '/elsewhere', headers: { 'x-own': 'yes' } })
    const token = await fetchToken(tenant.simulator)
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(tenant.simulator.url + ACCOUNT, {
      method: 'POST',
      headers,
      redirect: 'manual',
    })
    expect([response.status, response.headers.get('location')]).toEqual([307, '/elsewhere'])
    expect(response.headers.get('x-own')).toBe('yes')
  })

  test('an expired token is expired for every later call', async () => {
    const reply = await withFault({ expire_token: true, times: 1 })
    expect([reply.status, reply.body]).toEqual([401, sample('error_token_expired')])
    expect((await tenant.call(ACCOUNT)).status).toBe(401)
    const fresh = await fetchToken(tenant.simulator)
    expect(
      (await send(tenant.simulator.url + ACCOUNT, {}, { authorization: `Bearer ${fresh}` })).status,
    ).toBe(200)
  })
})

describe('the ten shapes of fail', () => {
  test.each([
    [1, 200, { fail: [{ key: {}, errors: [{ code: 'err_validation_blank' }] }] }],
    [2, 200, { fail: [{ errors: [{ code: 'err_validation_blank' }, { code: 'err_validation_null' }] }] }],
    [3, 200, { fail: [{ errors: [{ code: 'err_validation_blank' }] }] }],
    [4, 403, sample('error_app_forbidden')],
    [6, 200, sample('error_fail_as_object')],
    [7, 200, sample('error_fail_as_string')],
    [9, 200, { meta: { status: 400, message: 'Bad Request' } }],
  ] as const)('shape %d', async (fail_shape, status, body) => {
    const reply = await withFault({ fail_shape })
    expect(reply.status).toBe(status)
    expect(reply.body).toMatchObject(body)
  })

  test('shape 3 has no key, shape 8 nothing but meta.status, shape 10 nothing at all', async () => {
    expect((await withFault({ fail_shape: 3, times: 1 })).body.fail[0]).not.toHaveProperty('key')
    expect((await withFault({ fail_shape: 8, times: 1 })).body).toMatchObject({
      meta: { status: 403 },
      fail: [],
    })
    expect(await withFault({ fail_shape: 10, times: 1 })).toMatchObject({ status: 400, text: '' })
  })

  test('shape 5 handles every second item and refuses the others', async () => {
    tenant.simulator.fault({ path: BLOCK, fail_shape: 5 })
    const { body } = await tenant.call(BLOCK, entry(0), entry(1), entry(2))
    expect(body.data.map((row: { sender: string }) => row.sender)).toEqual(['s1@b.test'])
    expect(body.fail.map((item: { key: { sender: string } }) => item.key.sender)).toEqual([
      's0@b.test',
      's2@b.test',
    ])
    expect([...tenant.simulator.state.managed_senders.keys()]).toEqual(['s1@b.test c@d.test'])
  })
})

describe('connections', () => {
  test('cut before: nothing is done; cut after: it is done and nobody hears of it', async () => {
    tenant.simulator.fault({ path: BLOCK, cut: 'before', times: 1 })
    tenant.simulator.fault({ path: BLOCK, cut: 'after', times: 1 })
    await expect(tenant.call(BLOCK, entry(1))).rejects.toThrow()
    expect(tenant.simulator.state.managed_senders.size).toBe(0)
    await expect(tenant.call(BLOCK, entry(1))).rejects.toThrow()
    expect(tenant.simulator.state.managed_senders.size).toBe(1)
    expect(
      tenant.simulator.requests.filter(({ path }) => path === BLOCK).map(({ status }) => status),
    ).toEqual([0, 0])
  })

  test('half a body breaks off, a slow one arrives whole', async () => {
    tenant.simulator.fault({ path: ACCOUNT, cut: 'half', times: 1 })
    tenant.simulator.fault({ path: ACCOUNT, slow_body_ms: 5, times: 1 })
    await expect(tenant.call(ACCOUNT)).rejects.toThrow()
    expect((await tenant.call(ACCOUNT)).body).toEqual(sample('get_account'))
  })

  test('closing ends answers that are still waiting', async () => {
    tenant.simulator.fault({ path: ACCOUNT, delay_ms: 600_000 })
    const held = nextRequest(tenant.simulator, 'waiting')
    const failed = expect(tenant.call(ACCOUNT)).rejects.toThrow()
    await held
    await tenant.simulator.close()
    await failed
  })

  test('are told while they are under way: arrived, answered, and waiting where a fault keeps the answer back', async () => {
    const told: [string, string, number][] = []
    const unwatch = tenant.simulator.watch(({ path, status }, moment) => told.push([path, moment, status]))
    tenant.simulator.fault({ path: ACCOUNT, delay_ms: 1, times: 1 })
    tenant.simulator.fault({ path: ACCOUNT, slow_body_ms: 1, times: 1 })
    for (let i = 0; i < 3; i++) await tenant.call(ACCOUNT)
    unwatch()
    await tenant.call(ACCOUNT)
    expect(told).toEqual([
      [ACCOUNT, 'arrived', 0],
      [ACCOUNT, 'waiting', 0],
      [ACCOUNT, 'answered', 200],
      [ACCOUNT, 'arrived', 0],
      [ACCOUNT, 'answered', 200],
      [ACCOUNT, 'waiting', 200],
      [ACCOUNT, 'arrived', 0],
      [ACCOUNT, 'answered', 200],
    ])
  })
})

describe('which requests a fault hits', () => {
  test('after skips, times counts, and then it is over', async () => {
    tenant.simulator.fault({ path: ACCOUNT, status: 503, after: 1, times: 2 })
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) statuses.push((await tenant.call(ACCOUNT)).status)
    expect(statuses).toEqual([200, 503, 503, 200])
  })

  test('without times it stays until it is cleared; other paths are left alone; a star takes a folder', async () => {
    tenant.simulator.fault({ path: '/api/account/*', status: 500 })
    expect((await tenant.call(ACCOUNT)).status).toBe(500)
    expect((await tenant.call(ACCOUNT)).status).toBe(500)
    expect((await tenant.call(BLOCK, entry(1))).status).toBe(200)
    tenant.simulator.clearFaults()
    expect((await tenant.call(ACCOUNT)).status).toBe(200)
  })

  test('release false leaves the mail where it is', async () => {
    const path = '/api/gateway/hold-release'
    const { id } = sample('hold_release').data[0]
    tenant.simulator.fault({ path, release: false, times: 1 })
    expect((await tenant.call(path, { id })).body).toEqual(sample('hold_release_false'))
    expect(tenant.simulator.state.heldIds()).toContain(id)
    expect((await tenant.call(path, { id })).body).toEqual(sample('hold_release'))
  })

  test('a fault with a word that does not exist is refused', () => {
    expect(() => tenant.simulator.fault({ path: ACCOUNT, cut: 'later' } as unknown as Fault)).toThrow(
      /"cut" must be/,
    )
  })
})
