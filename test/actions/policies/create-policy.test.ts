import { describe, expect, test } from 'vitest'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'create-policy'
const PATH = '/api/policy/blockedsenders/create-policy'
const EVERYONE = { type: 'everyone' }
const SENDER = { type: 'individual_email_address', emailAddress: 'billing@suppliers.example.net' }
const USUAL = { description: 'Test', from: SENDER, to: EVERYONE }

describe('a policy that is refused before a request', () => {
  test.each([
    ['nothing', {}, ['option', 'policy']],
    ['no JSON', { Policy: '{"description":', Option: 'no_action' }, ['policy']],
    ['a list', { Policy: '[]', Option: 'no_action' }, ['policy']],
    ['text', { Policy: '"block them"', Option: 'no_action' }, ['policy']],
    ['another option', { Policy: USUAL, Option: 'block' }, ['option']],
  ])('%s', async (_, parameters, places) => {
    const { run, simulator } = await openMimecast()
    const result = await run(ACTION, parameters)
    expect(result.error?.code).toBe('PARAMETER_INVALID')
    expect(result.error?.problems?.map(({ where }) => where).sort()).toEqual(places)
    expect(simulator.counters.total).toBe(0)
  })

  const from = (target: object) => ({ ...USUAL, from: target })
  test.each([
    ['an empty object', {}, ['description required', 'from required', 'to required']],
    ['a blank description', { ...USUAL, description: ' ' }, ['description pattern']],
    ['a field that is no field', { ...USUAL, bidirectonal: true }, ['bidirectonal not_allowed']],
    ['a boolean as text', { ...USUAL, enforced: 'true' }, ['enforced type_boolean']],
    ['another part', { ...USUAL, fromPart: 'header' }, ['fromPart enum']],
    ['no kind', from({ emailAddress: 'a@b.test' }), ['from.type required']],
    ['an unknown kind', from({ type: 'email_address' }), ['from.type enum']],
    ['an address missing', from({ type: SENDER.type }), ['from.emailAddress required']],
    ['no address', from({ ...SENDER, emailAddress: 'suppliers' }), ['from.emailAddress format_email']],
    [
      'a domain with its @',
      from({ type: 'email_domain', emailDomain: '@b.test' }),
      ['from.emailDomain format_domain'],
    ],
    [
      'the field of the newer path',
      from({ type: 'email_domain', domain: 'b.test' }),
      ['from.domain not_allowed', 'from.emailDomain required'],
    ],
    ['no group', from({ type: 'profile_group', groupId: '' }), ['from.groupId pattern']],
    ['no name', from({ type: 'header_display_name' }), ['from.headerDisplayName required']],
    ['no attribute', from({ type: 'address_attribute_value' }), ['from.attribute required']],
    [
      'an attribute without a value',
      from({ type: 'address_attribute_value', attribute: { id: '7' } }),
      ['from.attribute.value required'],
    ],
    [
      'an address that everyone would swallow',
      from({ ...EVERYONE, emailAddress: 'a@b.test' }),
      ['from.emailAddress not_allowed'],
    ],
    ['a recipient', { ...USUAL, to: { type: 'everybody' } }, ['to.type enum']],
    [
      'a flat kind without its value',
      { description: 'x', fromType: 'email_domain', toType: 'everyone' },
      ['fromValue required'],
    ],
    [
      'a flat value of another kind',
      {
        description: 'x',
        fromType: 'email_domain',
        fromValue: 'a@b.test',
        toType: SENDER.type,
        toValue: 'b.test',
      },
      ['fromValue format_domain', 'toValue format_email'],
    ],
    [
      'a flat value that everyone would swallow',
      { description: 'x', fromType: 'everyone', fromValue: 'a@b.test', to: EVERYONE },
      ['fromValue not_allowed'],
    ],
    [
      'a date that is missing',
      { ...USUAL, fromEternal: false, toEternal: false },
      ['fromDate required', 'toDate required'],
    ],
    ['a date without a zone', { ...USUAL, toDate: '2026-06-30T23:59:59' }, ['toDate format_datetime']],
    [
      'an unknown condition',
      { ...USUAL, conditions: { ips: ['192.0.2.0/24'] } },
      ['conditions.ips not_allowed'],
    ],
    [
      'networks and domains that are none',
      { ...USUAL, conditions: { sourceIPs: ['192.0.2.0/33', 'x'], spfDomains: ['@example.com'] } },
      [
        'conditions.sourceIPs.0 format_ip_range',
        'conditions.sourceIPs.1 format_ip_range',
        'conditions.spfDomains.0 format_domain',
      ],
    ],
    [
      'one condition, not a list',
      { ...USUAL, conditions: { sourceIPs: '192.0.2.0/24' } },
      ['conditions.sourceIPs type_list'],
    ],
  ])('%s', async (_, policy, problems) => {
    const { run, simulator } = await openMimecast()
    for (const written of [policy, JSON.stringify(policy)]) {
      const result = await run(ACTION, { Policy: written, Option: 'block_sender' })
      const broken = result.error?.problems?.map(({ where, rule }) => `${where} ${rule}`).sort()
      expect(broken).toEqual(problems.map((problem) => `policy.${problem}`).sort())
    }
    expect(simulator.counters.total).toBe(0)
  })

  test('the sentence names the field, what came in and what is allowed', async () => {
    const { run } = await openMimecast()
    const result = await run(ACTION, { Policy: from({ type: 'email_domains' }), Option: 'no_action' })
    expect(result.output_message).toContain('"Policy.from.type" must be one of "individual_email_address"')
    expect(result.output_message).toContain('got "email_domains". Did you mean "email_domain"?')
  })
})

describe('a policy that Mimecast refuses', () => {
  test('from external to external addresses', async () => {
    const { run, simulator } = await openMimecast()
    const outside = { type: 'external_addresses' }
    const before = simulator.state.policies.size
    const policy = { description: 'x', from: outside, to: outside }
    const result = await run(ACTION, { Policy: policy, Option: 'block_sender' })
    expect(result.error).toMatchObject({
      code: 'VENDOR_REJECTED',
      retryable: false,
      vendor: { failures: [{ code: 'err_policy_invalid_from_value', field: 'policy' }] },
    })
    expect(simulator.state.policies.size).toBe(before)
  })

  test('without the permission, which is named', async () => {
    const { run } = await openMimecast({ faults: [{ path: PATH, status: 403 }] })
    const result = await run(ACTION, { Policy: USUAL, Option: 'block_sender' })
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Gateway | Policies | Edit')
  })

  test.each([
    ['a broken connection', { cut: 'after' as const }],
    ['a server error', { status: 503 }],
    ['no data', { body: { meta: { status: 200 }, data: [], fail: [] } }],
  ])('or perhaps not: after %s it is not sent again', async (_, fault) => {
    const { run, bodies } = await openMimecast({ faults: [{ path: PATH, ...fault }] })
    const result = await run(ACTION, { Policy: USUAL, Option: 'block_sender' })
    expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false })
    expect(bodies(PATH)).toHaveLength(1)
  })
})

describe.each(GENERATIONS)('creating with API %s', (generation) => {
  test('sends the policy as it was given and shapes the answer', async () => {
    const { run, bodies, simulator } = await openMimecast({ generation })
    const policy = {
      description: 'Test Policy',
      fromPart: 'header_from',
      from: SENDER,
      to: { type: 'individual_email_address', emailAddress: 'ap@example.com' },
      bidirectional: true,
      comment: 'ticket 7',
      conditions: { sourceIPs: ['203.0.113.0/24'] },
    }
    const result = await run(ACTION, { Policy: JSON.stringify(policy), Option: 'no_action' })
    expect(bodies(PATH)).toEqual([{ data: [{ option: 'no_action', policy }] }])
    expect(result.output_message).toBe('Successfully created the policy "Test Policy" in Mimecast.')
    expect(result.json_result).toEqual({
      id: [...simulator.state.policies.keys()].at(-1),
      option: 'no_action',
      description: 'Test Policy',
      enabled: true,
      from_part: 'header_from',
      from_type: 'individual_email_address',
      from_value: 'billing@suppliers.example.net',
      from_attribute: null,
      to_type: 'individual_email_address',
      to_value: 'ap@example.com',
      to_attribute: null,
      from_eternal: true,
      from_date: '1900-01-01T00:00:00+0000',
      to_eternal: true,
      to_date: '2100-01-01T23:59:59+0000',
      bidirectional: true,
      override: false,
      enforced: false,
      source_ips: ['203.0.113.0/24'],
      hostnames: [],
      spf_domains: [],
      comment: 'ticket 7',
      create_time: '2026-03-10T10:30:00+0000',
      last_updated: '2026-03-10T10:30:00+0000',
    })
  })
})

test.each([
  ['email_domain', { emailDomain: 'b.test' }, 'b.test'],
  ['profile_group', { groupId: 'eNoV7' }, 'eNoV7'],
  ['header_display_name', { headerDisplayName: 'The Boss' }, 'The Boss'],
  ['address_attribute_value', { attribute: { id: '1', name: 'office', value: 'Lyon' } }, 'Lyon'],
  ['internal_addresses', {}, null],
  ['external_addresses', {}, null],
  ['free_mail_domains', {}, null],
])('knows the kind %s', async (type, value, shown) => {
  const { run, bodies } = await openMimecast()
  const policy = { description: 'x', from: { type, ...value }, to: EVERYONE }
  const result = await run(ACTION, { Policy: policy, Option: 'Block Sender' })
  expect(bodies(PATH)).toEqual([{ data: [{ option: 'block_sender', policy }] }])
  expect(result.json_result).toMatchObject({
    from_type: type,
    from_value: shown,
    to_type: 'everyone',
    to_value: null,
  })
})

test('takes the flat form, too', async () => {
  const { run, bodies } = await openMimecast()
  const policy = { description: 'x', fromType: 'email_domain', fromValue: 'b.test', toType: 'everyone' }
  const result = await run(ACTION, { Policy: policy, Option: 'no_action' })
  expect(bodies(PATH)).toEqual([{ data: [{ option: 'no_action', policy }] }])
  expect(result.json_result).toMatchObject({ from_type: 'email_domain', from_value: 'b.test' })
})

test('dates go out in the documented form, and one alone means that it does not hold for ever', async () => {
  const { run, bodies } = await openMimecast()
  const dates = { fromDate: '2026-03-01T00:00:00+01:00', toDate: '2026-06-30T23:59:59Z', toEternal: false }
  const result = await run(ACTION, { Policy: { ...USUAL, ...dates }, Option: 'block_sender' })
  const sent = {
    ...USUAL,
    fromEternal: false,
    fromDate: '2026-02-28T23:00:00+0000',
    toEternal: false,
    toDate: '2026-06-30T23:59:59+0000',
  }
  expect(bodies(PATH)).toEqual([{ data: [{ option: 'block_sender', policy: sent }] }])
  expect(result.json_result).toMatchObject({ from_eternal: false, from_date: '2026-02-28T23:00:00+0000' })
})

test('a date beside its true flag stays what it is', async () => {
  const { run, bodies } = await openMimecast()
  const policy = { ...USUAL, fromEternal: true, fromDate: '1900-01-01T00:00:00+0000' }
  await run(ACTION, { Policy: policy, Option: 'block_sender' })
  expect(bodies(PATH)).toEqual([{ data: [{ option: 'block_sender', policy }] }])
})
