import { describe, expect, test } from 'vitest'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const PATH = '/api/policy/blockedsenders/create-policy'
const FAILED = 'Error executing action "Mimecast - Create Block Sender Policy".\nReason: '
const least = { Description: 'Holdout', 'Sender Type': 'Everyone', 'Recipient Type': 'Internal Addresses' }

/** The body with the form's defaults and what differs from them. */
const body = (policy: object = {}, option = 'block_sender'): object => ({
  data: [
    {
      option,
      policy: {
        description: 'Holdout',
        fromPart: 'both',
        from: { type: 'everyone' },
        to: { type: 'internal_addresses' },
        bidirectional: true,
        comment: null,
        enabled: true,
        enforced: true,
        fromEternal: true,
        toEternal: true,
        ...policy,
      },
    },
  ],
})

describe('a policy that is not made', () => {
  const refused: [string, object, string][] = [
    ['without a description', { Description: '' }, '"Description" is required.'],
    [
      'without the domain that Sender Type asks for by default',
      { 'Sender Type': '' },
      '"Sender" is required when "Sender Type" is "Email Domain".',
    ],
    ...['Email Address', 'Email Domain', 'Header Display Name'].map((kind): [string, object, string] => [
      `without a recipient of type ${kind}`,
      { 'Recipient Type': kind },
      `"Recipient" is required when "Recipient Type" is "${kind}".`,
    ]),
    [
      'for a kind outside the list',
      { 'Recipient Type': 'Nobody' },
      '"Recipient Type" must be one of "Everyone", "Email Address", "Email Domain", "Header Display Name", "Internal Addresses", "External Addresses"; got "Nobody".',
    ],
    [
      'with another response',
      { Response: 'block sender' },
      '"Response" must be one of "No Action", "Block Sender"; got "block sender". Did you mean "Block Sender"?',
    ],
    [
      'for addresses that are none, both named',
      {
        'Sender Type': 'Email Address',
        Sender: 'not-an-email',
        'Recipient Type': 'Email Address',
        Recipient: 'a b@c.test',
      },
      '"Sender" must be an email address such as user@example.com; got "not-an-email". "Recipient" must be an email address such as user@example.com; got "a b@c.test".',
    ],
    [
      'for domains that are none, both named',
      {
        'Sender Type': 'Email Domain',
        Sender: '*.evil.test',
        'Recipient Type': 'Email Domain',
        Recipient: 'dana@example.com',
      },
      '"Sender" must be a domain such as example.com; got "*.evil.test". "Recipient" must be a domain such as example.com; got "dana@example.com".',
    ],
    [
      'for an address with an invisible character',
      { 'Sender Type': 'Email Address', Sender: 'jane@example.test\u200b' },
      '"Sender" contains an invisible character, U+200B ZERO WIDTH SPACE, at position 18. Remove it.',
    ],
    [
      'with a time without a zone',
      { 'Start Time': '2026-03-07T16:03:00' },
      '"Start Time" must be a time with a time zone, such as 2026-03-09T08:14:22Z or 2026-03-09T08:14:22+01:00; got "2026-03-07T16:03:00".',
    ],
    [
      'with a text that is no time',
      { 'End Time': 'tomorrow' },
      '"End Time" must be a time with a time zone, such as 2026-03-09T08:14:22Z or 2026-03-09T08:14:22+01:00; got "tomorrow".',
    ],
    [
      'that would end when it begins',
      { 'Start Time': '2026-03-07T16:03:00Z', 'End Time': '2026-03-07T17:03:00+01:00' },
      '"End Time" must be later than "Start Time" (2026-03-07T16:03:00Z); got 2026-03-07T17:03:00+01:00.',
    ],
  ]
  test.each(refused)('%s, before a request', async (_what, parameters, words) => {
    const tenant = await openMimecast()
    const result = await tenant.run('create-block-sender-policy', { ...least, ...parameters })
    expect(result.output_message).toBe(`${FAILED}Invalid parameters: ${words}`)
    expect(result).toMatchObject({
      is_success: false,
      json_result: null,
      error: { code: 'PARAMETER_INVALID' },
    })
    expect(tenant.simulator.requests).toEqual([])
  })

  test('because Mimecast refuses it', async () => {
    const tenant = await openMimecast()
    const before = tenant.simulator.state.policies.size
    const parameters = {
      ...least,
      'Sender Type': 'External Addresses',
      'Recipient Type': 'External Addresses',
    }
    const result = await tenant.run('create-block-sender-policy', parameters)
    expect(result.output_message).toBe(`${FAILED}Mimecast rejected the request: Invalid fromValue (policy).`)
    expect(tenant.simulator.state.policies.size).toBe(before)
  })

  test('for lack of the permission, which is named', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, status: 403 })
    const result = await tenant.run('create-block-sender-policy', least)
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Gateway | Policies | Edit.')
  })

  test('as far as anybody can tell, when the answer is empty; repeating would make a second one', async () => {
    const tenant = await openMimecast()
    tenant.simulator.fault({ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } })
    const result = await tenant.run('create-block-sender-policy', least)
    expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false })
    expect(tenant.bodies(PATH)).toHaveLength(1)
  })
})

describe('a policy', () => {
  test.each(GENERATIONS)(
    'goes out with every field and comes back as it was stored, with API %s',
    async (generation) => {
      const tenant = await openMimecast({ generation })
      const result = await tenant.run('create-block-sender-policy', {
        Response: 'No Action',
        Description: 'Holdout',
        'Extracted Data': 'From Headers',
        Sender: 'Évil "CEO" & Co',
        'Sender Type': 'Header Display Name',
        Recipient: 'dana@example.com',
        'Recipient Type': 'Email Address',
        Comment: 'After case 17.',
        Bidirectional: 'False',
        Enforced: 'false',
        'Start Time': '2026-03-07T16:03:00Z',
        'End Time': '2026-04-07T16:03:00+0000',
      })
      const from = { type: 'header_display_name', headerDisplayName: 'Évil "CEO" & Co' }
      const to = { type: 'individual_email_address', emailAddress: 'dana@example.com' }
      const policy = {
        fromPart: 'header_from',
        from,
        to,
        bidirectional: false,
        enforced: false,
        fromEternal: false,
        toEternal: false,
        fromDate: '2026-03-07T16:03:00Z',
        toDate: '2026-04-07T16:03:00+0000',
      }
      expect(tenant.bodies(PATH)).toEqual([body({ ...policy, comment: 'After case 17.' }, 'no_action')])
      expect(result.output_message).toBe('Successfully created a block sender policy in Mimecast')
      const stored = [...tenant.simulator.state.policies.values()].at(-1)
      expect(result.json_result).toEqual({
        option: 'no_action',
        id: stored?.id,
        policy: {
          ...policy,
          description: 'Holdout',
          fromType: from.type,
          fromValue: from.headerDisplayName,
          toType: to.type,
          toValue: to.emailAddress,
          override: false,
          conditions: {},
          enabled: true,
          createTime: '2026-03-10T10:30:00+0000',
          lastUpdated: '2026-03-10T10:30:00+0000',
        },
      })
    },
  )

  test('of the defaults has no dates and booleans that are booleans', async () => {
    const tenant = await openMimecast()
    await tenant.run('create-block-sender-policy', {
      ...least,
      Comment: '',
      Bidirectional: '',
      'Start Time': '',
    })
    expect(tenant.bodies(PATH)).toEqual([body()])
  })

  test.each([
    ['Email Domain', '@bulk.example.net', { type: 'email_domain', emailDomain: 'bulk.example.net' }],
    ['email domain', 'bulk.example.net', { type: 'email_domain', emailDomain: 'bulk.example.net' }],
    [
      'Email Address',
      'jörg@exämple.de',
      { type: 'individual_email_address', emailAddress: 'jörg@exämple.de' },
    ],
    [
      'Email Address',
      '"Doe, Jane" <jane@example.com>',
      { type: 'individual_email_address', emailAddress: 'jane@example.com' },
    ],
    ['Email Domain', 'bulk.example.net.', { type: 'email_domain', emailDomain: 'bulk.example.net' }],
    [
      'Header Display Name',
      'Pay\u200bPal <x>, Inc.',
      { type: 'header_display_name', headerDisplayName: 'Pay\u200bPal <x>, Inc.' },
    ],
    ['Header Display Name', '@home', { type: 'header_display_name', headerDisplayName: '@home' }],
    ['Everyone', 'not used', { type: 'everyone' }],
    ['INTERNAL ADDRESSES', '', { type: 'internal_addresses' }],
    ['External Addresses', '', { type: 'external_addresses' }],
  ])('for %s %j', async (kind, sender, from) => {
    const tenant = await openMimecast()
    await tenant.run('create-block-sender-policy', { ...least, 'Sender Type': kind, Sender: sender })
    expect(tenant.bodies(PATH)).toEqual([body({ from })])
  })

  test.each([
    ['2025-03-07T16:03:00Z', '2025-03-07T16:03:00Z'],
    ['2025-03-07T16:03:00+02:00', '2025-03-07T16:03:00+02:00'],
    ['2025-03-07 16:03+01:00', '2025-03-07T15:03:00+0000'],
    ['2025-03-07t16:03:00.5z', '2025-03-07T16:03:00+0000'],
  ])('from %s goes out as %s', async (start_time, fromDate) => {
    const tenant = await openMimecast()
    await tenant.run('create-block-sender-policy', { ...least, start_time })
    expect(tenant.bodies(PATH)).toEqual([body({ fromEternal: false, fromDate })])
  })

  test('that Mimecast answers with little has null for the rest, and none of what is new', async () => {
    const tenant = await openMimecast()
    const row = { id: 'p1', option: null, policy: { description: 'x', extra: 'new', conditions: null } }
    tenant.simulator.fault({ path: PATH, body: { meta: { status: 200 }, data: [row], fail: [] } })
    const { is_success, json_result } = await tenant.run('create-block-sender-policy', least)
    expect(is_success).toBe(true)
    const { policy, ...rest } = json_result as { policy: Record<string, unknown> }
    expect(rest).toEqual({ id: 'p1', option: null })
    const { description, conditions, ...others } = policy
    expect([description, conditions]).toEqual(['x', {}])
    expect(Object.values(others)).toEqual(Array.from({ length: 17 }, () => null))
  })
})
