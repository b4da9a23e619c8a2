import { expect, test } from 'vitest'
import { firstPage, GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'find-groups'
const PATH = '/api/directory/find-groups'

const names = (rows: unknown): string[] => (rows as { description: string }[]).map((row) => row.description)

/** An answer with so many groups, and the token of a next page where there is one. */
const page = (count: number, next?: string): object => ({
  meta: { status: 200, pagination: { pageSize: count, ...(next && { next }) } },
  data: [{ source: 'cloud', folders: Array.from({ length: count }, (_, n) => ({ id: `${next}${n}` })) }],
  fail: [],
})

test('refuses a source that Mimecast does not know and a limit of nothing', async () => {
  const { run, simulator } = await openMimecast()
  const result = await run(ACTION, { Source: 'CLOUDY', 'Page Size': 0 })
  expect(result.error?.problems).toMatchObject([
    { where: 'source', rule: 'enum' },
    { where: 'page_size', rule: 'minimum' },
  ])
  expect(simulator.counters.total).toBe(0)
})

test('without the permission names it', async () => {
  const { run } = await openMimecast({ faults: [{ path: PATH, status: 403 }] })
  const result = await run(ACTION)
  expect(result.error?.code).toBe('PERMISSION_DENIED')
  expect(result.output_message).toContain('needs the permission Directories | Groups | Edit')
})

test.each(GENERATIONS)(
  'finds a group by a part of its name and shapes the row, with API %s',
  async (generation) => {
    const { run, bodies } = await openMimecast({ generation })
    const result = await run(ACTION, { Query: 'LOCKED', Source: 'cloud', 'Page Size': '100000' })
    expect(bodies(PATH)).toEqual([firstPage({ query: 'LOCKED', source: 'cloud' })])
    expect(result.json_result).toEqual([
      {
        id: 'eNoV_V2yWH1eQuZQlbb6Lr2IgfjgUHpQAseQbsPIrKXBRa3592fl1MMFufcKKKp-YB5T4kNsF0myUvTUqBPaa2yiQrdGjBi5z2YaQIXcAX-oF120ItLs3oB2lmuVinsdS7SjM84FeB6tWPEeoxS1Z9kFh0xhebpVo53BJmvEP1bjY68_CNR8pxMc',
        description: 'Blocked Senders',
        source: 'cloud',
        parent_id:
          'eNoVQcNNH5OF8JV5uQ-nTjtUBwKW1PBv_Y991FNsSDFlnveAsyEkTdItA-A5vhj22xIeNJoT0fFx2EN3FoBNrdWpuC4aU8e3pOUxcFQuRLV4yJohiDN2CDlNKdcAbQuWDGdyV0lrhRvHunxghVJIN5dWh2QPeBl-iyHdrXpteTOFLMSjw_gc0e6m',
        user_count: 122,
        folder_count: 0,
      },
    ])
    expect(result.output_message).toBe('Found 1 group in Mimecast.')
  },
)

test('without a query lists all groups of the cloud, with ldap those of the directory', async () => {
  const { run, bodies } = await openMimecast()
  const cloud = await run(ACTION)
  const ldap = await run(ACTION, { Source: 'ldap' })
  expect(bodies(PATH)).toEqual([firstPage({ source: 'cloud' }), firstPage({ source: 'ldap' })])
  expect(names(cloud.json_result)).toEqual([
    'Blocked Senders',
    'Permitted senders',
    'Watched senders',
    'VIP & Board',
    'Spring campaign',
  ])
  expect(names(ldap.json_result)).toEqual(['Finance'])
})

test('nothing found is a success that says so', async () => {
  const { run } = await openMimecast()
  const result = await run(ACTION, { Query: 'nothing' })
  expect(result).toMatchObject({
    is_success: true,
    json_result: [],
    output_message: 'No groups were found for the provided criteria in Mimecast.',
  })
})

test('stops where the limit is reached, at the end of a page not one page further', async () => {
  const { run, bodies, simulator } = await openMimecast()
  simulator.fault({ path: PATH, body: page(100, 'second') })
  const exact = await run(ACTION, { 'Page Size': 100 })
  expect(exact.json_result).toHaveLength(100)
  expect(bodies(PATH)).toHaveLength(1)
  expect(exact.output_message).toBe('Found 100 groups in Mimecast. The limit was reached; there may be more.')
  simulator.clearFaults()
  simulator.fault({ path: PATH, body: page(100, 'second'), times: 1 })
  simulator.fault({ path: PATH, body: page(100, 'third') })
  expect((await run(ACTION, { 'Page Size': 101 })).json_result).toHaveLength(101)
  expect(bodies(PATH).slice(1)).toEqual([
    firstPage({ source: 'cloud' }),
    { meta: { pagination: { pageSize: 100, pageToken: 'second' } }, data: [{ source: 'cloud' }] },
  ])
})
