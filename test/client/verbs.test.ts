import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sample, startClient, startTenant } from '../support/client.ts'
import { failure, reply } from '../support/wire.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const envelope = (data: unknown[], fail: unknown[] = []) => ({ meta: { status: 200 }, data, fail })
const bodyOf = (seen: { body: string }) => JSON.parse(seen.body)

describe('one', () => {
  test.each([[[]], [[null]]])('refuses an answer without data: %j', async (data) => {
    const tenant = await startTenant({ '/api/a': (response) => reply(response, envelope(data)) })
    const read = await failure(startClient(tenant).client.one('/api/a', {}))
    expect([read.code, read.values.reason]).toEqual(['RESPONSE_INVALID', 'its "data" is empty'])
    expect((await failure(startClient(tenant, { safe: false }).client.one('/api/a', {}))).code).toBe(
      'OUTCOME_UNKNOWN',
    )
    expect(await startClient(tenant).client.one('/api/a', {}, { optional: true })).toBeUndefined()
  })

  test('may be a read inside an action that writes', async () => {
    const tenant = await startTenant({
      '/api/a': (response, _, number) =>
        number === 1 ? reply(response, {}, 500) : reply(response, envelope([{ id: 1 }])),
    })
    const { client } = startClient(tenant, { safe: false })
    expect(await client.one('/api/a', {}, { read: true })).toEqual({ id: 1 })
  })
})

describe('call', () => {
  test.each([
    [null, ''],
    [undefined, ''],
    [{ meta: {}, data: [] }, '{"meta":{},"data":[]}'],
  ])('sends %j as %j', async (body, sent) => {
    const tenant = await startTenant({ '/api/a': (response) => reply(response, envelope([1])) })
    expect((await startClient(tenant).client.call('/api/a', body)).data).toEqual([1])
    expect(tenant.at('/api/a')[0]).toMatchObject({
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json' },
    })
  })
})

describe('many', () => {
  const items = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `id-${index}` }))
  const short = (answers: { item: object; ok: boolean; value?: unknown; error?: { code: string } }[]) =>
    answers.map((answer) => (answer.ok ? answer.value : answer.error?.code))
  const refused = (key: object, message = 'No') => ({ key, errors: [{ code: 'err', message }] })

  test('answers for each item by itself, in the order of the items', async () => {
    const tenant = await startTenant({
      '/api/a': (response) =>
        reply(
          response,
          envelope(
            [{ url: 'one' }, { url: 'four' }],
            [
              refused({ url: 'b', deep: { list: [1, 2] } }, 'Second'),
              refused({ added: true, url: 'c' }, 'Third'),
            ],
          ),
        ),
    })
    const given = [
      { url: 'a' },
      { url: 'b', deep: { list: [1, 2] } },
      { url: 'c', left_out: undefined },
      { url: 'd' },
    ]
    const answers = await startClient(tenant).client.many<{ url: string }>('/api/a', given)
    expect(answers.map((answer) => answer.item)).toEqual(given)
    expect(short(answers)).toEqual([{ url: 'one' }, 'VENDOR_REJECTED', 'VENDOR_REJECTED', { url: 'four' }])
    expect(answers.map((answer) => (answer.ok ? '' : answer.error.values.reason))).toEqual([
      '',
      'Second',
      'Third',
      '',
    ])
  })

  test('keeps every error of one item together', async () => {
    const errors = [{ message: 'First' }, { message: 'Second' }]
    const tenant = await startTenant({
      '/api/a': (response) => reply(response, envelope([{ done: 1 }], [{ key: { n: 1 }, errors }])),
    })
    const answers = await startClient(tenant).client.many('/api/a', [{ n: 1 }, { n: 2 }])
    expect(short(answers)).toEqual(['VENDOR_REJECTED', { done: 1 }])
    expect(answers[0]).toMatchObject({ error: { values: { reason: 'First; Second' } } })
  })

  test('pairs by id where answers and items share one, whatever the order', async () => {
    const tenant = await startTenant({
      '/api/a': (response) =>
        reply(response, envelope([{ id: 'id-2' }, { id: 'id-0' }], [refused({ id: 'id-1' })])),
    })
    const answers = await startClient(tenant).client.many('/api/a', items(3))
    expect(short(answers)).toEqual([{ id: 'id-0' }, 'VENDOR_REJECTED', { id: 'id-2' }])
  })

  test('tells equal items apart by their order', async () => {
    const tenant = await startTenant({
      '/api/a': (response) => reply(response, envelope([{ done: 1 }], [refused({ id: 'x' })])),
    })
    const answers = await startClient(tenant).client.many('/api/a', [{ id: 'x' }, { id: 'x' }])
    expect(short(answers)).toEqual(['VENDOR_REJECTED', { done: 1 }])
  })

  test.each([
    [
      'a refusal without an item',
      [],
      [{ errors: [{ message: 'No' }] }],
      ['VENDOR_REJECTED', 'VENDOR_REJECTED'],
    ],
    [
      'a refusal of a stranger',
      [{ a: 1 }],
      [refused({ id: 'other' })],
      ['VENDOR_REJECTED', 'VENDOR_REJECTED'],
    ],
    ['a refusal of a list', [], [refused([1])], ['VENDOR_REJECTED', 'VENDOR_REJECTED']],
    ['too few answers', [{ a: 1 }], [], ['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']],
    ['an answer for one by its id', [{ id: 'id-1' }], [], ['OUTCOME_UNKNOWN', { id: 'id-1' }]],
    ['too many answers', [1, 2, 3], [], ['OUTCOME_UNKNOWN', 'OUTCOME_UNKNOWN']],
  ])('does not guess: %s', async (_, data, fail, expected) => {
    const tenant = await startTenant({ '/api/a': (response) => reply(response, envelope(data, fail)) })
    const answers = await startClient(tenant, { safe: false }).client.many('/api/a', items(2))
    expect(short(answers)).toEqual(expected)
  })

  test('sends chunks, 25 items each unless told otherwise', async () => {
    const tenant = await startTenant({
      '/api/a': (response, request) => reply(response, envelope(JSON.parse(request.body).data)),
    })
    const { client } = startClient(tenant)
    expect(short(await client.many('/api/a', items(51)))).toEqual(items(51))
    expect(tenant.at('/api/a').map((seen) => bodyOf(seen).data.length)).toEqual([25, 25, 1])
    await client.many('/api/a', items(5), { chunk: 2 })
    expect(
      tenant
        .at('/api/a')
        .slice(3)
        .map((seen) => bodyOf(seen).data.length),
    ).toEqual([2, 2, 1])
    expect(await client.many('/api/a', [])).toEqual([])
  })

  test('throws when the first chunk is refused as a whole', async () => {
    const tenant = await startTenant({ '/api/a': (response) => reply(response, {}, 403) })
    expect((await failure(startClient(tenant).client.many('/api/a', items(30)))).code).toBe(
      'PERMISSION_DENIED',
    )
    expect(tenant.at('/api/a')).toHaveLength(1)
  })

  test('keeps what was done when a later chunk fails, and sends nothing after it', async () => {
    const tenant = await startTenant({
      '/api/a': (response, request, number) =>
        number === 1 ? reply(response, envelope(JSON.parse(request.body).data)) : reply(response, {}, 500),
    })
    const answers = await startClient(tenant, { safe: false }).client.many('/api/a', items(5), { chunk: 2 })
    expect(short(answers)).toEqual([
      { id: 'id-0' },
      { id: 'id-1' },
      'OUTCOME_UNKNOWN',
      'OUTCOME_UNKNOWN',
      'CANCELLED',
    ])
    expect(tenant.at('/api/a')).toHaveLength(2)
  })

  test("throws what is nobody's refusal", async () => {
    const tenant = await startTenant({ '/api/a': (response) => reply(response, envelope([])) })
    const loop: Record<string, unknown> = {}
    loop.self = loop
    await expect(startClient(tenant).client.many('/api/a', [loop])).rejects.toThrow(TypeError)
  })
})

describe('list', () => {
  /** Rows 1, 2, 3, … in pages of two; the last page names no next one. */
  const paged = (pages: number, wrap: (rows: number[]) => unknown[] = (rows) => rows) =>
    startTenant({
      '/api/a': (response, request) => {
        const token: string = JSON.parse(request.body).meta?.pagination?.pageToken ?? 'p1'
        const page = Number(token.slice(1))
        const next = page < pages ? { next: `p${page + 1}` } : {}
        reply(response, {
          ...envelope(wrap([page * 2 - 1, page * 2])),
          meta: { pagination: { pageSize: 2, ...next } },
        })
      },
    })
  const collect = async (rows: AsyncIterable<unknown>) => {
    const all: unknown[] = []
    for await (const row of rows) all.push(row)
    return all
  }

  test('follows the tokens to the last page, with the same data', async () => {
    const tenant = await paged(3)
    expect(await collect(startClient(tenant, { safe: false }).client.list('/api/a', { q: 1 }))).toEqual([
      1, 2, 3, 4, 5, 6,
    ])
    expect(tenant.at('/api/a').map(bodyOf)).toEqual([
      { meta: { pagination: { pageSize: 100 } }, data: [{ q: 1 }] },
      { meta: { pagination: { pageSize: 100, pageToken: 'p2' } }, data: [{ q: 1 }] },
      { meta: { pagination: { pageSize: 100, pageToken: 'p3' } }, data: [{ q: 1 }] },
    ])
  })

  test.each([
    [0, [], 0],
    [-1, [], 0],
    [1, [1], 1],
    [2, [1, 2], 1],
    [3, [1, 2, 3], 2],
    [4, [1, 2, 3, 4], 2],
    [99, [1, 2, 3, 4, 5, 6], 3],
  ])('stops at a limit of %i with not one page more', async (limit, rows, pages) => {
    const tenant = await paged(3)
    expect(await collect(startClient(tenant).client.list('/api/a', {}, { limit }))).toEqual(rows)
    expect(tenant.at('/api/a')).toHaveLength(pages)
  })

  test('asks for no further page when nobody reads on', async () => {
    const tenant = await paged(3)
    for await (const row of startClient(tenant).client.list<number>('/api/a', {})) {
      if (row === 2) break
    }
    expect(tenant.at('/api/a')).toHaveLength(1)
  })

  test('leaves the page size to the endpoint, or sends another', async () => {
    const tenant = await paged(2)
    const { client } = startClient(tenant)
    await collect(client.list('/api/a', null, { page_size: null }))
    await collect(client.list('/api/a', {}, { page_size: 25, limit: 1 }))
    expect(tenant.at('/api/a').map(bodyOf)).toEqual([
      { meta: {}, data: [] },
      { meta: { pagination: { pageToken: 'p2' } }, data: [] },
      { meta: { pagination: { pageSize: 25 } }, data: [{}] },
    ])
  })

  test.each([
    ['in a named list', (rows: number[]) => [{ items: rows, queryDuration: 1 }], [1, 2, 3, 4]],
    ['directly', (rows: number[]) => rows.map((n) => ({ n })), [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]],
    ['nowhere', () => [{ items: null }], []],
    ['in nothing', () => [], []],
  ])('finds rows %s', async (_, wrap, rows) => {
    const tenant = await paged(2, wrap)
    expect(await collect(startClient(tenant).client.list('/api/a', {}, { rows: 'items' }))).toEqual(rows)
    expect(tenant.at('/api/a')).toHaveLength(2)
  })

  test.each([
    ['the token just sent', ['same', 'same']],
    ['a token sent before', ['p2', 'p3', 'p2']],
  ])('stops at %s, with a warning', async (_, tokens) => {
    const tenant = await startTenant({
      '/api/a': (response, __, number) =>
        reply(response, {
          meta: { pagination: { next: tokens[number - 1] ?? 'on' } },
          data: [number],
          fail: [],
        }),
    })
    const { client, notes } = startClient(tenant)
    expect(await collect(client.list('/api/a', {}))).toHaveLength(tokens.length)
    expect(notes.lines).toMatchObject([{ level: 'warn', fields: { code: 'page_repeated' } }])
  })

  test.each([[{ pagination: null }], [{ pagination: { next: '' } }], [{ pagination: { next: 7 } }], [null]])(
    'takes a page with meta %j for the last one',
    async (meta) => {
      const tenant = await startTenant({
        '/api/a': (response) => reply(response, { meta, data: [1], fail: [] }),
      })
      expect(await collect(startClient(tenant).client.list('/api/a', {}))).toEqual([1])
    },
  )

  test('fails on a refusal in a later page, after the rows before it', async () => {
    const tenant = await startTenant({
      '/api/a': (response, _, number) =>
        number === 1
          ? reply(response, { meta: { pagination: { next: 'p2' } }, data: [1], fail: [] })
          : reply(response, { data: [2], fail: [{ errors: [{ code: 'err_token' }] }] }),
    })
    const rows: unknown[] = []
    const read = async () => {
      for await (const row of startClient(tenant).client.list('/api/a', {})) rows.push(row)
    }
    expect((await failure(read())).values.reason).toBe('(err_token)')
    expect(rows).toEqual([1])
  })
})

describe('resource', () => {
  const PATH = '/policy-management/cloud-gateway/v1/blocked-senders/policies'

  test('sends plain JSON and answers it', async () => {
    const body = sample('policy_management_blocked_sender_list')
    const tenant = await startTenant({ [PATH]: (response) => reply(response, body) })
    const { client } = startClient(tenant, { safe: false })
    expect(client.api).toBe('2.0')
    expect(
      await client.resource('GET', PATH, { query: { pageSize: 100, all: true, token: undefined } }),
    ).toEqual(body)
    expect(await client.resource('POST', PATH, { body: { option: 'block_sender' } })).toEqual(body)
    expect(tenant.at(PATH)).toMatchObject([
      { method: 'GET', url: `${PATH}?pageSize=100&all=true`, body: '' },
      { method: 'POST', url: PATH, body: '{"option":"block_sender"}' },
    ])
  })

  test.each([200, 204])('answers undefined without a body (%i)', async (status) => {
    const tenant = await startTenant({ [PATH]: (response) => response.writeHead(status).end() })
    expect(await startClient(tenant).client.resource('DELETE', PATH)).toBeUndefined()
  })

  test('GET is a read, everything else what the action is, unless it says so', async () => {
    const tenant = await startTenant({ [PATH]: (response) => reply(response, {}, 500) })
    const { client } = startClient(tenant, { safe: false })
    expect((await failure(client.resource('GET', PATH))).code).toBe('VENDOR_UNAVAILABLE')
    expect((await failure(client.resource('PATCH', PATH, { body: {} }))).code).toBe('OUTCOME_UNKNOWN')
    expect((await failure(client.resource('POST', PATH, { body: {}, read: true }))).code).toBe(
      'VENDOR_UNAVAILABLE',
    )
    expect(tenant.at(PATH)).toHaveLength(7)
  })

  test.each([
    [404, { message: 'Policy not found' }, 'VENDOR_REJECTED', 'Policy not found'],
    [403, sample('error_app_forbidden'), 'PERMISSION_DENIED', 'Resource or method requested does not exist'],
    [200, { fail: [{ message: 'No' }] }, 'VENDOR_REJECTED', 'No'],
  ])('%i is refused in the words that came', async (status, body, code, reason) => {
    const tenant = await startTenant({ [PATH]: (response) => reply(response, body, status) })
    const error = await failure(startClient(tenant).client.resource('GET', PATH))
    expect(error.code).toBe(code)
    expect(error.values.reason).toContain(reason)
  })

  test('answers lists, too', async () => {
    const tenant = await startTenant({ [PATH]: (response) => reply(response, [1, 2]) })
    expect(await startClient(tenant).client.resource('GET', PATH)).toEqual([1, 2])
  })
})

describe('download', () => {
  const PATH = '/api/archive/get-file'
  const file = (url: string) => envelope([{ urls: [url] }])

  test('takes bytes as they come, with the name they carry', async () => {
    const bytes = Buffer.from([0, 1, 2, 255])
    const tenant = await startTenant({
      [PATH]: (response) =>
        response
          .writeHead(200, {
            'content-type': 'application/pdf',
            'content-disposition': 'attachment; filename="../../a b.pdf"',
          })
          .end(bytes),
    })
    const { client } = startClient(tenant, { safe: false })
    const got = await client.download(PATH, { id: 'x' })
    expect([got.content_type, got.name, Buffer.from(got.bytes)]).toEqual([
      'application/pdf',
      'a b.pdf',
      bytes,
    ])
    expect(bodyOf(tenant.at(PATH)[0] ?? { body: '' })).toEqual({ data: [{ id: 'x' }] })
  })

  test('fetches from a pre-signed address without any credentials', async () => {
    const store = await startTenant({
      '/files/bank details.pdf': (response) => response.end(),
      '/files/bank%20details.pdf': (response) =>
        response.writeHead(200, { 'content-type': 'text/plain' }).end('hello'),
    })
    const url = `${store.url}/files/bank%20details.pdf?sig=abc`
    const tenant = await startTenant({ [PATH]: (response) => reply(response, file(`${url}\\u0026exp=1`)) })
    const got = await startClient(tenant, {}, { file_hosts: [store.host] }).client.download(PATH, { id: 'x' })
    expect([got.name, Buffer.from(got.bytes).toString()]).toEqual(['bank details.pdf', 'hello'])
    expect(store.seen).toHaveLength(1)
    expect(store.seen[0]).toMatchObject({ method: 'GET', url: '/files/bank%20details.pdf?sig=abc&exp=1' })
    expect(Object.keys(store.seen[0]?.headers ?? {}).sort()).toEqual(['connection', 'host'])
  })

  test.each([
    ["attachment; filename*=UTF-8''na%C3%AFve.txt; filename=x", 'naïve.txt'],
    ["attachment; filename*=UTF-8''%zz", '%zz'],
    ['attachment; filename=plain.txt', 'plain.txt'],
    ['attachment; filename=C:\\\\dir\\\\win.txt', 'win.txt'],
    ['inline', undefined],
  ])('reads a name from %s', async (disposition, name) => {
    const tenant = await startTenant({
      [PATH]: (response) => response.writeHead(200, { 'content-disposition': disposition }).end('x'),
    })
    const got = await startClient(tenant).client.download(PATH, {})
    expect([got.name, got.content_type]).toEqual([name, 'application/octet-stream'])
  })

  test('takes JSON that is no envelope for the file itself', async () => {
    const tenant = await startTenant({ [PATH]: (response) => reply(response, { my: 'settings' }) })
    const got = await startClient(tenant).client.download(PATH, {})
    expect(Buffer.from(got.bytes).toString()).toBe('{"my":"settings"}')
  })

  test.each([
    [envelope([], [{ errors: [{ message: 'No such file' }] }]), 200, 'VENDOR_REJECTED', 'No such file'],
    [envelope([]), 200, 'RESPONSE_INVALID', 'it contains no address of the file'],
    [envelope([{ urls: [] }]), 200, 'RESPONSE_INVALID', 'it contains no address of the file'],
    [
      envelope([{ urls: ['file:///etc/passwd'] }]),
      200,
      'RESPONSE_INVALID',
      'it contains no address of the file',
    ],
    [sample('error_app_forbidden'), 403, 'PERMISSION_DENIED', 'Resource or method requested'],
  ])('%j is refused', async (body, status, code, reason) => {
    const tenant = await startTenant({ [PATH]: (response) => reply(response, body, status) })
    const error = await failure(startClient(tenant).client.download(PATH, {}))
    expect(error.code).toBe(code)
    expect(error.values.reason).toContain(reason)
  })

  test('refuses an empty answer', async () => {
    const tenant = await startTenant({ [PATH]: (response) => response.end() })
    expect((await failure(startClient(tenant).client.download(PATH, {}))).code).toBe('RESPONSE_INVALID')
  })

  test.each([
    [403, 'VENDOR_REJECTED'],
    [503, 'VENDOR_UNAVAILABLE'],
  ])('says when the file is not there to fetch (%i)', async (status, code) => {
    const store = await startTenant({ '/f': (response) => response.writeHead(status).end('<Error/>') })
    const tenant = await startTenant({
      [PATH]: (response) => reply(response, file(`${store.url}/f?sig=s3cret`)),
    })
    const { client } = startClient(tenant, {}, { file_hosts: [store.host] })
    const error = await failure(client.download(PATH, {}))
    expect([error.code, error.values.reason]).toEqual([
      code,
      `the file could not be fetched from ${store.host} (status ${status})`,
    ])
  })

  test('refuses a file that is larger than wanted, wherever it comes from', async () => {
    const store = await startTenant({ '/f': (response) => response.end('x'.repeat(2000)) })
    const tenant = await startTenant({
      [PATH]: (response) => reply(response, file(`${store.url}/f?sig=s3cret`)),
      '/api/bytes': (response) => response.end('x'.repeat(2000)),
    })
    const { client } = startClient(tenant, {}, { file_hosts: [store.host] })
    for (const path of [PATH, '/api/bytes']) {
      const error = await failure(client.download(path, {}, { max_bytes: 1000 }))
      expect([error.code, error.values.reason]).toEqual([
        'RESPONSE_INVALID',
        'the response is larger than 1000 bytes',
      ])
      expect(JSON.stringify(error)).not.toContain('s3cret')
    }
  })
})
