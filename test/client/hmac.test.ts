import { describe, expect, test, vi } from 'vitest'
import { sign, signature } from '../../client/hmac.ts'
import { keys, startProcess, startTenant } from '../support/client.ts'
import { failure, reply } from '../support/wire.ts'

const credentials = { api: '1.0', ...keys } as const

describe('the signature of API 1.0', () => {
  test('is that of the test vector', () => {
    const request = {
      date: 'Tue, 24 Nov 2015 12:50:11 UTC',
      id: '8578FCFC-A305-4D9A-99CB-F4D5ECEFE297',
      uri: '/api/account/get-account',
    }
    expect(signature(keys, request)).toBe('FEG6eUl/rMtDZw54m27jlnuQf6A=')
  })

  test('comes with an English date in UTC and an id never used before', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2015, 10, 24, 12, 50, 11) })
    const [first, second] = [sign(credentials, '/api/a'), sign(credentials, '/api/a')]
    vi.useRealTimers()
    expect(first['x-mc-date']).toBe('Tue, 24 Nov 2015 12:50:11 UTC')
    expect(first['x-mc-app-id']).toBe('app-id')
    expect(first['x-mc-req-id']).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/)
    expect(first['x-mc-req-id']).not.toBe(second['x-mc-req-id'])
    expect(first.authorization).not.toBe(second.authorization)
  })

  test('is over the path as the API knows it behind a reverse proxy, and fresh on a repeat', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const path = '/gate/api/account/get-account'
    const tenant = await startTenant({
      [path]: (response, _, number) =>
        number === 1
          ? reply(response, {}, 503)
          : reply(response, { meta: { status: 200 }, data: [1], fail: [] }),
    })
    const { client } = startProcess({ api_root: `${tenant.url}/gate/`, ...keys }).run()
    expect(client.api).toBe('1.0')
    await client.call('/api/account/get-account', null, { read: true })
    vi.restoreAllMocks()
    const signed = tenant.at(path).map(({ headers }) => {
      const id = String(headers['x-mc-req-id'])
      const expected = signature(keys, {
        date: String(headers['x-mc-date']),
        id,
        uri: '/api/account/get-account',
      })
      expect(headers.authorization).toBe(`MC access:${expected}`)
      expect(headers['content-type']).toBe('application/json')
      return id
    })
    expect(new Set(signed).size).toBe(2)
  })

  test.each([
    [401, 'err_xdk_invalid_signature', '0004 Invalid Signature', undefined],
    [418, 'err_xdk_binding_expired', 'binding expired: 0002 Binding expired', 'Create a new Access Key'],
  ])('that is refused (%i) is not tried again', async (status, code, reason, remedy) => {
    const message = reason.replace('binding expired: ', '')
    const tenant = await startTenant({
      '/api/a': (response) =>
        reply(response, { meta: { status }, fail: [{ errors: [{ code, message }] }] }, status),
    })
    const { client } = startProcess({ api_root: tenant.url, ...keys }).run()
    const error = await failure(client.one('/api/a', {}))
    expect(error).toMatchObject({ code: 'AUTH_FAILED', values: { vendor: 'Mimecast', reason } })
    expect(String(error.values.remedy ?? 'undefined')).toContain(String(remedy))
    expect(error.facts.vendor).toEqual({
      status,
      meta_status: status,
      request_id: tenant.seen[0]?.headers['x-mc-req-id'],
      failures: [{ code, message }],
    })
    expect(tenant.seen).toHaveLength(1)
  })

  test.each([
    [7 * 60_000, 'The clock of this machine is 7 min ahead of Mimecast'],
    [-3 * 3_600_000, 'The clock of this machine is 180 min behind Mimecast'],
    [10_000, undefined],
    [undefined, undefined],
  ])('that is refused while our clock is %s ms ahead says so', async (ahead, remedy) => {
    const date = ahead === undefined ? 'yesterday' : new Date(Date.now() - ahead).toUTCString()
    const body = {
      fail: [{ errors: [{ code: 'err_xdk_invalid_signature', message: '0004 Invalid Signature' }] }],
    }
    const tenant = await startTenant({ '/api/a': (response) => reply(response, body, 401, { date }) })
    const error = await failure(
      startProcess({ api_root: tenant.url, ...keys })
        .run()
        .client.one('/api/a', {}),
    )
    expect([error.code, error.values.reason]).toEqual(['AUTH_FAILED', '0004 Invalid Signature'])
    if (remedy === undefined) expect(error.values.remedy).toBeUndefined()
    else expect(error.values.remedy).toContain(remedy)
  })

  test('has no resource paths', async () => {
    const { client } = startProcess({ api_root: 'http://127.0.0.1:9', ...keys }).run()
    const error = await failure(client.resource('GET', '/directory/cloud-gateway/v1/groups'))
    expect(error).toMatchObject({ code: 'NOT_SUPPORTED', facts: { unsent: true } })
    expect(error.values.reason).toContain('/directory/cloud-gateway/v1/groups in API 2.0 only')
  })
})
