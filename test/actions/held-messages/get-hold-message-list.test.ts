import { expect, test } from 'vitest'
import { describeList } from '../../support/lists.ts'
import { firstPage, GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'get-hold-message-list'
const PATH = '/api/gateway/get-hold-message-list'
const WINDOW = { start: '2026-03-09T00:00:00+0000', end: '2026-03-10T10:30:00+0000' }
const STORY = { 'Start Time': WINDOW.start, 'End Time': WINDOW.end }
const SPAM = 'message_hold_applied_spam_signature_policy'
const CONTENT = 'message_hold_applied_content_examination_policy'

describeList({
  action: ACTION,
  path: PATH,
  window: ['start', 'end'],
  limit: 'limit',
  sizes: { held: 250 },
  permission: 'Account | Dashboard | Read',
})

const subjects = (rows: unknown): string[] => (rows as { subject: string }[]).map((row) => row.subject)

test.each(['203.0.113', '203.0.113.300', 'mail.example.net'])('refuses the sender IP %s', async (address) => {
  const { run, simulator } = await openMimecast()
  const result = await run(ACTION, { 'Sender IP': address })
  expect(result.error?.problems).toMatchObject([{ where: 'sender_ip', rule: 'format_ip' }])
  expect(simulator.counters.total).toBe(0)
})

test('asks for the messages of all recipients unless told otherwise', async () => {
  const { run, bodies } = await openMimecast()
  const all = await run(ACTION, STORY)
  const own = await run(ACTION, { ...STORY, 'Is Admin': 'False' })
  expect(bodies(PATH)).toEqual([
    firstPage({ admin: true, ...WINDOW }),
    firstPage({ admin: false, ...WINDOW }),
  ])
  expect(subjects(all.json_result)).toEqual([
    'Your parcel is waiting',
    'Customer export',
    'Updated bank details for invoice 20817',
  ])
  expect(own.json_result).toEqual([])
})

test.each(GENERATIONS)('shapes the rows, with API %s', async (generation) => {
  const { run, bodies } = await openMimecast({ generation })
  const result = await run(ACTION, { ...STORY, 'Sender Name': 'BILLING@suppliers.example.net' })
  expect(bodies(PATH)).toEqual([
    firstPage({
      admin: true,
      ...WINDOW,
      searchBy: { fieldName: 'sender', value: 'BILLING@suppliers.example.net' },
    }),
  ])
  expect(result.json_result).toEqual([
    {
      id: 'eNpF-N3a8w4VtVYKjZ2RmrXOeFsWvwpfYl5_HJaVTdqbNV3CTk_niiy5UJTWcBf-u9kEjBs2FpZFPCgjGJ41lVcpHcxa1FrOjDN8hRkMVptIl-5iAaLCVbwpiwutSQ2X',
      subject: 'Updated bank details for invoice 20817',
      from: 'bounce-2081@mail.suppliers.example.net',
      from_name: '',
      from_header: 'billing@suppliers.example.net',
      from_header_name: 'Suppliers Billing',
      to: 'ap@example.com',
      to_name: 'Accounts Payable',
      to_header: null,
      to_header_name: null,
      route: 'INBOUND',
      date_received: '2026-03-09T08:14:26+0000',
      reason: 'Message Hold Applied - Content examination policy',
      reason_code: CONTENT,
      reason_id: CONTENT.toUpperCase(),
      policy_info: 'Fraud Alert',
      has_attachments: true,
      size: 94114,
    },
  ])
})

test.each([
  ['2.0', 'reasonCode'],
  ['1.0', 'reason_code'],
] as const)('searches for a whole reason code, in API %s as %s', async (generation, fieldName) => {
  const { run, bodies } = await openMimecast({ generation })
  const result = await run(ACTION, { ...STORY, 'Held Reason': SPAM.toUpperCase() })
  expect(bodies(PATH)).toEqual([firstPage({ admin: true, ...WINDOW, searchBy: { fieldName, value: SPAM } })])
  expect(subjects(result.json_result)).toEqual(['Your parcel is waiting'])
})

test.each([
  ['the reason in words', 'SPAM signature', ['Your parcel is waiting']],
  ['a part of the code', 'spam_signature', ['Your parcel is waiting']],
  ['the name of the definition', 'fraud alert', ['Updated bank details for invoice 20817']],
  ['what no reason says', 'full moon', []],
])('filters %s itself, since Mimecast knows whole codes only', async (_, reason, expected) => {
  const { run, bodies } = await openMimecast()
  const result = await run(ACTION, { ...STORY, 'Held Reason Name Column Name': reason })
  expect(bodies(PATH)).toEqual([firstPage({ admin: true, ...WINDOW })])
  expect(subjects(result.json_result)).toEqual(expected)
})

const BANK = {
  'Sender IP': '203.0.113.45',
  Sender: 'Suppliers BILLING',
  Recipient: 'AP@example.com',
  Subject: 'BANK details',
  'Held Reason': CONTENT,
}

test.each([
  ['Sender IP', { fieldName: 'senderIP', value: '203.0.113.45' }],
  ['Sender', { fieldName: 'sender', value: 'Suppliers BILLING' }],
  ['Recipient', { fieldName: 'recipient', value: 'AP@example.com' }],
  ['Subject', { fieldName: 'subject', value: 'BANK details' }],
])(
  'gives Mimecast %s as the most selective of what is given, and looks at the rest itself',
  async (first, searchBy) => {
    const order = Object.keys(BANK)
    const given = Object.entries(BANK).slice(order.indexOf(first))
    const { run, bodies } = await openMimecast()
    const result = await run(ACTION, { ...STORY, ...Object.fromEntries(given) })
    expect(bodies(PATH)).toEqual([firstPage({ admin: true, ...WINDOW, searchBy })])
    expect(subjects(result.json_result)).toEqual(['Updated bank details for invoice 20817'])
    for (const [name] of given.slice(1)) {
      const other = await run(ACTION, { ...STORY, ...Object.fromEntries(given), [name]: 'nobody at all' })
      expect(other.json_result, name).toEqual([])
    }
  },
)

test('the limit counts the messages that are left, over as many pages as it takes', async () => {
  const { run, bodies } = await openMimecast({ sizes: { held: 1000 } })
  const window = { 'Start Time': '2026-02-10T00:00:00Z', 'End Time': '2026-03-11T00:00:00Z' }
  const result = await run(ACTION, { ...window, 'Held Reason': 'spam signature', Limit: 150 })
  const reasons = (result.json_result as { reason: string }[]).map((row) => row.reason)
  expect(reasons).toHaveLength(150)
  expect(new Set(reasons)).toEqual(new Set(['Message Hold Applied - Spam Signature policy']))
  expect(bodies(PATH).length).toBeGreaterThan(2)
  expect(bodies(PATH).length).toBeLessThan(10)
})

test('a row without sender, reason and all the rest is still a row', async () => {
  const body = { meta: { status: 200 }, data: [{ id: 'x', from: null, holdInfo: 1 }], fail: [] }
  const { run } = await openMimecast({ faults: [{ path: PATH, body }] })
  const result = await run(ACTION)
  expect(result.is_success).toBe(true)
  expect(result.json_result).toMatchObject([
    { id: 'x', from: null, to_header: null, size: null, hold_info: 1 },
  ])
  const filtered = await run(ACTION, { Sender: 'a', Subject: 'b' })
  expect(filtered.json_result).toEqual([])
})

test.each([
  ['<billing@suppliers.example.net>', 'billing@suppliers.example.net'],
  ['Billing <billing@suppliers.example.net>', 'billing@suppliers.example.net'],
  ['"Billing, Suppliers" <billing@suppliers.example.net>', 'billing@suppliers.example.net'],
  ['suppliers.example', 'suppliers.example'],
])('a sender written %s is found as %s', async (Sender, value) => {
  const { run, bodies } = await openMimecast()
  const result = await run(ACTION, { ...STORY, Sender })
  expect(bodies(PATH)).toEqual([
    firstPage({ admin: true, ...WINDOW, searchBy: { fieldName: 'sender', value } }),
  ])
  expect(subjects(result.json_result)).toEqual(['Updated bank details for invoice 20817'])
})

test.each(['a@x.test, b@x.test', 'Billing <billing@suppliers.example.net', 'Billing <>', 'bill\u200bing'])(
  'a sender that cannot match is refused: %s',
  async (Sender) => {
    const { run, simulator } = await openMimecast()
    const result = await run(ACTION, { ...STORY, Sender })
    expect(result.error).toMatchObject({ code: 'PARAMETER_INVALID', problems: [{ where: 'sender' }] })
    expect(simulator.counters.total).toBe(0)
  },
)
