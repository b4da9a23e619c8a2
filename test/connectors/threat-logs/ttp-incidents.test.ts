/** What the connector asks of the three logs, and what its alerts say. */
import { describe, expect, test } from 'vitest'
import { formatDate } from '../../../simulator/dates.ts'
import { MINUTE, openConnector } from '../../support/connector-case.ts'
import given from './ttp-incidents.case.ts'

const [URL_LOGS, ATTACHMENT_LOGS, IMPERSONATION_LOGS, DECODE] = [
  '/api/ttp/url/get-logs',
  '/api/ttp/attachment/get-logs',
  '/api/ttp/impersonation/get-logs',
  '/api/ttp/url/decode-url',
]

const open = async () => {
  const tenant = await openConnector(given)
  const ago = (minutes: number): string => formatDate(Date.now() - minutes * MINUTE)
  const asked = (path = ''): unknown[] =>
    tenant.simulator.requests
      .filter((request) => request.path === path)
      .map(({ body }) => (body as { data: unknown[] }).data[0])
  return { ...tenant, ago, asked }
}

describe('what is asked', () => {
  test('by default: oldest first, one verdict, the window on whole seconds', async () => {
    const { run, asked, ago } = await open()
    await run()
    const window = { from: ago(24 * 60), to: ago(0), oldestFirst: true }
    expect(asked(URL_LOGS)).toEqual([{ ...window, route: 'all', scanResult: 'malicious' }])
    expect(asked(ATTACHMENT_LOGS)).toEqual([{ ...window, route: 'all', result: 'malicious' }])
    expect(asked(IMPERSONATION_LOGS)).toEqual([{ ...window, taggedMalicious: true }])
  })

  test('several verdicts are asked for together and filtered here; no other stream is read', async () => {
    const { run, asked, simulator, ago } = await open()
    const click = { date: ago(3), url: 'https://a.test/', userEmailAddress: 'dana@example.com' }
    const scans = ['malicious', 'suspicious', 'clean']
    simulator.seed({
      rows: { url: scans.map((scanResult, at) => ({ ...click, scanResult, messageId: `<${at}>` })) },
    })
    const wanted = { streams: 'url', url_scan_results: 'malicious,suspicious', route: 'inbound' }
    const { alerts } = await run(null, wanted)
    expect(asked(URL_LOGS)).toMatchObject([{ scanResult: 'all', route: 'inbound' }])
    expect([asked(ATTACHMENT_LOGS), asked(IMPERSONATION_LOGS)]).toEqual([[], []])
    expect(alerts.map(({ source }) => source.scanResult).toSorted()).toEqual([])
    const all = await run(null, { ...wanted, route: 'all' })
    expect(all.alerts.map(({ source }) => source.scanResult).toSorted()).toEqual(['malicious', 'suspicious'])
  })

  test.each([
    ['an unknown stream', { streams: 'mail' }],
    ['a verdict of another log', { url_scan_results: 'unsafe' }],
    ['no alert', { max_alerts: 0 }],
  ])('%s is refused before a request', async (_, parameters) => {
    const { run, simulator } = await open()
    const { result } = await run(null, parameters)
    expect([result.error?.code, simulator.counters.total]).toEqual(['PARAMETER_INVALID', 0])
  })
})

describe('clicks on one URL of one mail', () => {
  const click = {
    scanResult: 'malicious',
    action: 'block',
    url: 'http://login.bulk.example.net/verify',
    fromUserEmailAddress: 'deals@bulk.example.net',
    sendingIp: '203.0.113.200',
    category: 'Phishing & Fraud',
    messageId: '<parcel.01@bulk.example.net>',
    route: 'inbound',
  }

  test('are one alert with every user and the highest severity; a later one updates it', async () => {
    const { run, simulator, ago, pass } = await open()
    const one = { ...click, userEmailAddress: 'dana@example.com', date: ago(9) }
    const two = { ...click, userEmailAddress: 'ap@example.com', date: ago(8), action: 'allow' }
    simulator.seed({ rows: { url: [one, two] } })
    const first = await run()
    const [alert] = first.alerts
    expect(first.alerts).toHaveLength(1)
    expect(alert).toMatchObject({
      title: 'Malicious URL Clicked',
      description: 'dana@example.com clicked http://login.bulk.example.net/verify',
      severity: 'high',
      time: Date.parse(ago(9).replace('+0000', 'Z')),
      vendor: 'Mimecast',
      product: 'URL Protection',
      rule: 'TTP URL Protection',
      reason: 'Phishing & Fraud',
      entities: [
        { type: 'email', role: 'user', value: 'dana@example.com' },
        { type: 'email', role: 'user', value: 'ap@example.com' },
        { type: 'email', role: 'sender', value: 'deals@bulk.example.net' },
        { type: 'url', value: 'http://login.bulk.example.net/verify' },
        { type: 'ip', role: 'sender', value: '203.0.113.200' },
        { type: 'message_id', value: 'parcel.01@bulk.example.net' },
      ],
      facts: {},
      events: [
        { ...one, event_type: 'URLClick' },
        { ...two, event_type: 'URLClick' },
      ],
      source: one,
    })
    pass(5)
    simulator.seed({ rows: { url: [{ ...click, userEmailAddress: 'ceo@example.com', date: ago(1) }] } })
    const second = await run(first.state)
    expect(second.alerts).toMatchObject([
      { group: alert?.id, update: true, events: [{ userEmailAddress: 'ceo@example.com' }] },
    ])
    expect(second.alerts[0]?.id).not.toBe(alert?.id)
  })

  test('are an alert each if that is wanted', async () => {
    const { run, simulator, ago } = await open()
    simulator.seed({
      rows: { url: ['a', 'b'].map((user) => ({ ...click, userEmailAddress: user, date: ago(5) })) },
    })
    const { alerts } = await run(null, { group_by_message: false })
    expect(alerts.map(({ group, events }) => [group, events.length])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ])
  })

  test('without a Message-ID belong together by user and hour', async () => {
    const { run, simulator, ago } = await open()
    const bare = { ...click, messageId: '', userEmailAddress: 'dana@example.com', date: ago(70) }
    const rows = [bare, { ...bare, action: 'allow' }, { ...bare, userEmailAddress: 'b@example.com' }]
    simulator.seed({ rows: { url: [...rows, { ...bare, date: ago(5) }] } })
    const { alerts } = await run()
    expect(alerts.map(({ events }) => events.length)).toEqual([2, 1, 1])
  })
})

describe('a link that Mimecast rewrote', () => {
  const rewritten = 'https://protect-us.mimecast.com/s/abc123?domain=example.net'
  const row = {
    scanResult: 'malicious',
    action: 'block',
    url: rewritten,
    messageId: '<m@x>',
    userEmailAddress: 'd@example.com',
  }

  test('is decoded, and both are in the alert', async () => {
    const { run, simulator, ago } = await open()
    const body = {
      meta: { status: 200 },
      data: [{ url: 'https://evil.test/login', success: true }],
      fail: [],
    }
    simulator.fault({ path: DECODE ?? '', body })
    simulator.seed({ rows: { url: [{ ...row, date: ago(5) }] } })
    const { alerts } = await run()
    expect(alerts[0]?.description).toBe('d@example.com clicked https://evil.test/login')
    expect(alerts[0]?.entities.filter(({ type }) => type === 'url')).toEqual([
      { type: 'url', value: 'https://evil.test/login' },
      { type: 'url', role: 'rewritten', value: rewritten },
    ])
  })

  test('that cannot be decoded does not keep the alert back', async () => {
    const { run, simulator, ago } = await open()
    simulator.fault({ path: DECODE ?? '', status: 403 })
    simulator.seed({ rows: { url: [{ ...row, date: ago(5) }] } })
    const { alerts, failed } = await run()
    expect([alerts.length, failed, alerts[0]?.facts.url_not_decoded]).toEqual([1, [], expect.any(String)])
  })
})

test('an attachment and an impersonation in full', async () => {
  const { run, simulator, ago } = await open()
  const attachment = {
    date: ago(6),
    result: 'malicious',
    fileName: 'label.js',
    fileHash: '1aca80e8',
    senderAddress: 'deals@bulk.example.net',
    recipientAddress: 'info@example.com',
    actionTriggered: 'user release, hold',
    details: 'Malicious \r\nTime taken: 9 sec',
    messageId: '<m1@bulk.example.net>',
  }
  const impersonation = {
    id: 'eNo1',
    eventTime: ago(4),
    senderAddress: 'ceo@examp1e.test',
    recipientAddress: 'ap@example.com',
    senderIpAddress: '192.0.2.9',
    taggedMalicious: true,
    action: 'hold',
    identifiers: ['newly_observed_domain', 'internal_user_name'],
    messageId: '<m2@examp1e.test>',
  }
  simulator.seed({ rows: { attachment: [attachment], impersonation: [impersonation] } })
  expect((await run()).alerts).toMatchObject([
    {
      title: 'Malicious Attachment',
      description: 'label.js to info@example.com',
      severity: 'medium',
      reason: 'Malicious Time taken: 9 sec',
      product: 'Attachment Protection',
      entities: [
        { type: 'email', role: 'sender', value: 'deals@bulk.example.net' },
        { type: 'email', role: 'recipient', value: 'info@example.com' },
        { type: 'file_hash', value: '1aca80e8' },
        { type: 'message_id', value: 'm1@bulk.example.net' },
      ],
      events: [{ event_type: 'Attachment' }],
    },
    {
      title: 'Impersonation',
      description: 'ceo@examp1e.test to ap@example.com',
      severity: 'high',
      reason: 'newly_observed_domain, internal_user_name',
      product: 'Impersonation Protection',
      facts: { log_id: 'eNo1' },
      entities: [
        { type: 'email', role: 'sender', value: 'ceo@examp1e.test' },
        { type: 'email', role: 'recipient', value: 'ap@example.com' },
        { type: 'ip', role: 'sender', value: '192.0.2.9' },
        { type: 'message_id', value: 'm2@examp1e.test' },
      ],
      events: [{ event_type: 'Impersonation' }],
    },
  ])
})

test('a row with nothing in it is an alert, too, if it is wanted', async () => {
  const { run, simulator, ago } = await open()
  simulator.seed({ rows: { url: [{ date: ago(1), scanResult: 'malicious' }] } })
  expect((await run()).alerts).toMatchObject([{ title: 'Malicious URL Clicked', entities: [] }])
})
