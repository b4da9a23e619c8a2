import { expect, test } from 'vitest'
import { describeList } from '../../support/lists.ts'
import { firstPage, GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'get-ttp-impersonation-protection-logs'
const PATH = '/api/ttp/impersonation/get-logs'
const WINDOW = { from: '2026-03-09T00:00:00+0000', to: '2026-03-10T10:30:00+0000' }
const STORY = { 'Start Time': WINDOW.from, 'End Time': WINDOW.to }

describeList({
  action: ACTION,
  path: PATH,
  window: ['from', 'to'],
  limit: 'page_size',
  sizes: { logs: 250 },
  permission: 'Monitoring | Impersonation Protection | Read',
})

test.each(['senderAddress', 'definition', 'all'])('refuses the field %s without a query', async (field) => {
  const { run, simulator } = await openMimecast()
  const result = await run(ACTION, { 'Search Field': field, Query: ' ' })
  expect(result.error?.problems).toMatchObject([{ where: 'query', rule: 'required_when' }])
  expect(result.output_message).toContain('"Query" is required when "Search Field" is')
  expect(simulator.counters.total).toBe(0)
})

test('refuses a field that Mimecast does not know', async () => {
  const { run, simulator } = await openMimecast()
  const result = await run(ACTION, { 'Search Field': 'sender', Query: 'x' })
  expect(result.error?.problems).toMatchObject([{ where: 'search_field', rule: 'enum' }])
  expect(simulator.counters.total).toBe(0)
})

test.each([
  ['a field and a query', { 'Search Field': 'senderAddress', Query: 'examp1e.test' }, 'senderAddress', 1],
  ['a query alone, which looks everywhere', { Query: 'examp1e.test' }, 'all', 1],
  ["Devo's word for the policy", { 'Search Field': 'definition', Query: 'Impersonation Prot' }, 'policy', 1],
  ['what is nowhere', { 'Search Field': 'recipientAddress', Query: 'examp1e.test' }, 'recipientAddress', 0],
])('searches %s', async (_, parameters, searchField, rows) => {
  const { run, bodies } = await openMimecast()
  const result = await run(ACTION, { ...STORY, ...parameters })
  expect(bodies(PATH)).toEqual([
    firstPage({ ...WINDOW, oldestFirst: false, searchField, query: parameters.Query }),
  ])
  expect(result.json_result).toHaveLength(rows)
})

test.each(GENERATIONS)('asks without a query and shapes the rows, with API %s', async (generation) => {
  const { run, bodies } = await openMimecast({ generation })
  const result = await run(ACTION, { ...STORY, 'Oldest First': 'yes' })
  expect(bodies(PATH)).toEqual([firstPage({ ...WINDOW, oldestFirst: true })])
  expect(result.json_result).toEqual([
    {
      id: 'MTOKEN:eNM6-E82a9Gg3LFld3NbeHD9ryk-kuCE0UQexpJKF0Qbg0ucC-RwD8YpPYM5ObwjDvrWWEiAjbJ4O0wbalz3-SqDamITj1oxelVd5PV7Zfq78JRzO6l7HzLUOfLsejcm4yC8xBqfK_qM3D-Ey-cRQ7',
      event_time: '2026-03-09T12:59:49+0000',
      action: 'hold',
      sender_address: 'ceo@examp1e.test',
      sender_ip_address: '203.0.113.91',
      recipient_address: 'ap@example.com',
      subject: 'Quick favour',
      definition: 'Impersonation Protection',
      hits: 2,
      identifiers: ['newly_observed_domain', 'similar_internal_domain'],
      tagged_external: true,
      tagged_malicious: true,
      message_id: '<a1b2c3.imp.0001@examp1e.test>',
      impersonation_results: [
        {
          impersonation_domain_source: 'newly_observed_domain',
          similar_domain: 'examp1e.test',
          string_similar_to_domain: 'surbl_fresh',
        },
        {
          impersonation_domain_source: 'similar_internal_domain',
          similar_domain: 'examp1e.test',
          string_similar_to_domain: 'example.com',
        },
      ],
    },
  ])
})

test('keeps the columns where a likeness has no domain, as Mimecast sends it for words', async () => {
  const likeness = { impersonationDomainSource: 'targeted_threat_dictionary', stringSimilarToDomain: 'Bank' }
  const body = {
    meta: { status: 200 },
    data: [{ impersonationLogs: [{ id: 'a', impersonationResults: [likeness] }, { id: 'b' }] }],
    fail: [],
  }
  const { run } = await openMimecast({ faults: [{ path: PATH, body }] })
  const result = await run(ACTION)
  const rows = result.json_result as { impersonation_results: unknown[] }[]
  expect(rows.map((row) => row.impersonation_results)).toEqual([
    [
      {
        impersonation_domain_source: 'targeted_threat_dictionary',
        similar_domain: null,
        string_similar_to_domain: 'Bank',
      },
    ],
    [],
  ])
})

test.each([
  ['a text', 'toString'],
  ['an object', { a: [1] }],
  ['a list with holes', [null, 'x', {}]],
])(
  'delivers likenesses that are %s, and says that they break the contract',
  async (_, impersonationResults) => {
    const data = [{ impersonationLogs: [{ id: 'a', impersonationResults }] }]
    const { run } = await openMimecast({
      faults: [{ path: PATH, body: { meta: { status: 200 }, data, fail: [] } }],
    })
    const result = await run(ACTION)
    expect(result.error?.code).toBe('OUTPUT_INVALID')
    expect(result.json_result).toMatchObject([{ id: 'a' }])
  },
)

test('an address to search for comes without the name beside it', async () => {
  const { run, bodies } = await openMimecast()
  const result = await run(ACTION, {
    ...STORY,
    'Search Field': 'senderAddress',
    Query: '"CEO, The" <ceo@examp1e.test>',
  })
  expect(bodies(PATH)).toMatchObject([
    { data: [{ searchField: 'senderAddress', query: 'ceo@examp1e.test' }] },
  ])
  expect(result.json_result).toHaveLength(1)
  const two = await run(ACTION, { ...STORY, 'Search Field': 'senderAddress', Query: 'a@x.test, b@x.test' })
  expect(two.error?.problems).toMatchObject([{ where: 'query', rule: 'format_address_part' }])
})
