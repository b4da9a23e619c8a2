/** What the connector asks of the hold queue, and what its alerts say. */
import { describe, expect, test } from 'vitest'
import type { SeedMail } from '../../../simulator/index.ts'
import { openConnector } from '../../support/connector-case.ts'
import given from './held-messages.case.ts'

const LIST = '/api/gateway/get-hold-message-list'
const SEARCH = '/api/message-finder/search'
const INFO = '/api/message-finder/get-message-info'

const open = async (...mails: SeedMail[]) => {
  const tenant = await openConnector({ ...given, parameters: {} })
  const ids = tenant.simulator.seed({ mails: mails.map((mail) => ({ minutes_ago: 10, ...mail })) })
  const asked = (path: string): unknown[] =>
    tenant.simulator.requests
      .filter((request) => request.path === path)
      .map(({ body }) => (body as { data: unknown[] }).data[0])
  return { ...tenant, asked, ids }
}

const mail: SeedMail = {
  subject: 'Change of bank details',
  from: 'billing@suppliers.example.net',
  to: ['ap@example.com'],
  sender_ip: '192.0.2.7',
  message_id: 'bank@suppliers.example.net',
  policy: 'Fraud Alert',
  risk: 'high',
}

test('the queue of all users is asked for, by its window alone', async () => {
  const { run, asked } = await open()
  await run(null, { reasons: 'Fraud Alert', route: 'inbound' })
  const window = { start: '2026-06-17T10:30:00+0000', end: '2026-06-18T10:30:00+0000' }
  expect(asked(LIST)).toEqual([{ admin: true, ...window }])
})

test('an alert has the hold id, and what Message Tracking knows: risk, Message-ID, sending host, no text of the mail', async () => {
  const { run, asked, ids } = await open({ ...mail, text: 'Please pay at once' })
  const { alerts } = await run()
  expect(asked(SEARCH)).toMatchObject([
    { status: ['held'], advancedTrackAndTraceOptions: { from: mail.from, to: 'ap@example.com' } },
  ])
  expect(asked(INFO)).toEqual([{ id: ids[0]?.tracking_id }])
  expect(alerts).toMatchObject([
    {
      id: expect.stringMatching(/^held-[\w-]{16}$/),
      title: 'Held Message',
      severity: 'high',
      product: 'Held Messages',
      rule: 'Fraud Alert',
      reason: 'Fraud Alert',
      entities: [
        { type: 'email', role: 'sender', value: mail.from },
        { type: 'email', role: 'recipient', value: 'ap@example.com' },
        { type: 'ip', role: 'sender', value: '192.0.2.7' },
        { type: 'message_id', value: 'bank@suppliers.example.net' },
      ],
      facts: { hold_id: ids[0]?.hold_id, tracking_id: ids[0]?.tracking_id },
      events: [{ event_type: 'HeldMessage', details: { recipientInfo: {} } }],
    },
  ])
  expect(JSON.stringify(alerts)).not.toContain('Please pay')
})

test('filters take the name of a definition or the code of a reason, in any case', async () => {
  const { run } = await open(mail, { ...mail, subject: 'other', policy: 'Spam', route: 'outbound' })
  const named = async (parameters: object): Promise<unknown[]> =>
    (await run(null, { enrich: false, ...parameters })).alerts.map(({ source }) => source.subject)
  expect(await named({ reasons: 'fraud alert' })).toEqual([mail.subject])
  expect(await named({ route: 'outbound' })).toEqual(['other'])
  const code = (await run(null, { enrich: false })).alerts[0]?.source.reasonCode
  expect(await named({ reasons: String(code).toUpperCase() })).toContain(mail.subject)
})

describe('a hold id that differs between two reads', () => {
  const row = {
    from: { emailAddress: 'a@x.test' },
    to: { emailAddress: 'b@example.com' },
    subject: 'S',
    size: 1,
    dateReceived: '2026-06-18T10:20:00+0000',
  }
  const answer = (...ids: string[]) => ({
    path: LIST,
    body: { meta: { status: 200 }, data: ids.map((id) => ({ id, ...row })), fail: [] },
  })

  test('makes no second alert; a second message with the same fields does', async () => {
    const { run, simulator } = await open()
    const quiet = { enrich: false }
    simulator.fault(answer('one'))
    const first = await run(null, quiet)
    simulator.clearFaults()
    simulator.fault(answer('two'))
    const second = await run(first.state, quiet)
    simulator.clearFaults()
    simulator.fault(answer('three', 'four'))
    const third = await run(second.state, quiet)
    expect([first, second, third].map(({ alerts }) => alerts.length)).toEqual([1, 0, 1])
    expect(third.alerts[0]?.id).not.toBe(first.alerts[0]?.id)
  })
})

describe('details', () => {
  test('that no tracked message has are missing with a reason', async () => {
    const { run, simulator } = await open(mail)
    simulator.fault({
      path: SEARCH,
      body: { meta: { status: 200 }, data: [{ trackedEmails: [] }], fail: [] },
    })
    expect((await run()).alerts).toMatchObject([
      { severity: 'low', facts: { details_missing: 'Message Tracking has no such message' } },
    ])
  })

  test('without the permission are tried once; the alerts come without them', async () => {
    const { run, simulator, asked } = await open(mail, { ...mail, subject: 'other' })
    simulator.fault({ path: SEARCH, status: 403 })
    const { alerts, result } = await run()
    expect([alerts.length, asked(SEARCH).length]).toEqual([2, 1])
    expect(result.warnings).toEqual([expect.stringContaining('Gateway | Tracking | Read')])
  })

  test('that cannot be read because Mimecast is out of reach keep the message for the next run', async () => {
    const { run, drain, simulator } = await open(mail, { ...mail, subject: 'other' })
    simulator.fault({ path: INFO, after: 1, rate_limited_ms: 1 })
    const one = await run()
    expect([one.alerts.length, one.failed]).toEqual([1, ['held_messages']])
    simulator.clearFaults()
    expect((await drain(one.state)).runs).toBe(1)
    expect((await run(one.state)).alerts.map(({ source }) => source.subject)).toEqual(['other'])
  })
})
