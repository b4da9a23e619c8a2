/** Refusals in shapes that are not Mimecast's own, and JSON behind a byte order mark. */
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { english, writeError } from '../../runtime/i18n/sentences.ts'
import { startClient, startTenant } from '../support/client.ts'
import { failure, reply } from '../support/wire.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const PATH = '/api/some/function'

/** One call, a read unless it says otherwise, and the answer it gets. */
async function answered(body: unknown, status = 200, safe = true) {
  const tenant = await startTenant({ [PATH]: (response) => reply(response, body, status) })
  return { tenant, call: startClient(tenant, { safe }).client.call(PATH, { data: [] }) }
}

const text = (response: ServerResponse, body: string, status = 200): unknown =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)

describe('errors in the shapes of gateways and of the resource paths of API 2.0', () => {
  const one = { code: 'e1', message: 'First problem' }
  const two = { code: 'e2', message: 'Second problem' }

  test.each<[string, unknown, object[]]>([
    ['a list called error', { error: [one, two] }, [one, two]],
    ['an object called error', { error: one }, [one]],
    ['a list called errors', { errors: [one, two] }, [one, two]],
    ['an object called errors', { errors: one }, [one]],
    ['texts called errors', { errors: ['First', 'Second'] }, [{ message: 'First' }, { message: 'Second' }]],
    [
      'messages by field (ASP.NET)',
      {
        title: 'One or more validation errors occurred.',
        errors: { sender: ['is not valid'], to: 'is missing' },
      },
      [
        { message: 'is not valid', field: 'sender' },
        { message: 'is missing', field: 'to' },
      ],
    ],
    ['only an errorMessage', { errorMessage: 'First problem' }, [{ message: 'First problem' }]],
    ['errorCode and errorMessage', { errorCode: 'e1', errorMessage: 'First problem' }, [one]],
    ['error_code and error_message', { error_code: 'e1', error_message: 'First problem' }, [one]],
    ['names with capitals', { Error: { Code: 'e1', Message: 'First problem' } }, [one]],
    ['code and message of the body itself', one, [one]],
    ['a bare list', [one, two], [one, two]],
    ['RFC 6749', { error: 'e1', error_description: 'First problem' }, [one]],
    [
      'RFC 9457',
      { type: 'about:blank', title: 'Not right', detail: 'First problem', status: 400 },
      [{ message: 'First problem' }],
    ],
    ['Apigee', { fault: { faultstring: 'First problem', detail: { errorcode: 'e1' } } }, [one]],
    ['Google', { error: { code: 409, message: 'Too many', errors: [one, two] } }, [one, two]],
    [
      'Spring',
      { status: 404, error: 'Not Found', message: 'No handler', path: '/x' },
      [{ code: 'Not Found', message: 'No handler' }],
    ],
    ['errors of an error inside an envelope', { meta: { status: 400 }, data: [], error: [one] }, [one]],
    ['fail, which counts before the others', { fail: [{ errors: [one] }], error: two }, [one]],
    [
      'a code that is a number',
      { error: { code: 17, message: 'First problem' } },
      [{ code: '17', message: 'First problem' }],
    ],
    [
      'fields',
      { errors: [{ ...one, field: 'sender', retryable: false }] },
      [{ ...one, field: 'sender', retryable: false }],
    ],
  ])('%s', async (_, body, failures) => {
    for (const status of [400, 404, 409, 500]) {
      const error = await failure((await answered(body, status)).call)
      expect(error.facts.vendor?.failures).toEqual(failures)
      expect(String(error.values.reason)).not.toMatch(/[{}[\]]|status/)
      expect(writeError(english, error)).not.toMatch(/status 500.*status 500/)
    }
  })

  test.each([
    ['app_forbidden', 'PERMISSION_DENIED'],
    ['err_xdk_client_unauthorized', 'PERMISSION_DENIED'],
    ['token_verification_failed', 'AUTH_FAILED'],
    ['err_developer_key', 'AUTH_FAILED'],
  ])('the code %s means the same in each', async (code, expected) => {
    for (const body of [
      { error: [{ code }] },
      { error: { code } },
      { errors: [{ code }] },
      { errorCode: code },
    ])
      expect((await failure((await answered(body, 400)).call)).code).toBe(expected)
  })

  test('beside a good status they are a refusal where nothing was answered, and nothing where something was', async () => {
    for (const body of [
      { error: [one] },
      { errors: [one], data: [] },
      { meta: { status: 200 }, error: one },
    ]) {
      const error = await failure((await answered(body, 200, false)).call)
      expect([error.code, error.values.reason]).toEqual(['VENDOR_REJECTED', 'First problem'])
    }
    const whole = { data: [{ id: 1 }], errors: [one], fail: [] }
    expect(await (await answered(whole)).call).toEqual(whole)
  })

  test('nested without end they are read to a depth', async () => {
    let error: object = one
    for (let depth = 0; depth < 100; depth++) error = { error: [error] }
    expect((await failure((await answered(error, 400)).call)).code).toBe('VENDOR_REJECTED')
  })
})

describe('JSON behind a byte order mark', () => {
  const MARK = '\ufeff'

  test('is read: the answer of a write, the words of a refusal, a resource', async () => {
    const good = { meta: { status: 200 }, data: [{ id: 1 }], fail: [] }
    const tenant = await startTenant({
      [PATH]: (response) => text(response, MARK + JSON.stringify(good)),
      '/api/refused': (response) =>
        text(response, MARK + JSON.stringify({ fail: [{ code: 'e', message: 'No' }] }), 400),
    })
    const { client } = startClient(tenant, { safe: false })
    expect(await client.call(PATH)).toEqual(good)
    expect(await client.resource('GET', PATH)).toEqual(good)
    expect((await failure(client.call('/api/refused'))).values.reason).toBe('No')
  })

  test('also the token', async () => {
    const tenant = await startTenant({
      '/oauth/token': (response) => text(response, `${MARK}{"access_token":"t","expires_in":1799}`),
      [PATH]: (response) => reply(response, { data: [1], fail: [] }),
    })
    expect((await startClient(tenant).client.call(PATH)).data).toEqual([1])
  })
})
