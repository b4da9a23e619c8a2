import { describe, expect, test } from 'vitest'
import { firstPage, GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'get-policy'
const PATH = '/api/policy/blockedsenders/get-policy'
const FIRST =
  'eNo1KIK7MQScEKIBk5eiYoRb-EeAOxVa5C6BoJPLo6yIKqoakBzUlpmeidgjeoes0M1IzHXlH-0Xx2NoE9FihW8rIvLYGaBVzw0XW5FR2LqO_Z1H3sgRHDJIR5ymM9j8zgJvYC9hpYQWIvJcHVlE5D1KZ8eVNAzSNb1IRvulWoUblKP4emilPsfgyJGai9RoSd0L'

const FIRST_ROW = {
  id: FIRST,
  option: 'block_sender',
  description: 'Block supplier impersonation',
  enabled: true,
  from_part: 'both',
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
  bidirectional: false,
  override: false,
  enforced: true,
  source_ips: [],
  hostnames: [],
  spf_domains: [],
  comment: null,
  create_time: '2026-03-09T10:12:31+0000',
  last_updated: '2026-03-09T10:12:31+0000',
}

describe('policies that are not shown', () => {
  test('an unknown id is named', async () => {
    const { run } = await openMimecast()
    const result = await run(ACTION, { 'Policy ID': 'eNo1unknown' })
    expect(result.error).toMatchObject({ code: 'VENDOR_REJECTED', vendor: { status: 200, meta_status: 404 } })
    expect(result.output_message).toBe(
      'Error executing action Mimecast - Get Policy. Reason: Mimecast rejected the request: there is no policy with the id "eNo1unknown".',
    )
    expect(result.json_result).toBeNull()
  })

  test('without the permission names it, with an id and without', async () => {
    const { run } = await openMimecast({ faults: [{ path: PATH, status: 403 }] })
    for (const parameters of [{}, { ID: FIRST }]) {
      const result = await run(ACTION, parameters)
      expect(result.error?.code).toBe('PERMISSION_DENIED')
      expect(result.output_message).toContain('needs the permission Gateway | Policies | Read')
    }
  })

  test('none at all is a success that says so', async () => {
    const body = { meta: { status: 200 }, data: [], fail: [] }
    const { run } = await openMimecast({ faults: [{ path: PATH, body }] })
    const result = await run(ACTION)
    expect(result).toMatchObject({
      is_success: true,
      json_result: [],
      output_message: 'No blocked sender policies were found in Mimecast.',
    })
  })
})

describe.each(GENERATIONS)('with API %s', (generation) => {
  test('one policy by its id', async () => {
    const { run, bodies } = await openMimecast({ generation })
    const result = await run(ACTION, { 'Policy ID': FIRST })
    expect(bodies(PATH)).toEqual([{ data: [{ id: FIRST }] }])
    expect(result.json_result).toEqual([FIRST_ROW])
    expect(result.output_message).toBe('Found 1 blocked sender policy in Mimecast.')
  })

  test('all policies', async () => {
    const { run, bodies } = await openMimecast({ generation })
    const result = await run(ACTION)
    expect(bodies(PATH)).toEqual([firstPage()])
    const rows = result.json_result as (typeof FIRST_ROW)[]
    expect(rows[0]).toEqual(FIRST_ROW)
    expect(rows[1]).toMatchObject({
      description: 'Block bulk domain for everyone',
      from_type: 'email_domain',
      from_value: 'bulk.example.net',
      to_type: 'everyone',
      to_value: null,
      from_eternal: false,
      source_ips: ['203.0.113.0/24'],
      comment: 'quarter campaign',
    })
    expect(result.output_message).toBe('Found 2 blocked sender policies in Mimecast.')
  })
})

test('follows the pages of many policies', async () => {
  const { run, bodies } = await openMimecast()
  for (let n = 0; n < 100; n++) {
    const policy = { description: `Policy ${n}`, from: { type: 'everyone' }, to: { type: 'everyone' } }
    await run('create-policy', { Policy: policy, Option: 'no_action' })
  }
  const result = await run(ACTION)
  expect(result.json_result).toHaveLength(102)
  expect(bodies(PATH)).toEqual([
    firstPage(),
    { meta: { pagination: { pageSize: 100, pageToken: expect.any(String) } }, data: [] },
  ])
})

test('kind and value are read from the target where the flat fields are missing, and every column is there', async () => {
  const attribute = { id: '1', name: 'office', value: 'Lyon' }
  const policy = { from: { type: 'address_attribute_value', attribute }, to: null, conditions: null }
  const data = [{ id: 'a', policy }, { id: 'b' }]
  const { run } = await openMimecast({
    faults: [{ path: PATH, body: { meta: { status: 200 }, data, fail: [] } }],
  })
  const result = await run(ACTION)
  const [first, second] = result.json_result as Record<string, unknown>[]
  expect(first).toMatchObject({
    from_type: 'address_attribute_value',
    from_value: 'Lyon',
    from_attribute: attribute,
    to_type: null,
    source_ips: [],
  })
  expect(Object.keys(first ?? {})).toEqual(Object.keys(FIRST_ROW))
  expect(Object.keys(second ?? {})).toEqual(Object.keys(FIRST_ROW))
})
