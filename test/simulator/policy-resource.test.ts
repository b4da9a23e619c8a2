import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchToken, openTenant, type Reply, read, sample, shapeProblems, type Tenant } from './support.ts'

const PATH = '/policy-management/cloud-gateway/v1/blocked-senders/policies'
const plain = {
  description: 'x',
  option: 'block_sender',
  from: { type: 'email_domain', domain: 'bulk.test' },
  to: { type: 'everyone' },
}

let tenant: Tenant
beforeEach(async () => {
  tenant = await openTenant()
})
afterEach(() => tenant.simulator.close())

const ask = async (method: string, path: string, body?: unknown): Promise<Reply> =>
  read(
    await fetch(tenant.simulator.url + path, {
      method,
      headers: {
        authorization: `Bearer ${await fetchToken(tenant.simulator)}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

test.each([
  ['another option', { option: 'ban' }, 'err_validation_value_not_allowed'],
  ['free mail domains', { from: { type: 'free_mail_domains' } }, 'err_validation_value_not_allowed'],
  [
    'a display name',
    { to: { type: 'header_display_name', headerDisplayName: 'x' } },
    'err_validation_value_not_allowed',
  ],
  [
    'a target without its value',
    { from: { type: 'individual_email_address', email: 'a@b.test' } },
    'err_policy_invalid_from_value',
  ],
  ['no description', { description: undefined }, 'err_validation_null'],
])('%s is refused without an envelope', async (_what, change, code) => {
  const reply = await ask('POST', PATH, { ...plain, ...change })
  expect([reply.status, reply.body.fail[0].code]).toEqual([400, code])
})

test('an unknown id is 404, another verb 405, API 1.0 knows none of it', async () => {
  expect((await ask('GET', `${PATH}/unknown`)).status).toBe(404)
  expect((await ask('PUT', PATH)).status).toBe(405)
  expect((await tenant.signed(PATH, {})).status).toBe(404)
})

test('the answers are the samples', async () => {
  const expected = sample('policy_management_blocked_sender')
  expect((await ask('GET', `${PATH}/${expected.id}`)).body).toEqual(expected)
  const list = (await ask('GET', `${PATH}?pageSize=1`)).body
  expect(Object.keys(list)).toEqual(['definitions', 'meta'])
  expect(
    shapeProblems(list.meta, {
      pagination: { pageSize: 1, ...sample('policy_management_blocked_sender_list').meta.pagination },
    }),
  ).toEqual([])
  const next = encodeURIComponent(list.meta.pagination.next)
  expect((await ask('GET', `${PATH}?pageSize=1&pageToken=${next}`)).body.definitions).toEqual([expected])
})

test('a policy is made, changed in one field, seen by the other style, and gone', async () => {
  const { id } = (await ask('POST', PATH, plain)).body
  const changed = await ask('PATCH', `${PATH}/${id}`, {
    description: 'y',
    toEternal: false,
    toDateTime: '2026-06-30T23:59:59Z',
  })
  expect([changed.status, changed.text]).toEqual([204, ''])
  const { body } = await tenant.call('/api/policy/blockedsenders/get-policy', { id })
  expect(body.data[0]).toMatchObject({
    option: 'block_sender',
    policy: { description: 'y', fromValue: 'bulk.test', toDate: '2026-06-30T23:59:59+0000' },
  })
  expect((await ask('DELETE', `${PATH}/${id}`)).status).toBe(204)
  expect((await ask('GET', `${PATH}/${id}`)).status).toBe(404)
})
