import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { english, writeError } from '../../runtime/i18n/sentences.ts'
import { sample, startClient, startTenant } from '../support/client.ts'
import { failure, reply } from '../support/wire.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const PATH = '/api/some/function'

/** One call, a read or a write, and the answer it gets. */
async function answered(body: unknown, status = 200, options: { safe?: boolean; headers?: object } = {}) {
  const tenant = await startTenant({ [PATH]: (response) => reply(response, body, status, options.headers) })
  const { client } = startClient(tenant, { safe: options.safe ?? true })
  return { tenant, call: client.call(PATH, { data: [] }) }
}

/** The same with a body that is no JSON. */
async function page(text: string, status: number, type: string, safe = true) {
  const tenant = await startTenant({
    [PATH]: (response) => response.writeHead(status, { 'content-type': type }).end(text),
  })
  return { tenant, error: await failure(startClient(tenant, { safe }).client.call(PATH, { data: [] })) }
}

describe('every shape of fail ends with all its words and entries', () => {
  const entry = (code: string, message?: string, more: object = {}) => ({
    code,
    ...(message && { message }),
    ...more,
  })

  test.each([
    [
      '1, with the item and the field',
      sample('permit_or_block_sender_invalid'),
      'Email address is not valid (sender)',
      [
        entry('err_validation_invalid_email_address', 'Email address is not valid', {
          field: 'sender',
          retryable: false,
          key: { sender: 'not-an-address', to: 'ap@example.com', action: 'block' },
        }),
      ],
    ],
    [
      '2, several errors of one item',
      {
        meta: { status: 200 },
        data: [],
        fail: [
          {
            key: { query: '' },
            errors: ['startDateTime', 'endDateTime'].map((field) =>
              entry('err_validation_null', 'Field cannot be null', { field, retryable: false }),
            ),
          },
        ],
      },
      'Field cannot be null (startDateTime); Field cannot be null (endDateTime)',
      ['startDateTime', 'endDateTime'].map((field) =>
        entry('err_validation_null', 'Field cannot be null', { field, retryable: false, key: { query: '' } }),
      ),
    ],
    [
      '3, without the item',
      sample('delete_managed_url_not_found'),
      'Managed URL not found',
      [entry('err_managed_url_not_found', 'Managed URL not found', { retryable: false })],
    ],
    [
      '4, of the gateway',
      { fail: [entry('one', 'First problem'), entry('two', 'Second problem')] },
      'First problem; Second problem',
      [entry('one', 'First problem'), entry('two', 'Second problem')],
    ],
    [
      '5, several items beside successes',
      {
        meta: { status: 200 },
        data: [{ id: 1 }],
        fail: [
          { key: { id: 2 }, errors: [entry('err_a')] },
          { key: { id: 3 }, errors: [entry('err_b', 'Second problem')] },
        ],
      },
      '(err_a); Second problem',
      [entry('err_a', undefined, { key: { id: 2 } }), entry('err_b', 'Second problem', { key: { id: 3 } })],
    ],
    [
      '6, one object with errors',
      { ...sample('error_fail_as_object'), meta: { status: 200 } },
      'Field cannot be blank',
      [entry('err_validation_blank', 'Field cannot be blank', { retryable: false })],
    ],
    [
      '6, one object with a message',
      { data: [], fail: { message: 'No way' } },
      'No way',
      [{ message: 'No way' }],
    ],
    [
      '7, a text',
      { ...sample('error_fail_as_string'), meta: { status: 200 } },
      'Request could not be processed',
      [{ message: 'Request could not be processed' }],
    ],
    ['texts in a list', { fail: ['One', 'Two'] }, 'One; Two', [{ message: 'One' }, { message: 'Two' }]],
    [
      'a single error instead of a list of them',
      { fail: [{ errors: { code: 7, message: ' No ' } }] },
      'No',
      [{ code: '7', message: 'No' }],
    ],
    [
      'an entry without any words',
      { fail: [{ key: 5, errors: [] }] },
      'status 200 without a message',
      [{ key: 5 }],
    ],
    [
      'errors that are texts or nothing',
      { fail: [{ errors: [null, 'Text'] }] },
      'Text',
      [{ message: 'Text' }],
    ],
  ])('%s', async (_, body, reason, failures) => {
    const error = await failure((await answered(body)).call)
    expect(error).toMatchObject({ code: 'VENDOR_REJECTED', values: { vendor: 'Mimecast', reason } })
    expect(error.facts.vendor?.failures).toEqual(failures)
    expect(error.facts.vendor?.status).toBe(200)
  })

  test('8, an empty fail beside a status that is not 2xx', async () => {
    const error = await failure((await answered(sample('error_meta_status_403_empty_fail'))).call)
    expect(error).toMatchObject({
      code: 'PERMISSION_DENIED',
      values: { vendor: 'Mimecast', reason: 'status 403 without a message' },
      facts: { vendor: { status: 200, meta_status: 403 } },
    })
  })

  test('9, a message in meta without any fail', async () => {
    const error = await failure((await answered({ meta: { status: 400, message: 'Bad Request' } })).call)
    expect([error.code, error.values.reason]).toEqual(['VENDOR_REJECTED', 'Bad Request'])
  })

  test('10, HTTP 400 without a word', async () => {
    const { error } = await page('', 400, 'application/json')
    expect(error.code).toBe('VENDOR_REJECTED')
    expect(error.values.reason).toBe(
      'HTTP 400 without a message; an id in the request is probably truncated or damaged',
    )
  })

  test('11, a page of HTML', async () => {
    const html = `<!doctype html><style>p { color: red }</style><h1>Access   denied</h1><p>${'word '.repeat(80)}</p>`
    for (const status of [200, 403, 404]) {
      const { error, tenant } = await page(html, status, 'text/html; charset=utf-8')
      expect([error.code, error.values.url]).toEqual(['RESPONSE_INVALID', `${tenant.url}${PATH}`])
      expect(error.values.reason).toMatch(
        new RegExp(`^status ${status}, content type text/html; charset=utf-8: "Access denied word word`),
      )
      expect(String(error.values.reason).length).toBeLessThan(270)
    }
  })
})

describe('what a write gets', () => {
  test.each([
    ['HTML', '<html>Welcome</html>', 'text/html', /content type text\/html: "Welcome"$/],
    ['HTML without saying so', '  <html><b>Hi</b>', 'text/plain', /: "Hi"$/],
    ['no JSON', '{"data": [', 'application/json', /content type application\/json: "{\\"data\\": \["$/],
    ['nothing', '', 'application/json', /^Empty response$/],
    ['a list', '[1]', 'application/json', /^it is JSON of another shape: "\[1\]"$/],
    ['a text', '"yes"', 'application/json', /^it is JSON of another shape/],
    ['neither data nor fail', '{"ok":true}', 'application/json', /^it is JSON of another shape/],
    ['data that is no list', '{"data":{},"fail":[]}', 'application/json', /^it is JSON of another shape/],
  ])(
    'with status 200 and %s leaves its outcome open; a read calls it invalid',
    async (_, body, type, reason) => {
      for (const [safe, code] of [
        [true, 'RESPONSE_INVALID'],
        [false, 'OUTCOME_UNKNOWN'],
      ] as const) {
        const { error, tenant } = await page(body, 200, type, safe)
        expect(error.code).toBe(code)
        expect(error.values.reason).toMatch(reason)
        expect(tenant.at(PATH)).toHaveLength(1)
        if (!safe) expect(error.values.host).toBe(tenant.host)
      }
    },
  )

  test.each([
    [500, { fail: [{ code: 'x', message: 'Something broke' }] }, 'Mimecast answered 500: Something broke'],
    [503, {}, 'Mimecast answered 503: it gave no reason'],
  ])('with status %i leaves its outcome open, and is sent once', async (status, body, reason) => {
    const { call, tenant } = await answered(body, status, { safe: false })
    const error = await failure(call)
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', values: { host: tenant.host, reason } })
    expect(tenant.at(PATH)).toHaveLength(1)
  })

  test('with a function status of 500 and no word leaves its outcome open, too', async () => {
    const error = await failure(
      (await answered({ meta: { status: 500 }, data: [] }, 200, { safe: false })).call,
    )
    expect(error.code).toBe('OUTCOME_UNKNOWN')
  })
})

describe('a read', () => {
  test.each([
    ['HTML of a gateway', '<html>Bad Gateway</html>', 'text/html', '"Bad Gateway"'],
    ['JSON', '{"message":"down"}', 'application/json', 'down'],
    ['nothing', '', 'text/plain', 'it gave no reason'],
  ])('that always meets 502 (%s) ends as VENDOR_UNAVAILABLE', async (_, body, type, reason) => {
    const { error, tenant } = await page(body, 502, type)
    expect(error).toMatchObject({
      code: 'VENDOR_UNAVAILABLE',
      values: { vendor: 'Mimecast', status: 502, reason },
    })
    expect(tenant.at(PATH)).toHaveLength(3)
  })
})

describe('a status', () => {
  test.each([
    [403, 'err_any', 'PERMISSION_DENIED'],
    [403, 'app_forbidden', 'PERMISSION_DENIED'],
    [401, 'app_forbidden', 'PERMISSION_DENIED'],
    [200, 'err_xdk_client_unauthorized', 'PERMISSION_DENIED'],
    [200, 'err_xdk_forbidden', 'PERMISSION_DENIED'],
    [200, 'err_xdk_operation_forbidden_for_address', 'VENDOR_REJECTED'],
    [200, 'err_developer_key', 'AUTH_FAILED'],
    [418, 'err_any', 'AUTH_FAILED'],
    [400, 'err_any', 'VENDOR_REJECTED'],
    [404, 'err_any', 'VENDOR_REJECTED'],
    [405, 'err_any', 'VENDOR_REJECTED'],
    [409, 'err_any', 'VENDOR_REJECTED'],
    [415, 'err_any', 'VENDOR_REJECTED'],
  ])('%i with code %s is %s', async (status, code, expected) => {
    const { call } = await answered({ fail: [{ errors: [{ code, message: 'Words' }] }] }, status, {
      safe: false,
    })
    const error = await failure(call)
    expect([error.code, String(error.values.reason).replace('binding expired: ', '')]).toEqual([
      expected,
      'Words',
    ])
  })

  test.each([
    [404, 'text/plain', 'no such thing', 'status 404: "no such thing"'],
    [405, 'application/json', '{"error":"method"}', 'method'],
    [400, 'application/json', '{"detail":"Over throttling limit"}', 'Over throttling limit'],
    [409, 'application/json', '["what"]', 'what'],
    [409, 'application/json', '{"ok":false}', 'status 409: "{\\"ok\\":false}"'],
    [401, 'text/plain', '', 'status 401 without a message'],
  ])('%i in other words (%s %s) keeps them', async (status, type, body, reason) => {
    expect((await page(body, status, type)).error.values.reason).toBe(reason)
  })

  test('429 carries Mimecast own words, and waits as X-RateLimit-Reset says, in milliseconds', async () => {
    const headers = { 'X-RateLimit-Reset': '120000', 'x-request-id': 'request-9' }
    const { call, tenant } = await answered(sample('rate_limit_429'), 429, { safe: false, headers })
    const error = await failure(call)
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      values: { seconds: 120, reason: 'Quota exceeded for this resource' },
      facts: { retry_after_ms: 120_000, unsent: true, vendor: { status: 429, request_id: 'request-9' } },
    })
    expect(writeError(english, error)).toContain('retry it after 120 s')
    expect(tenant.at(PATH)).toHaveLength(1)
  })

  test.each([
    [{ 'Retry-After': '90', 'X-RateLimit-Reset': '5' }, 90_000],
    [{ 'X-Mimecast-RateLimit-Reset': ' 70500 ' }, 70_500],
    [{ 'X-RateLimit-Reset': 'soon', 'X-Mimecast-RateLimit-Reset': '70500' }, 70_500],
  ])('429 with %j asks for %i ms', async (headers, wait) => {
    const error = await failure((await answered({}, 429, { headers })).call)
    expect(error.facts.retry_after_ms).toBe(wait)
  })

  test('429 that passes is waited for', async () => {
    const tenant = await startTenant({
      [PATH]: (response, _, number) =>
        number < 3
          ? reply(response, sample('rate_limit_429'), 429, { 'x-ratelimit-reset': '1' })
          : reply(response, { meta: { status: 200 }, data: [], fail: [] }),
    })
    await startClient(tenant, { safe: false }).client.call(PATH, null)
    expect(tenant.at(PATH)).toHaveLength(3)
  })

  test('500 is not a request to wait, though X-RateLimit-Reset stands beside it', async () => {
    const { call, tenant } = await answered({}, 500, { headers: { 'x-ratelimit-reset': '59000' } })
    expect((await failure(call)).code).toBe('VENDOR_UNAVAILABLE')
    expect(tenant.at(PATH)).toHaveLength(3)
  })

  test('429 inside an envelope of status 200 is RATE_LIMITED', async () => {
    expect((await failure((await answered({ meta: { status: 429 } })).call)).code).toBe('RATE_LIMITED')
  })
})

describe('the words of strangers', () => {
  test('are kept on one line and within bounds', async () => {
    const errors = Array.from({ length: 20 }, (_, index) => ({
      code: `c${index}`,
      message: `\u001b[31mred\r\n${'x'.repeat(5000)}`,
    }))
    const error = await failure((await answered({ fail: [{ errors }] })).call)
    const reason = String(error.values.reason)
    expect(reason.length).toBeLessThan(2010)
    expect(reason).not.toMatch(/[\p{Cc}]/u)
    expect(error.facts.vendor?.failures).toHaveLength(20)
  })

  test('cannot reach a prototype, nor slow anything down', async () => {
    const text = `{"__proto__":{"polluted":1},"fail":[{"key":{"__proto__":1},"errors":[{"code":"constructor"}]}]}`
    const { error } = await page(text, 200, 'application/json')
    expect([error.values.reason, ({} as { polluted?: number }).polluted]).toEqual([
      '(constructor)',
      undefined,
    ])
    expect((await page('<'.repeat(1_000_000), 200, 'text/html')).error.code).toBe('RESPONSE_INVALID')
  })
})

describe('an envelope', () => {
  test.each([
    ['whole', { meta: { status: 200, pagination: { pageSize: 1 } }, data: [1], fail: [], more: true }],
    ['without meta', { data: [1], fail: [] }],
    ['with meta.status as text', { meta: { status: '200' }, data: [1], fail: [] }],
  ])('comes as it is (%s)', async (_, body) => {
    expect(await (await answered(body)).call).toEqual(body)
  })

  test.each([
    ['fail left out', { meta: null, data: [1] }, { meta: null, data: [1], fail: [] }],
    ['fail null', { data: [1], fail: null }, { data: [1], fail: [] }],
    ['data left out', { meta: { status: 200 }, fail: [] }, { meta: { status: 200 }, data: [], fail: [] }],
    ['data null', { data: null, fail: [] }, { data: [], fail: [] }],
  ])('is made whole with %s', async (_, body, whole) => {
    expect(await (await answered(body)).call).toEqual(whole)
  })
})
