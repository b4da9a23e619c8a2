import { describe, expect, test } from 'vitest'
import type { Fault } from '../../../simulator/index.ts'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const PATH = '/api/account/get-account'
const FAILED = 'Failed to connect to the Mimecast server! Error is '

describe('a connection that does not work', () => {
  test.each<[string, Omit<Fault, 'path'>, string]>([
    ['a page of HTML beside status 200', { html: true, status: 200 }, 'RESPONSE_INVALID'],
    ['a status inside the envelope', { fail_shape: 8 }, 'PERMISSION_DENIED'],
    ['a refusal by the gateway', { fail_shape: 4 }, 'PERMISSION_DENIED'],
  ])('is what %s means', async (_what, answer, code) => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, ...answer })
    const result = await tenant.run('ping')
    expect(result).toMatchObject({ is_success: false, json_result: null, error: { code } })
    expect(result.output_message.startsWith(FAILED)).toBe(true)
  })

  test('names the permission that the role lacks', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, status: 403 })
    expect((await tenant.run('ping')).output_message).toContain('the permission Account | Dashboard | Read.')
  })

  test('says so of wrong credentials, with the words of Mimecast', async () => {
    const tenant = await openMimecast()
    const config = { ...tenant.simulator.config.api2, client_secret: 'wrong-one' }
    const result = await tenant.run('ping', {}, { config })
    expect(result.error?.code).toBe('AUTH_FAILED')
    expect(result.output_message).toBe(
      `${FAILED}Mimecast refused the credentials: Client credentials are invalid. Check the credentials with \`soar doctor\`; create new ones if they have expired.`,
    )
    expect(JSON.stringify(result)).not.toContain('wrong-one')
  })

  test('names what is missing of a set of credentials before a request', async () => {
    const tenant = await openMimecast()
    const { secret_key: _, ...config } = tenant.simulator.config.api1
    const result = await tenant.run('ping', {}, { config })
    expect(result.output_message).toBe(`${FAILED}Invalid configuration: "Secret Key" is required.`)
    expect(tenant.simulator.requests).toEqual([])
  })
})

test.each(GENERATIONS)(
  'a working connection tells the account and nothing secret, with API %s',
  async (generation) => {
    const tenant = await openMimecast({ generation })
    const result = await tenant.run('ping')
    expect(tenant.bodies(PATH)).toEqual([undefined])
    expect(result).toMatchObject({
      is_success: true,
      output_message:
        'Successfully connected to the Mimecast server with the provided connection parameters!',
    })
    expect(result.json_result).toEqual({
      account_code: 'C00A000',
      account_name: 'Example Trading Ltd',
      region: 'eu',
      api: generation,
    })
  },
)

test.each([
  ['no account', { data: [], fail: [] }],
  ['no account, and no list of failures', { data: [] }],
  ['an account without a code', { data: [{}], fail: [] }],
  ['nothing in the place of the account', { data: [null], fail: [] }],
])('an answer with %s is a connection that works: the credentials were accepted', async (_, body) => {
  const tenant = await openMimecast()
  tenant.simulator.fault({ path: PATH, body: { meta: { status: 200 }, ...body } })
  const result = await tenant.run('ping')
  expect(result).toMatchObject({
    is_success: true,
    output_message: 'Successfully connected to the Mimecast server with the provided connection parameters!',
    json_result: { account_code: null, account_name: null, region: null, api: '2.0' },
  })
})
