import { expect, test } from 'vitest'
import { firstPage, GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'get-group-members'
const PATH = '/api/directory/get-group-members'
const BLOCKED =
  'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc'
const STORY_MEMBERS = [
  {
    email_address: 'deals@bulk.example.net',
    domain: 'bulk.example.net',
    name: '',
    type: 'created_manually',
    internal: false,
    notes: 'phishing campaign, ticket 4411',
  },
  {
    email_address: '',
    domain: 'spam.example.org',
    name: '',
    type: 'created_manually',
    internal: false,
    notes: '',
  },
  {
    email_address: 'dana@example.com',
    domain: 'example.com',
    name: 'Dana Example',
    type: 'contact_from_ldap',
    internal: true,
    notes: '',
  },
]

test('without a group nothing is sent', async () => {
  const { run, simulator } = await openMimecast()
  const result = await run(ACTION, { Query: 'x', 'Page Size': 'all' })
  expect(result.error?.problems).toMatchObject([
    { where: 'page_size', rule: 'type_integer' },
    { where: 'id', rule: 'required' },
  ])
  expect(simulator.counters.total).toBe(0)
})

test('an unknown group is refused, and the sentence says what may be wrong with its id', async () => {
  const { run } = await openMimecast()
  const result = await run(ACTION, { ID: BLOCKED.slice(4) })
  expect(result.error?.code).toBe('VENDOR_REJECTED')
  expect(result.output_message).toContain('an id in the request is probably truncated or damaged')
})

test('without the permission names that of either API', async () => {
  const { run } = await openMimecast({ faults: [{ path: PATH, status: 403 }] })
  const result = await run(ACTION, { ID: BLOCKED })
  expect(result.error?.code).toBe('PERMISSION_DENIED')
  expect(result.output_message).toContain(
    'needs the permission Services | Directory Sync | Read (API 1.0: Directories | Groups | Read)',
  )
})

test.each(GENERATIONS)(
  'lists and shapes the members of a group over its pages, with API %s',
  async (generation) => {
    const { run, bodies } = await openMimecast({ generation })
    const result = await run(ACTION, { ID: BLOCKED })
    expect(result.output_message).toBe('Found 122 group members in Mimecast.')
    expect((result.json_result as unknown[]).slice(0, 3)).toEqual(STORY_MEMBERS)
    expect(bodies(PATH)).toHaveLength(2)
    expect(bodies(PATH)[0]).toEqual(firstPage({ id: BLOCKED }))
    expect(bodies(PATH)[1]).toEqual({
      meta: { pagination: { pageSize: 100, pageToken: expect.any(String) } },
      data: [{ id: BLOCKED }],
    })
  },
)

test.each([
  ['an address', 'DEALS@bulk', [0]],
  ['a domain', 'spam.example', [1]],
  ['notes', 'Ticket 4411', [0]],
  ['nothing there', 'nobody at all', []],
])('filters by %s itself, and sends no query', async (_, query, expected) => {
  const { run, bodies } = await openMimecast()
  const result = await run(ACTION, { ID: BLOCKED, Query: query })
  expect(result.json_result).toEqual(expected.map((index) => STORY_MEMBERS[index]))
  expect(bodies(PATH)[0]).toEqual(firstPage({ id: BLOCKED }))
})

test('filters by a name, which many may have', async () => {
  const { run } = await openMimecast()
  const result = await run(ACTION, { ID: BLOCKED, Query: 'dana ex' })
  const rows = result.json_result as (typeof STORY_MEMBERS)[number][]
  expect(rows[0]).toEqual(STORY_MEMBERS[2])
  expect(rows.length).toBeGreaterThan(5)
  expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(['Dana Example']))
})

test('the limit counts the members that are left, and asks for no page beyond it', async () => {
  const { run, bodies } = await openMimecast()
  const all = await run(ACTION, { ID: BLOCKED, Query: 'mail.example.net' })
  const before = bodies(PATH).length
  const first = await run(ACTION, { ID: BLOCKED, Query: 'mail.example.net', 'Page Size': 5 })
  expect(first.json_result).toEqual((all.json_result as unknown[]).slice(0, 5))
  expect(first.output_message).toContain('there may be more')
  const exact = await run(ACTION, { ID: BLOCKED, 'Page Size': 100 })
  expect(exact.json_result).toHaveLength(100)
  expect(bodies(PATH).length - before).toBe(2)
})

test('nothing found is a success that says so', async () => {
  const { run } = await openMimecast()
  const result = await run(ACTION, { ID: BLOCKED, Query: 'nobody at all' })
  expect(result.is_success).toBe(true)
  expect(result.output_message).toBe('No group members were found for the provided criteria in Mimecast.')
})

test('a member without any field is listed, but fits no query', async () => {
  const body = { meta: { status: 200 }, data: [{ groupMembers: [{}] }], fail: [] }
  const { run } = await openMimecast({ faults: [{ path: PATH, body }] })
  const empty = { email_address: null, domain: null, name: null, type: null, internal: null, notes: null }
  expect((await run(ACTION, { ID: BLOCKED })).json_result).toEqual([empty])
  expect((await run(ACTION, { ID: BLOCKED, Query: 'null' })).json_result).toEqual([])
})
