import { expect, test } from 'vitest'
import { describeList } from '../../support/lists.ts'
import { firstPage, GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const PATH = '/api/ttp/url/get-logs'
const STORY = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T10:30:00Z' }

describeList({
  action: 'get-ttp-url-logs',
  path: PATH,
  window: ['from', 'to'],
  limit: 'page_size',
  sizes: { logs: 250 },
  permission: 'Monitoring | URL Protection | Read',
})

test('refuses choices that Mimecast does not know, and says which there are', async () => {
  const { run, simulator } = await openMimecast()
  const result = await run('get-ttp-url-logs', {
    Route: 'sideways',
    'Scan Result': 'malicous',
    'Oldest First': 'sometimes',
  })
  expect(result.error?.problems).toMatchObject([
    { where: 'oldest_first', rule: 'type_boolean' },
    { where: 'route', rule: 'enum' },
    { where: 'scan_result', rule: 'enum' },
  ])
  expect(result.output_message).toContain(
    '"Scan Result" must be one of "clean", "malicious", "suspicious", "all"; got "malicous". Did you mean "malicious"?',
  )
  expect(simulator.counters.total).toBe(0)
})

test('passes on in its own words what Mimecast refuses', async () => {
  const { run } = await openMimecast({ faults: [{ path: PATH, fail_shape: 2 }] })
  const result = await run('get-ttp-url-logs')
  expect(result.error).toMatchObject({ code: 'VENDOR_REJECTED' })
  expect(result.output_message).toBe(
    'Error executing action Mimecast - Get TTP URL Logs. Reason: Mimecast rejected the request: Field cannot be blank (id); Field cannot be null (start).',
  )
})

test.each(GENERATIONS)('asks with every filter and shapes the rows, with API %s', async (generation) => {
  const { run, bodies } = await openMimecast({ generation })
  const parameters = {
    'Oldest First': 'True',
    Route: 'inbound',
    'Scan Result': 'malicious',
    'Start Time': '2026-03-09T00:00:00+0000',
    'End Time': '2026-03-10T10:30:00+0000',
    'Page Size': '100000',
  }
  const result = await run('get-ttp-url-logs', parameters)
  expect(bodies(PATH)).toEqual([
    firstPage({
      from: '2026-03-09T00:00:00+0000',
      to: '2026-03-10T10:30:00+0000',
      oldestFirst: true,
      route: 'inbound',
      scanResult: 'malicious',
    }),
  ])
  expect(result.json_result).toEqual([
    {
      date: '2026-03-09T10:04:53+0000',
      scan_result: 'malicious',
      action: 'block',
      url: 'http://login.bulk.example.net/verify',
      user_email_address: 'ap@example.com',
      from_user_email_address: 'deals@bulk.example.net',
      subject: 'Your parcel is waiting',
      route: 'inbound',
      category: 'Phishing & Fraud',
      actions: 'Block',
      sending_ip: '203.0.113.200',
      creation_method: 'User Click',
      email_parts_description: ['Body'],
      ttp_definition: 'Default URL Protection Definition',
      admin_override: 'N/A',
      user_override: 'None',
      user_awareness_action: 'N/A',
      message_id: '<20260309100041.parcel.01@bulk.example.net>',
      tag_map: {},
    },
  ])
})

test('asks for everything, newest first, when nothing is said', async () => {
  const { run, bodies } = await openMimecast()
  const result = await run('get-ttp-url-logs', STORY)
  expect(bodies(PATH)).toEqual([
    firstPage({
      from: '2026-03-09T00:00:00+0000',
      to: '2026-03-10T10:30:00+0000',
      oldestFirst: false,
      route: 'all',
      scanResult: 'all',
    }),
  ])
  const dates = (result.json_result as { date: string }[]).map(({ date }) => date)
  expect(dates).toEqual(['2026-03-10T09:20:00+0000', '2026-03-09T16:52:10+0000', '2026-03-09T10:04:53+0000'])
})

test('keeps every column when a field is missing, and fields that Mimecast may add', async () => {
  const click = { date: '2026-03-09T10:04:53+0000', newField: { aB: 1 } }
  const body = { meta: { status: 200 }, data: [{ clickLogs: [click, null] }], fail: [] }
  const { run } = await openMimecast({ faults: [{ path: PATH, body }] })
  const result = await run('get-ttp-url-logs')
  expect(result.is_success).toBe(true)
  const rows = result.json_result as Record<string, unknown>[]
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ date: click.date, url: null, tag_map: null, new_field: { aB: 1 } })
  expect(Object.keys(rows[0] ?? {})).toHaveLength(20)
})
