import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { codes, openTenant, sample, type Tenant } from './support.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await openTenant()
})
afterEach(() => tenant.simulator.close())

const group = sample('find_groups').data[0].folders[0].id

describe('managed senders', () => {
  const path = '/api/managedsender/permit-or-block-sender'

  test('the first entry is MTOKEN:1; the same pair again keeps its entry, whatever the case', async () => {
    const block = { action: 'block', sender: 'Mallory@evil.example', to: 'alice@corp.example' }
    const first = await tenant.call(path, block)
    expect(first.body.data).toEqual([
      { id: 'MTOKEN:1', sender: 'Mallory@evil.example', to: 'alice@corp.example', type: 'Block' },
    ])
    await tenant.call(path, { ...block, to: 'bob@corp.example' })
    const again = await tenant.call(path, { ...block, sender: 'mallory@evil.example', action: 'permit' })
    expect(again.body.data[0]).toMatchObject({ id: 'MTOKEN:1', type: 'Permit' })
    expect(tenant.simulator.state.managed_senders.size).toBe(2)
  })

  test('successes and failures stand side by side, each failure with its item', async () => {
    const good = { action: 'block', sender: 'a@b.test', to: 'c@d.test' }
    const bad = { action: 'ban', sender: 'evil.example' }
    const { body } = await tenant.call(path, good, bad, { ...good, sender: 'e@b.test' })
    expect(body.data.map((row: { id: string }) => row.id)).toEqual(['MTOKEN:1', 'MTOKEN:2'])
    expect(body.fail).toHaveLength(1)
    expect(body.fail[0].key).toEqual(bad)
    expect(body.fail[0].errors.map((error: { field: string }) => error.field)).toEqual([
      'sender',
      'to',
      'action',
    ])
  })

  test.each([0, 101])('%d items are refused', async (count) => {
    const item = { action: 'block', sender: 'a@b.test', to: 'c@d.test' }
    const { body } = await tenant.call(path, ...Array.from({ length: count }, () => item))
    expect([body.data, body.fail.length]).toEqual([[], 1])
  })
})

describe('groups', () => {
  const add = (item: object) => tenant.call('/api/directory/add-group-member', { id: group, ...item })
  const remove = (item: object) => tenant.call('/api/directory/remove-group-member', { id: group, ...item })

  test.each([
    ['nobody', {}, 'err_validation_at_least_one_not_null'],
    ['a blank address', { emailAddress: '' }, 'err_validation_blank'],
    ['an address without a local part', { emailAddress: '@b.test' }, 'err_validation_invalid_email_address'],
    [
      'an address and a domain',
      { emailAddress: 'a@b.test', domain: 'b.test' },
      'err_validation_value_not_allowed',
    ],
    [
      'notes of 101 characters',
      { domain: 'b.test', notes: 'x'.repeat(101) },
      'err_validation_value_not_allowed',
    ],
    ['a member', { emailAddress: 'Deals@bulk.example.net' }, 'err_folder_group_member_already_exists'],
  ])('adding %s is refused', async (_what, item, code) => {
    expect(codes(await add(item))).toEqual([code])
  })

  test('an unknown group is HTTP 400', async () => {
    expect((await tenant.call('/api/directory/get-group-members', { id: 'unknown' })).status).toBe(400)
  })

  test('a member is counted while it is there', async () => {
    const count = async () =>
      (await tenant.call('/api/directory/find-groups', { query: 'blocked' })).body.data[0].folders[0]
        .userCount
    await add({ domain: 'evil.example' })
    expect(await count()).toBe(123)
    await remove({ domain: 'evil.example' })
    expect(await count()).toBe(122)
  })

  test('several are removed at once, strangers refused beside them', async () => {
    const path = '/api/directory/remove-group-member'
    const items = [
      { id: group, emailAddress: 'deals@bulk.example.net' },
      { id: group, domain: 'absent.test' },
    ]
    const { body } = await tenant.call(path, ...items)
    expect([body.data.length, body.fail.length]).toEqual([1, 1])
  })

  test('ldap groups are found as such, and a new group can be filled', async () => {
    const ldap = await tenant.call('/api/directory/find-groups', { source: 'ldap' })
    expect(ldap.body.data[0].folders.map((folder: { description: string }) => folder.description)).toEqual([
      'Finance',
    ])
    const made = await tenant.call('/api/directory/create-group', { description: 'New' })
    const { id } = made.body.data[0]
    await tenant.call('/api/directory/add-group-member', {
      id,
      emailAddress: 'dana@example.com',
      notes: 'hm',
    })
    const { body } = await tenant.call('/api/directory/get-group-members', { id })
    expect(body.data[0].groupMembers).toMatchObject([
      { emailAddress: 'dana@example.com', internal: true, notes: 'hm' },
    ])
  })
})

describe('policies', () => {
  const create = (policy: object, option = 'block_sender') =>
    tenant.call('/api/policy/blockedsenders/create-policy', { option, policy })
  const plain = {
    description: 'x',
    from: { type: 'email_domain', emailDomain: 'bulk.test' },
    to: { type: 'everyone' },
  }

  test.each([
    ['no description', { description: undefined }, 'err_validation_null'],
    ['texts for flags', { bidirectional: 'true' }, 'err_validation_value_not_allowed'],
    ['another part', { fromPart: 'sender' }, 'err_validation_value_not_allowed'],
    ['an end without a date', { toEternal: false }, 'err_validation_null'],
    [
      'a date without zone',
      { fromEternal: false, fromDate: '2026-03-01T00:00:00' },
      'err_validation_value_not_allowed',
    ],
    ['an empty comment', { comment: '' }, 'err_validation_blank'],
    [
      'a domain with @',
      { from: { type: 'email_domain', emailDomain: '@bulk.test' } },
      'err_policy_invalid_from_value',
    ],
    [
      'a bad address',
      { from: { type: 'individual_email_address', emailAddress: 'bulk.test' } },
      'err_policy_invalid_from_value',
    ],
    ['an unknown type', { to: { type: 'somebody' } }, 'err_policy_invalid_from_value'],
    ['a prototype key as type', { to: { type: 'constructor' } }, 'err_policy_invalid_from_value'],
    ['no recipient', { to: undefined }, 'err_policy_invalid_from_value'],
    [
      'external to external',
      { from: { type: 'external_addresses' }, to: { type: 'external_addresses' } },
      'err_policy_invalid_from_value',
    ],
  ])('%s is refused', async (_what, change, code) => {
    expect(codes(await create({ ...plain, ...change }))).toEqual([code])
    expect(tenant.simulator.state.policies.size).toBe(2)
  })

  test.each([
    [{ type: 'everyone' }, undefined],
    [{ type: 'internal_addresses' }, undefined],
    [{ type: 'free_mail_domains' }, undefined],
    [{ type: 'individual_email_address', emailAddress: 'a@b.test' }, 'a@b.test'],
    [{ type: 'header_display_name', headerDisplayName: 'The "Boss"' }, 'The "Boss"'],
    [{ type: 'profile_group', groupId: group }, group],
    [{ type: 'address_attribute_value', attribute: { id: 'x', name: 'dept', value: 'it' } }, 'it'],
  ])('a target %j is echoed with its flat value', async (from, value) => {
    const { body } = await create({ ...plain, from })
    expect(body.data[0].policy).toMatchObject({ from, fromType: from.type })
    expect(body.data[0].policy.fromValue).toBe(value)
  })

  test('defaults are filled in, dates kept', async () => {
    const [made] = (await create({ ...plain, fromEternal: false, fromDate: '2026-03-01T00:00:00+0000' })).body
      .data
    expect(made.policy).toMatchObject({
      fromPart: 'envelope_from',
      enabled: true,
      enforced: false,
      bidirectional: false,
      fromEternal: false,
      toEternal: true,
      fromDate: '2026-03-01T00:00:00+0000',
      toDate: '2100-01-01T23:59:59+0000',
      createTime: '2026-03-10T10:30:00+0000',
    })
    expect(made.policy).not.toHaveProperty('toValue')
  })

  test('the older flat form is accepted', async () => {
    const { description } = plain
    const flat = { description, fromType: 'email_domain', fromValue: 'bulk.test', toType: 'everyone' }
    expect((await create(flat)).body.data[0].policy.from).toEqual(plain.from)
  })

  test('a policy is read by id, updated whole, deleted once', async () => {
    const { id } = (await create(plain)).body.data[0]
    const change = { id, option: 'no_action', policy: { ...plain, description: 'y' } }
    await tenant.call('/api/policy/blockedsenders/update-policy', change)
    const read = await tenant.call('/api/policy/blockedsenders/get-policy', { id })
    expect(read.body.data).toMatchObject([{ id, option: 'no_action', policy: { description: 'y' } }])
    const path = '/api/policy/blockedsenders/delete-policy'
    expect((await tenant.call(path, { id })).body).toEqual({ ...sample('delete_policy'), data: [{ id }] })
    expect((await tenant.call(path, { id })).body).toEqual(sample('delete_policy_not_found'))
  })
})

describe('TTP logs and URLs', () => {
  test.each([
    ['url', { scanResult: 'bad' }, 'err_validation_value_not_allowed'],
    ['url', { route: 'external' }, 'err_validation_value_not_allowed'],
    ['attachment', { result: 'clean' }, 'err_validation_value_not_allowed'],
    ['impersonation', { searchField: 'definition', query: 'x' }, 'err_validation_value_not_allowed'],
    ['impersonation', { searchField: 'subject' }, 'err_validation_null'],
    ['impersonation', { actions: ['burn'] }, 'err_validation_value_not_allowed'],
    ['url', { oldestFirst: 'true' }, 'err_validation_value_not_allowed'],
  ])('%s logs with %j are refused', async (kind, item, code) => {
    expect(codes(await tenant.call(`/api/ttp/${kind}/get-logs`, item))).toEqual([code])
  })

  test.each([
    ['url', 'clickLogs', { scanResult: 'malicious' }, 1],
    ['url', 'clickLogs', { route: 'outbound' }, 0],
    ['attachment', 'attachmentLogs', { result: 'safe', route: 'inbound' }, 1],
    ['impersonation', 'impersonationLogs', { searchField: 'policy', query: 'impersonation' }, 1],
    ['impersonation', 'impersonationLogs', { searchField: 'senderAddress', query: 'other' }, 0],
    [
      'impersonation',
      'impersonationLogs',
      { identifiers: ['newly_observed_domain'], taggedMalicious: false },
      0,
    ],
  ])('%s logs: %s with %j', async (kind, name, item, count) => {
    const { body } = await tenant.call(`/api/ttp/${kind}/get-logs`, { from: '2026-03-01T00:00:00Z', ...item })
    expect(body.data[0][name]).toHaveLength(count)
  })

  test('without a window it is today', async () => {
    const { body } = await tenant.call('/api/ttp/url/get-logs', {})
    expect(body.data[0].clickLogs.map((row: { date: string }) => row.date)).toEqual([
      '2026-03-10T09:20:00+0000',
    ])
  })

  test('links are decoded in the order sent', async () => {
    const code = Buffer.from('https://login.bulk.example.net/verify?id=1').toString('base64url')
    const links = [`https://protect-eu.mimecast.com/s/${code}`, 'https://protect-eu.mimecast.com/s/unknown']
    const { body } = await tenant.call('/api/ttp/url/decode-url', ...links.map((url) => ({ url })))
    expect(body.data).toEqual([
      { url: 'https://login.bulk.example.net/verify?id=1', success: true },
      { url: links[1], success: false },
    ])
  })

  test('a managed URL exists once and goes when it is deleted', async () => {
    const item = { url: 'https://a.test:8443/x?y=1', action: 'block' }
    const { body } = await tenant.call('/api/ttp/url/create-managed-url', item)
    expect(body.data[0]).toMatchObject({ domain: 'a.test', port: 8443, path: '/x', queryString: 'y=1' })
    expect(codes(await tenant.call('/api/ttp/url/create-managed-url', item))).toEqual([
      'err_managed_url_exists_code',
    ])
    const gone = await tenant.call('/api/ttp/url/delete-managed-url', { id: body.data[0].id })
    expect(gone.body).toEqual(sample('delete_managed_url'))
    const left = await tenant.call('/api/ttp/url/get-all-managed-urls', { domainOrUrl: 'a.test' })
    expect(left.body.data).toEqual([])
  })
})
