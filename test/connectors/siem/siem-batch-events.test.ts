import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../runtime/contract/json.ts'
import { openConnector, unmapped } from '../../support/connector.ts'
import { STORY_END } from '../../support/mimecast.ts'

const ID = 'siem-batch-events'
const PATH = '/siem/v1/batch/events/cg'
const FILES = '/files/*'
const open = () => openConnector(ID)
const av = { event_types: 'av', first_fetch_days: 2 }
const queries = ({ simulator }: Awaited<ReturnType<typeof open>>): string[] =>
  simulator.requests.filter(({ path }) => path === PATH).map(({ query }) => query)
const eventOf = (id: string, more: Record<string, unknown> = {}) => ({
  type: 'av',
  aggregateId: id,
  timestamp: STORY_END - 3_600_000,
  ...more,
})
const namesOf = (alerts: { source: Record<string, unknown> }[]): unknown[] =>
  alerts.map(({ source }) => source.aggregateId)

describe('requests', () => {
  test('the first one names days, later ones the token; a file is requested without credentials', async () => {
    const tenant = await open()
    const one = await tenant.connect(av)
    tenant.pass(9)
    await tenant.connect(av, one.state)
    const [first, second, ...others] = queries(tenant)
    expect(first).toBe('type=av&dateRangeStartsAt=2026-03-08&dateRangeEndsAt=2026-03-10&pageSize=100')
    expect(second).toMatch(/^type=av&nextPage=[\w-]+&pageSize=100$/)
    expect(others).toEqual([])
    const file = tenant.simulator.requests.find(({ path }) => path.startsWith('/files/'))
    expect(file?.headers).not.toHaveProperty('authorization')
  })

  test('none is made within 8 minutes after the end, and at most 50 in 15 minutes', async () => {
    const tenant = await open()
    const one = await tenant.connect(av)
    tenant.pass(7)
    const two = await tenant.connect(av, one.state)
    expect([queries(tenant).length, two.alerts]).toEqual([1, []])
    tenant.simulator.fault({ path: PATH, body: { value: [], '@nextPage': 'same', isCaughtUp: false } })
    tenant.pass(60)
    let state = two.state
    for (let round = 0; round < 3; round++) {
      tenant.simulator.fault({
        path: PATH,
        times: 1,
        body: { value: [], '@nextPage': `page ${round}`, isCaughtUp: false },
      })
      ;({ state } = await tenant.connect(av, state))
    }
    expect(queries(tenant).length).toBeLessThanOrEqual(51)
    const spent = {
      ...(state as Record<string, Json>),
      calls: { av: Array.from({ length: 50 }, () => Date.now()) },
    }
    const before = queries(tenant).length
    tenant.pass(9)
    const full = await tenant.connect(av, spent)
    expect([queries(tenant).length, full.more]).toEqual([before, false])
    tenant.pass(7)
    await tenant.connect(av, full.state)
    expect(queries(tenant).length).toBeGreaterThan(before)
  })

  test('API 1.0 does not offer the call', async () => {
    const tenant = await openConnector(ID, { generation: '1.0' })
    expect(await tenant.attempt(av)).toMatchObject({ error: { code: 'NOT_SUPPORTED' } })
  })
})

describe('alerts', () => {
  test('are made of the threats of all types, with the severity of what happened', async () => {
    const tenant = await open()
    const { alerts } = await tenant.connect({ first_fetch_days: 2 })
    expect(alerts.map(({ title, severity }) => [title, severity])).toEqual([
      ['Attachment Protect', 'medium'],
      ['Impersonation Protect: Hold', 'medium'],
      ['URL Protect: Block', 'medium'],
      ['Virus Found', 'medium'],
      ['Internal Email Protect', 'high'],
    ])
    expect(alerts[2]).toMatchObject({
      description: 'Your parcel is waiting',
      time: 1773050097000,
      reason: 'malicious',
      entities: [
        { type: 'email', role: 'sender', value: 'noreply@bulk.example.net' },
        { type: 'email', role: 'recipient', value: 'info@example.com' },
        { type: 'url', value: 'https://login.bulk.example.net/verify?id=1' },
        { type: 'ip', role: 'client', value: '192.0.2.60' },
        { type: 'message_id', value: '20260309100041.parcel.01@bulk.example.net' },
      ],
      events: [{ event_type: 'URLProtect', url: 'https://login.bulk.example.net/verify?id=1' }],
    })
    expect(await unmapped(tenant, ID, alerts)).toEqual([])
  })

  test('of Cloud Integrated are those with a threat; another name of type and subtype is read as well', async () => {
    const tenant = await open()
    const ci = { edition: 'cloud_integrated', first_fetch_days: 2 }
    tenant.simulator.seed({
      siem: [
        {
          edition: 'ci',
          events: [
            eventOf('none', { type: 'entities', threatType: null }),
            eventOf('delivered', { type: 'entities', threatType: 'MALWARE', threatState: 'DELIVERED' }),
          ],
        },
      ],
    })
    const { alerts } = await tenant.connect(ci)
    expect(alerts.map(({ title, severity, reason }) => [title, severity, reason])).toEqual([
      ['Threat Detected: BLOCKED', 'medium', 'PHISHING'],
      ['Threat Detected: DELIVERED', 'high', 'MALWARE'],
    ])
  })

  test.each([
    ['medium', ['blocked', 'reached']],
    ['high', ['reached']],
    ['low', ['blocked', 'clean', 'reached']],
  ])('of clicks with the lowest severity %s', async (lowest_severity, expected) => {
    const tenant = await open()
    const events = [
      eventOf('blocked', { type: 'url protect', action: 'Block' }),
      eventOf('clean', { type: 'url protect', action: 'Allow' }),
      eventOf('reached', { type: 'url protect', action: 'Allow', analysis: 'phishing' }),
    ]
    tenant.simulator.seed({ siem: [{ events }] })
    const { alerts } = await tenant.connect({ event_types: 'url protect', lowest_severity })
    expect(namesOf(alerts).filter((name) => !String(name).startsWith('aggExample'))).toEqual(expected)
  })

  test('fit the conditions: one value of each field', async () => {
    const tenant = await open()
    const events = [
      eventOf('a', { route: 'Inbound', virusFound: 'X' }),
      eventOf('b', { route: 'outbound', virusFound: 'X' }),
      eventOf('c', { route: 'inbound', virusFound: 'Y' }),
      eventOf('d', { route: 'internal', virusFound: 'X' }),
    ]
    tenant.simulator.seed({ siem: [{ events }] })
    const conditions = 'route=inbound, route=Outbound, virusFound=x'
    expect(namesOf((await tenant.connect({ ...av, conditions })).alerts)).toEqual(['a', 'b'])
  })

  test.each([
    [{ conditions: 'route' }, 'field=value'],
    [{ event_types: 'entities' }, 'must contain only events of the chosen edition'],
    [{ event_types: 'receipt' }, 'Event Types'],
  ])('%j is refused before a request', async (parameters, says) => {
    const tenant = await open()
    const result = await tenant.attempt(parameters)
    expect(result).toMatchObject({ error: { code: 'PARAMETER_INVALID' } })
    expect(result.output_message).toContain(says)
    expect(tenant.simulator.requests).toEqual([])
  })
})

describe('nothing is lost and nothing comes twice', () => {
  test('over several files and runs, with any limit', async () => {
    const tenant = await open()
    tenant.simulator.seed({ siem: [{ type: 'av', count: 50, files: 3 }] })
    const { alerts, runs, state } = await tenant.drain({ event_types: 'av', max_alerts: 7 })
    expect([alerts.length, new Set(alerts.map(({ id }) => id)).size, runs]).toEqual([50, 50, 8])
    tenant.simulator.seed({ siem: [{ events: [eventOf('late')] }] })
    tenant.pass(9)
    expect(namesOf((await tenant.connect({ event_types: 'av' }, state)).alerts)).toEqual(['late'])
  })

  test('an event in two files, and a file that a page names twice', async () => {
    const tenant = await open()
    tenant.simulator.seed({
      siem: [{ events: [eventOf('same')] }, { events: [eventOf('same'), eventOf('other')] }],
    })
    expect(namesOf((await tenant.connect({ event_types: 'av' })).alerts)).toEqual(['same', 'other'])
  })

  test('after a refused token: read from the day of the newest event, what was delivered is known', async () => {
    const tenant = await open()
    tenant.simulator.seed({ siem: [{ events: [eventOf('one')] }] })
    const one = await tenant.connect(av)
    tenant.simulator.seed({ siem: [{ events: [eventOf('two')] }] })
    tenant.pass(9)
    const { streams } = one.state as { streams: { av: Record<string, Json> } }
    const lost = { ...(one.state as object), streams: { av: { ...streams.av, token: 'gone' } } }
    const two = await tenant.connect(av, lost)
    expect(namesOf(two.alerts)).toEqual(['two'])
    expect(two.warnings).toEqual([expect.stringContaining('The position of "av" was refused')])
    expect(queries(tenant).at(-1)).toContain('dateRangeStartsAt=2026-03-10')
  })

  test('when a link has expired, a new one is asked for; a file that is lost is counted and does not stop the rest', async () => {
    const tenant = await open()
    tenant.simulator.seed({ siem: [{ events: [eventOf('one')] }, { events: [eventOf('two')] }] })
    tenant.simulator.fault({ path: FILES, times: 1, status: 403 })
    const one = await tenant.connect({ event_types: 'av' })
    expect([namesOf(one.alerts), queries(tenant).length, one.warnings]).toEqual([['one', 'two'], 2, []])
    tenant.simulator.fault({ path: '/files/siem-cg-av-1.json.gz', status: 404 })
    const two = await tenant.connect({ event_types: 'av' })
    expect(namesOf(two.alerts)).toEqual(['two'])
    expect(two.warnings).toEqual([expect.stringContaining('Skipped 1 files that are expired or damaged')])
  })

  test('when something else came instead of a file, it is asked for once more; what is damaged is counted', async () => {
    const tenant = await open()
    tenant.simulator.seed({ siem: [{ events: [eventOf('one'), eventOf('two')] }] })
    tenant.simulator.fault({ path: FILES, times: 1, body_text: '<html>Please log in</html>' })
    const one = await tenant.connect({ event_types: 'av', first_fetch_days: 1 })
    expect([namesOf(one.alerts), one.warnings]).toEqual([['one', 'two'], []])
    const packed = gzipSync(`${JSON.stringify(eventOf('a'))}\n`.repeat(3)).subarray(0, -12)
    tenant.simulator.fault({ path: '/files/siem-cg-av-1.json.gz', body_text: String(packed) })
    const two = await tenant.connect({ event_types: 'av' })
    expect(two.warnings).toEqual([expect.stringContaining('Skipped')])
    expect(two.streams[0]?.failure).toBeNull()
  })

  test('when a file cannot be fetched now: the next run continues with it', async () => {
    const tenant = await open()
    tenant.simulator.seed({ siem: [{ events: [eventOf('one')] }, { events: [eventOf('two')] }] })
    tenant.simulator.fault({ path: '/files/siem-cg-av-2.json.gz', status: 500 })
    const one = await tenant.connect({ event_types: 'av' })
    expect([namesOf(one.alerts), one.streams[0]?.failure]).toEqual([['one'], expect.stringContaining('500')])
    tenant.simulator.clearFaults()
    expect(namesOf((await tenant.connect({ event_types: 'av' }, one.state)).alerts)).toEqual(['two'])
  })
})

test('a type without the right stops no other, and is named', async () => {
  const tenant = await open()
  const types = { event_types: 'av, url protect', first_fetch_days: 2 }
  tenant.simulator.fault({
    path: PATH,
    times: 1,
    status: 403,
    body: { fail: [{ code: 'app_forbidden', message: 'Forbidden' }] },
  })
  const one = await tenant.connect(types)
  expect(one.alerts.map(({ rule }) => rule)).toEqual(['URL Protect'])
  expect(one.streams).toMatchObject([
    { stream: 'av', alerts: 0, permission: expect.stringContaining('(SIEM)') },
    { stream: 'url protect', alerts: 1, failure: null },
  ])
  expect(one.warnings).toEqual([expect.stringContaining('Threat and Security Events (SIEM) | Read')])
  expect(one.result.output_message).toContain('"av" was not read to its end.')
  const two = await tenant.connect(types, one.state)
  expect(two.alerts.map(({ rule }) => rule)).toEqual(['Virus Found'])
})

test('a test run returns one alert and no state, and the first failure ends it', async () => {
  const tenant = await open()
  const one = await tenant.connect({ first_fetch_days: 2, test_run: true })
  expect([one.alerts.length, one.result.state]).toEqual([1, undefined])
  tenant.simulator.fault({
    path: PATH,
    status: 403,
    body: { fail: [{ code: 'app_forbidden', message: 'Forbidden' }] },
  })
  expect(await tenant.attempt({ test_run: true })).toMatchObject({ error: { code: 'PERMISSION_DENIED' } })
})

test('lines that are no events are skipped and counted, and a file need not be packed', async () => {
  const tenant = await open()
  tenant.simulator.seed({ siem: [{ events: [eventOf('one')] }] })
  const lines = [JSON.stringify(eventOf('a')), '', '{broken', '[1]', JSON.stringify(eventOf('ä → 漢'))]
  tenant.simulator.fault({ path: FILES, body_text: lines.join('\n') })
  const one = await tenant.connect({ event_types: 'av' })
  expect(namesOf(one.alerts)).toEqual(['a', 'ä → 漢'])
  expect(one.warnings).toEqual([expect.stringContaining('4 lines that are not JSON')])
})
