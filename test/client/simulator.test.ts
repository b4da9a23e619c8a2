import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RunScope } from '../../runtime/http/scope.ts'
import { type Simulator, startSimulator } from '../../simulator/index.ts'
import { startProcess } from '../support/client.ts'
import { failure } from '../support/wire.ts'

let tenant: Simulator
beforeEach(async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  tenant = await startSimulator()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await tenant.close()
})

const SENDER = '/api/managedsender/permit-or-block-sender'
const block = (sender: string) => ({ sender, to: 'ap@example.com', action: 'block' })
const paths = () => tenant.requests.map((request) => request.path)

function connect(api: '1.0' | '2.0', scope: Partial<RunScope> = {}) {
  const { api1, api2 } = tenant.credentials
  const keys = {
    application_id: api1.app_id,
    application_key: api1.app_key,
    access_key: api1.access_key,
    secret_key: api1.secret_key,
  }
  return startProcess({ api_root: tenant.url, ...(api === '1.0' ? keys : api2) }).run(scope)
}

describe.each(['1.0', '2.0'] as const)('with API %s, the simulated tenant', (api) => {
  test('answers the ping, asked without a body', async () => {
    const { client } = connect(api)
    const envelope = await client.call<{ accountCode: string }>('/api/account/get-account', null)
    expect(envelope.data[0]?.accountCode).toMatch(/./)
  })

  test('carries out a write once, and refuses a wrong one in its own words', async () => {
    const { client } = connect(api, { safe: false })
    expect(await client.one(SENDER, block('mallory@evil.example'))).toMatchObject({ type: 'Block' })
    const error = await failure(client.one(SENDER, block('not-an-address')))
    expect(error.code).toBe('VENDOR_REJECTED')
    expect(error.values.reason).toContain('Email address is not valid')
    expect(error.facts.vendor?.failures?.[0]?.code).toBe('err_validation_invalid_email_address')
  })

  test('answers for each item of several', async () => {
    const { client } = connect(api, { safe: false })
    const items = [block('a@evil.example'), block('nobody'), block('b@evil.example')]
    expect((await client.many(SENDER, items)).map((answer) => answer.ok)).toEqual([true, false, true])
  })

  test('hands out its hold queue page by page, every row once', async () => {
    const { client } = connect(api)
    const ids: string[] = []
    const rows = client.list<{ id: string }>(
      '/api/gateway/get-hold-message-list',
      { admin: true },
      { page_size: 50 },
    )
    for await (const row of rows) ids.push(row.id)
    expect(ids.length).toBeGreaterThan(100)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each([
    ['a cut before it was handled', { cut: 'before' }],
    ['a cut after it was done', { cut: 'after' }],
    ['half an answer', { cut: 'half' }],
    ['a page of HTML', { html: true, status: 200 }],
    ['wrong JSON', { wrong_json: true }],
    ['no body', { empty: true, status: 200 }],
    ['status 503', { status: 503 }],
  ] as const)('gets a write once, whatever breaks: %s', async (_, fault) => {
    tenant.fault({ path: SENDER, ...fault })
    const error = await failure(
      connect(api, { safe: false }).client.one(SENDER, block('mallory@evil.example')),
    )
    expect(error.code).toBe('OUTCOME_UNKNOWN')
    expect(paths().filter((path) => path === SENDER)).toHaveLength(1)
  })

  test.each([
    ['a cut', { cut: 'before' }],
    ['half an answer', { cut: 'half' }],
    ['status 500', { status: 500 }],
    ['a rate limit', { rate_limited_ms: 1 }],
  ] as const)('is asked again by a read after %s', async (_, fault) => {
    tenant.fault({ path: '/api/account/get-account', times: 2, ...fault })
    const envelope = await connect(api).client.call('/api/account/get-account', null)
    expect(envelope.data).toHaveLength(1)
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const)(
    'refuses in shape %i, and that is told',
    async (fail_shape) => {
      tenant.fault({ path: SENDER, fail_shape })
      const items = [block('a@evil.example'), block('b@evil.example')]
      const { client } = connect(api, { safe: false })
      const error = await failure(client.call(SENDER, { data: items }))
      expect(['VENDOR_REJECTED', 'AUTH_FAILED', 'PERMISSION_DENIED']).toContain(error.code)
      expect(error.values.reason).toMatch(/./)
    },
  )
})

test('a token that the tenant has forgotten is replaced in the midst of a run', async () => {
  const { client } = connect('2.0', { safe: false })
  await client.one(SENDER, block('a@evil.example'))
  tenant.fault({ path: SENDER, expire_token: true, times: 1 })
  await client.one(SENDER, block('b@evil.example'))
  expect(paths().filter((path) => path === '/oauth/token')).toHaveLength(2)
})

test('wrong credentials of either kind are AUTH_FAILED', async () => {
  const { api2 } = tenant.credentials
  const wrong = startProcess({ api_root: tenant.url, ...api2, client_secret: 'wrong' }).run()
  expect((await failure(wrong.client.call('/api/account/get-account'))).code).toBe('AUTH_FAILED')
  const { api1 } = tenant.credentials
  const keys = { application_id: api1.app_id, application_key: 'wrong', access_key: api1.access_key }
  const forged = startProcess({ api_root: tenant.url, ...keys, secret_key: api1.secret_key }).run()
  const error = await failure(forged.client.call('/api/account/get-account'))
  expect([error.code, error.facts.vendor?.failures?.[0]?.code]).toEqual([
    'AUTH_FAILED',
    'err_xdk_invalid_signature',
  ])
})

test('an attachment is fetched from where files lie, without credentials', async () => {
  const { client } = connect('2.0')
  type Mail = { id: string; attachmentcount: number }
  const query =
    '<?xml version="1.0"?><xmlquery trace="iql,muse"><metadata query-type="emailarchive" archive="true" active="false" page-size="100" startrow="0"><smartfolders/><return-fields><return-field>id</return-field><return-field>attachmentcount</return-field></return-fields></metadata><muse><text></text><docs select="optional"></docs><route/></muse></xmlquery>'
  let file: string | undefined
  const mails = client.list<Mail>(
    '/api/archive/search',
    { admin: true, query },
    { rows: 'items', page_size: null },
  )
  for await (const mail of mails) {
    if (!mail.attachmentcount) continue
    const detail = await client.one<{ attachments: { id: string }[] }>('/api/archive/get-message-detail', {
      id: mail.id,
    })
    file = detail.attachments[0]?.id
    if (file) break
  }
  const got = await client.download('/api/archive/get-file', { id: file ?? '' })
  expect(got.bytes.length).toBeGreaterThan(0)
  expect(got.name).toMatch(/\./)
})
