import { describe, expect, test } from 'vitest'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'
import { refusalBody } from '../../support/refusals.ts'

const ACTION = 'add-group-member'
const PATH = '/api/directory/add-group-member'
const BLOCKED =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'
const PERMITTED =
  'eNoVAYqhkowk6mPSuzn2QgjjRIr-hTtAsWvxCY7dd4EZWXDssZodHuUr4ezDHpq4zDPMAJ0JMzAO-Yp2dbkZJJVmm7oPw9W7k6lF5vjHfnQ_CwHG5goT76v7bDeH6xOIZ5AzlYapwrQa4ZAgXhjmpOghE2MUpX_dSVae9vzs-D9JST_o31oJc2j6'

describe('adding that fails', () => {
  test.each([
    ['an address without a local part', { 'Email Address': '@example.net' }, 'email_address', 'format_email'],
    ['a name without its quotes', { 'Email Address': 'A <a@b.test' }, 'email_address', 'format_email'],
    ['two addresses', { 'Email Address': 'a@b.test, c@d.test' }, 'email_address', 'format_email'],
    ['a domain with a star', { Domain: '*.example.net' }, 'domain', 'format_domain'],
    ['an invisible character', { Domain: 'example\u200b.net' }, 'domain', 'invisible'],
    ['one in the id', { ID: `${BLOCKED}\u200b`, Domain: 'b.test' }, 'id', 'invisible'],
    ['an address as domain', { Domain: 'a@example.net' }, 'domain', 'format_domain'],
    ['neither', { 'Email Address': ' ' }, 'email_address', 'required_one'],
    ['both', { 'Email Address': 'a@b.test', Domain: 'b.test' }, 'email_address', 'only_one'],
    ['long notes', { 'Email Address': 'a@b.test', Notes: 'x'.repeat(101) }, 'notes', 'max_length'],
  ])('%s is refused before a request', async (_, parameters, where, rule) => {
    const { run, simulator } = await openMimecast()
    const result = await run(ACTION, { ID: BLOCKED, ...parameters })
    expect(result.error).toMatchObject({ code: 'PARAMETER_INVALID', problems: [{ where, rule }] })
    expect(simulator.counters.total).toBe(0)
  })

  test('what is missing or double is said in a sentence', async () => {
    const { run } = await openMimecast()
    const neither = await run(ACTION, { ID: BLOCKED })
    expect(neither.output_message).toContain('"Email Address" or "Domain" is required')
    const both = await run(ACTION, { ID: BLOCKED, Email_Address: 'a@b.test', Domain: 'b.test' })
    expect(both.output_message).toContain('Only one of "Email Address" and "Domain" is allowed')
  })

  test('an unknown group is refused', async () => {
    const { run } = await openMimecast()
    const result = await run(ACTION, { ID: `${BLOCKED}x`, 'Email Address': 'a@b.test' })
    expect(result.error?.code).toBe('VENDOR_REJECTED')
    expect(result.output_message).toContain('an id in the request is probably truncated or damaged')
  })

  test('a group that may only be read is not changed', async () => {
    const { run, simulator } = await openMimecast()
    const result = await run(ACTION, { ID: PERMITTED, 'Email Address': 'a@b.test' })
    expect(result.error).toMatchObject({
      code: 'VENDOR_REJECTED',
      vendor: { failures: [{ code: 'err_xdk_operation_forbidden_for_address' }] },
    })
    expect(simulator.state.groups.get(PERMITTED)?.members.size).toBe(405)
  })

  test('without the permission names it', async () => {
    const { run } = await openMimecast({ faults: [{ path: PATH, status: 403 }] })
    const result = await run(ACTION, { ID: BLOCKED, Domain: 'b.test' })
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Directories | Groups | Edit')
  })

  test('a broken connection leaves open whether it was added, and it is not sent again', async () => {
    const { run, bodies } = await openMimecast({ faults: [{ path: PATH, cut: 'after' }] })
    const result = await run(ACTION, { ID: BLOCKED, Domain: 'b.test' })
    expect(result.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true })
    expect(bodies(PATH)).toHaveLength(1)
  })

  test('another refusal beside "already exists" is a failure', async () => {
    const body = refusalBody([
      { code: 'err_folder_group_member_already_exists', message: 'Group member already exists' },
      { code: 'err_validation_blank', message: 'Field cannot be blank', field: 'notes' },
    ])
    const { run } = await openMimecast({ faults: [{ path: PATH, body }] })
    const result = await run(ACTION, { ID: BLOCKED, Domain: 'b.test' })
    expect(result.error?.code).toBe('VENDOR_REJECTED')
  })
})

describe.each(GENERATIONS)('adding with API %s', (generation) => {
  test('an address, with notes', async () => {
    const { run, bodies, simulator } = await openMimecast({ generation })
    const address = 'billing@suppliers.example.net'
    const result = await run(ACTION, { ID: BLOCKED, 'Email Address': ` ${address} `, Notes: 'ticket 7' })
    expect(bodies(PATH)).toEqual([{ data: [{ id: BLOCKED, emailAddress: address, notes: 'ticket 7' }] }])
    const member = simulator.state.groups.get(BLOCKED)?.members.get(address)
    expect(member).toMatchObject({ emailAddress: address, notes: 'ticket 7' })
    expect(result).toMatchObject({
      is_success: true,
      output_message: `Successfully added ${address} to the group in Mimecast.`,
    })
    expect(result.json_result).toEqual({
      id: member?.id,
      group_id: BLOCKED,
      email_address: address,
      domain: null,
      internal: false,
      already_member: false,
    })
  })

  test('a domain', async () => {
    const { run, bodies } = await openMimecast({ generation })
    const result = await run(ACTION, { ID: BLOCKED, Domain: 'offers.test' })
    expect(bodies(PATH)).toEqual([{ data: [{ id: BLOCKED, domain: 'offers.test' }] }])
    expect(result.json_result).toEqual({
      id: expect.stringMatching(/^eNo/),
      group_id: BLOCKED,
      email_address: null,
      domain: 'offers.test',
      internal: false,
      already_member: false,
    })
  })

  test('a member that is one already is a success that says so', async () => {
    const { run, simulator } = await openMimecast({ generation })
    const result = await run(ACTION, { ID: BLOCKED, 'Email Address': 'deals@bulk.example.net' })
    expect(result).toMatchObject({
      is_success: true,
      output_message: 'deals@bulk.example.net is already a member of the group in Mimecast.',
    })
    expect(result.error).toBeUndefined()
    expect(result.json_result).toEqual({
      id: null,
      group_id: BLOCKED,
      email_address: 'deals@bulk.example.net',
      domain: null,
      internal: null,
      already_member: true,
    })
    expect(simulator.state.groups.get(BLOCKED)?.members.size).toBe(122)
  })
})
