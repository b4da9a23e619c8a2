import { describe, expect, test } from 'vitest'
import { GENERATIONS, openMimecast } from '../../support/mimecast.ts'

const ACTION = 'get-message-details'
const PATH = '/api/message-finder/get-message-info'
/** Held, refused at the envelope, and delivered. */
const HELD =
  'eNpFuv-qJrYgHMSNQv0WvzG7XxIUoXPvL3P3OdllmAl1DP_gOZ9YJvD1OiVyJNHU0B_qCF13SJrh3d8GQoOhPaCpzgKnqTU8vyyrJa_ed_Y1cPzmZ4CZLYP3'
const ARCHIVED =
  'eNpFUCC9E43oZ44ysqQ5k8VmrSHApFEQommewz_kUJ5_bVsqVbi4WD9qiP9ciqgK-1UKDScddjyCwWbTXG5V5BZi_M7H--t5QhA4Ibd-SPjKE7w-Pbmq18Iw'

/** What is in a result's keys, without the values. */
const keysOf = (value: unknown): string[] => Object.keys(value as object)

describe('message details that fail', () => {
  test('without an id nothing is sent', async () => {
    const { run, simulator } = await openMimecast()
    const result = await run(ACTION, { 'Message ID': '  ' })
    expect(result.error?.problems).toMatchObject([{ where: 'message_id', rule: 'required' }])
    expect(simulator.counters.total).toBe(0)
  })

  test('an unknown or damaged id is refused, and the sentence says what may be wrong with it', async () => {
    const { run } = await openMimecast()
    const result = await run(ACTION, { 'Message ID': HELD.slice(0, -4) })
    expect(result.error).toMatchObject({ code: 'VENDOR_REJECTED', retryable: false, vendor: { status: 400 } })
    expect(result.output_message).toContain('an id in the request is probably truncated or damaged')
    expect(result.json_result).toBeNull()
  })

  test('without the permission names it', async () => {
    const { run } = await openMimecast({ faults: [{ path: PATH, status: 403 }] })
    const result = await run(ACTION, { 'Message ID': HELD })
    expect(result.error?.code).toBe('PERMISSION_DENIED')
    expect(result.output_message).toContain('needs the permission Gateway | Tracking | Read')
  })

  test('an answer without data is no message', async () => {
    const body = { meta: { status: 200 }, data: [], fail: [] }
    const { run } = await openMimecast({ faults: [{ path: PATH, body }] })
    const result = await run(ACTION, { 'Message ID': HELD })
    expect(result.error?.code).toBe('RESPONSE_INVALID')
  })
})

test.each(GENERATIONS)(
  'a held message: what matters on top, every part below, with API %s',
  async (generation) => {
    const { run, bodies } = await openMimecast({ generation })
    const result = await run(ACTION, { 'Message ID Column Name': HELD })
    expect(bodies(PATH)).toEqual([{ data: [{ id: HELD }] }])
    expect(result.output_message).toBe(
      'Successfully retrieved the details of the message "Updated bank details for invoice 20817" from billing@suppliers.example.net in Mimecast. Its status is held.',
    )
    const { tx_info, deliveries, queue_info, retention_info, spam_info, ...top } =
      result.json_result as Record<string, unknown>
    expect(top).toEqual({
      id: HELD,
      status: 'held',
      subject: 'Updated bank details for invoice 20817',
      from_header: 'billing@suppliers.example.net',
      from_envelope: 'bounce-2081@mail.suppliers.example.net',
      to: ['ap@example.com'],
      cc: [],
      route: 'inbound',
      sent: '2026-03-09T08:14:26+0000',
      processed: '2026-03-09T08:14:25+0000',
      message_id: '20260309081419.7F3A21@mail.suppliers.example.net',
      held_reason: 'Fraud Alert',
      risk: 'high',
      spam_score: 7,
      text_body: 'Hello,\r\nour bank account has changed. Please use the attached details from today.\r\n',
      html_body:
        '<html><body><p>Hello,<br>our bank account has changed. Please use the attached details from today.</p></body></html>',
      attachments: [{ name: 'bank-details.pdf', size: 81234 }],
      transmission_info: expect.stringContaining(
        'Message-ID: &lt;20260309081419.7F3A21@mail.suppliers.example.net&gt;',
      ),
      recipient_meta_info: null,
    })
    expect(tx_info).toMatchObject({
      queue_detail_status: 'Message Hold Applied - Content examination policy',
      remote_ip: '203.0.113.45',
    })
    expect(deliveries).toMatchObject([
      {
        recipient: 'ap@example.com',
        message_info: { from_header: 'billing@suppliers.example.net', route: 'inbound' },
        policy_info: [{ policy_type: 'AV Scan On Release', inherited_customer_code: '' }],
        tx_info: { to: expect.anything() },
      },
    ])
    expect(queue_info).toMatchObject({ reason: 'Fraud Alert', held_group: 'User', to_address_post_check: '' })
    expect(retention_info).toMatchObject({ retention_adjustment_days: -1 })
    expect(spam_info).toMatchObject({
      spam_processing_detail: { verdict: { decision: 'phish', risk: 'high' } },
    })
  },
)

test('a delivered message tells how it came and how it went on', async () => {
  const { run } = await openMimecast()
  const result = await run(ACTION, { message_id: ARCHIVED })
  expect(result.json_result).toMatchObject({
    status: 'archived',
    route: 'inbound',
    risk: 'negligible',
    held_reason: null,
    message_id: '0102019cf1a2@newsletter.example.org',
    recipient_meta_info: {
      remote_ip: '198.51.100.77',
      components: [{ mime_type: 'message/rfc822-stubbed' }, {}, {}],
    },
    tx_info: null,
    queue_info: null,
    deliveries: [{ recipient: 'dana@example.com', delivery_meta_info: { remote_ip: '192.0.2.10' } }],
  })
})

test('every part may be missing, and all columns are there all the same', async () => {
  const answer = (data: object) => ({ meta: { status: 200 }, data: [data], fail: [] })
  const { run, simulator } = await openMimecast()
  const whole = await run(ACTION, { message_id: HELD })
  const levels = [
    { id: HELD },
    { recipientInfo: null, deliveredMessage: null, queueInfo: null, retentionInfo: null, spamInfo: null },
    { recipientInfo: { messageInfo: null }, deliveredMessage: { 'a@b.test': null } },
    { recipientInfo: {}, spamInfo: { spamProcessingDetail: { verdict: null } } },
  ]
  for (const level of levels) {
    simulator.fault({ path: PATH, body: answer(level), times: 1 })
    const result = await run(ACTION, { message_id: HELD })
    expect(result.is_success).toBe(true)
    expect(keysOf(result.json_result)).toEqual(keysOf(whole.json_result))
  }
})

test('a message known only by its delivery, one recipient as plain text, and a field that is new', async () => {
  const info = {
    subject: 'Hi',
    to: 'a@b.test',
    contentExpiration: '2027-01-01T00:00:00+0000',
    route: 'outbound',
  }
  const data = [{ deliveredMessage: { 'a@b.test': { messageInfo: info } } }]
  const { run } = await openMimecast({
    faults: [{ path: PATH, body: { meta: { status: 200 }, data, fail: [] } }],
  })
  const result = await run(ACTION, { message_id: HELD })
  expect(result.json_result).toMatchObject({
    subject: 'Hi',
    to: ['a@b.test'],
    route: 'outbound',
    content_expiration: '2027-01-01T00:00:00+0000',
  })
})

test.each([
  [
    'en',
    'Successfully retrieved the details of the message without a subject from <> in Mimecast. Its status is held.',
  ],
  ['fr', 'Les détails du message sans objet de <> ont été récupérés dans Mimecast. Son état est held.'],
  ['ja', 'Mimecast で、<> からの件名のないメッセージの詳細を取得しました。ステータスは held です。'],
])('a message without a subject reads well in %s', async (locale, sentence) => {
  for (const subject of ['', undefined]) {
    const data = [{ id: HELD, status: 'held', recipientInfo: { messageInfo: { subject } } }]
    const { run } = await openMimecast({
      faults: [{ path: PATH, body: { meta: { status: 200 }, data, fail: [] } }],
    })
    const result = await run(ACTION, { message_id: HELD }, { locale })
    expect(result.output_message).toBe(sentence)
  }
})
