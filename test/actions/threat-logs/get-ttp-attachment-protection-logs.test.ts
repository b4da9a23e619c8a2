import { expect, test } from 'vitest'
import { describeList } from '../../support/lists.ts'
import { firstPage, GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'get-ttp-attachment-protection-logs'
const PATH = '/api/ttp/attachment/get-logs'
const WINDOW = { from: '2026-03-09T00:00:00+0000', to: '2026-03-10T10:30:00+0000' }
const STORY = { 'Start Time': WINDOW.from, 'End Time': WINDOW.to }

describeList({
  action: ACTION,
  path: PATH,
  window: ['from', 'to'],
  limit: 'page_size',
  sizes: { logs: 250 },
  permission: 'Monitoring | Attachment Protection | Read',
})

test("refuses a direction where Devo's Route is meant: that one holds results", async () => {
  const { run, simulator } = await openMimecast()
  const result = await run(ACTION, { Route: 'inbound', 'Mail Route': 'malicious' })
  expect(result.error?.problems).toMatchObject([
    { where: 'result', rule: 'enum' },
    { where: 'mail_route', rule: 'enum' },
  ])
  expect(result.output_message).toContain('"Result" must be one of "safe", "malicious"')
  expect(simulator.counters.total).toBe(0)
})

test("refuses Devo's Route and Result together", async () => {
  const { run } = await openMimecast()
  const result = await run(ACTION, { Route: 'safe', Result: 'malicious' })
  expect(result.error?.problems).toMatchObject([{ where: 'result', rule: 'given_twice' }])
})

test.each(GENERATIONS)('asks with every filter and shapes the rows, with API %s', async (generation) => {
  const { run, bodies } = await openMimecast({ generation })
  const result = await run(ACTION, {
    ...STORY,
    'Oldest First': 'true',
    Route: 'malicious',
    'Mail Route': 'inbound',
    'Page Size': 50,
  })
  expect(bodies(PATH)).toEqual([
    firstPage({ ...WINDOW, oldestFirst: true, route: 'inbound', result: 'malicious' }),
  ])
  expect(result.json_result).toEqual([
    {
      date: '2026-03-09T10:00:44+0000',
      result: 'malicious',
      file_name: 'label.js',
      file_type: 'application/javascript',
      file_hash: '1aca80e8b55c802f7b43740da2990e1b5735bbb323d93eb5ebda8395b04025e2',
      sender_address: 'deals@bulk.example.net',
      recipient_address: 'info@example.com',
      subject: 'Your parcel is waiting',
      route: 'inbound',
      action_triggered: 'user release, none',
      details: 'Malicious \r\nTime taken: 0 hrs, 0 min, 9 sec',
      definition: 'Default Attachment Protection Definition',
      message_id: '<20260309100041.parcel.01@bulk.example.net>',
    },
  ])
})

test('asks for everything, newest first, when nothing is said', async () => {
  const { run, bodies } = await openMimecast()
  const result = await run(ACTION, STORY)
  expect(bodies(PATH)).toEqual([firstPage({ ...WINDOW, oldestFirst: false, route: 'all', result: 'all' })])
  const names = (result.json_result as { file_name: string }[]).map((row) => row.file_name)
  expect(names).toEqual(['contract-draft.docx', 'label.js'])
})
