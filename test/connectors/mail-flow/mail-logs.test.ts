import { describe, expect, test } from 'vitest'
import { openConnector, unmapped } from '../../support/connector.ts'
import { STORY_END } from '../../support/mimecast.ts'

const ID = 'mail-logs'
const ALL = { streams: 'dlp, rejections, released', first_fetch_hours: 48 }
const DLP = '/api/dlp/get-logs'
const REJECTIONS = '/api/gateway/get-rejections'
const RELEASED = '/api/gateway/get-held-release-logs'
const open = () => openConnector(ID)
const wire = (minutes: number): string =>
  `${new Date(STORY_END - minutes * 60_000).toISOString().slice(0, 19)}+0000`
const dlp = (messageId: string, minutes: number, more: Record<string, unknown> = {}) => ({
  senderAddress: 'sam@example.com',
  recipientAddress: 'ops@partner.example.net',
  subject: 'Customer export',
  eventTime: wire(minutes),
  route: 'outbound',
  policy: 'Cards',
  action: 'hold',
  messageId,
  ...more,
})

describe('requests', () => {
  test('cover the window of each log, with the filters that Mimecast has', async () => {
    const tenant = await open()
    await tenant.connect({ ...ALL, release_status: 'released' })
    const [from, to] = ['2026-03-08T10:30:00+0000', '2026-03-10T10:30:00+0000']
    const page = (item: object) => [{ meta: { pagination: { pageSize: 100 } }, data: [item] }]
    expect(tenant.bodies(DLP)).toEqual(page({ from, to, oldestFirst: true, actions: ['hold'] }))
    expect(tenant.bodies(REJECTIONS)).toEqual(page({ admin: true, start: from, end: to }))
    expect(tenant.bodies(RELEASED)).toEqual(
      page({ start: from, end: to, filterBy: [{ fieldName: 'status', value: 'released' }] }),
    )
  })

  test('read content policies alone by default, and those that held a message', async () => {
    const tenant = await open()
    const one = await tenant.connect({ first_fetch_hours: 48 })
    expect(one.streams.map(({ stream }) => stream)).toEqual(['dlp'])
    expect(one.alerts.map(({ title }) => title)).toEqual(['Content Policy: hold'])
    expect([tenant.bodies(REJECTIONS), tenant.bodies(RELEASED)]).toEqual([[], []])
  })

  test('go on at the newest row of each log, with the overlap', async () => {
    const tenant = await open()
    const one = await tenant.connect(ALL)
    tenant.pass(10)
    const two = await tenant.connect(ALL, one.state)
    expect(two.alerts).toEqual([])
    expect(two.streams.map(({ stream, from }) => [stream, from])).toEqual([
      ['dlp', '2026-03-09T09:05:11Z'],
      ['rejections', '2026-03-09T12:34:46Z'],
      ['released', '2026-03-09T10:25:12Z'],
    ])
  })
})

describe('alerts', () => {
  test('of all logs, oldest first', async () => {
    const tenant = await open()
    const { alerts } = await tenant.connect(ALL)
    expect(alerts.map(({ title, severity, rule, reason }) => [title, severity, rule, reason])).toEqual([
      ['Content Policy: hold', 'medium', 'Outbound DLP - Customer data', 'Outbound DLP - Customer data'],
      ['Held Message Released', 'medium', 'Held Message Release Log', 'Fraud Alert'],
      ['Message Rejected', 'low', 'RBL', 'IP Found in RBL'],
      ['Held Message Rejected', 'informational', 'Held Message Release Log', expect.any(String)],
    ])
    expect(alerts[1]).toMatchObject({
      description: 'Released by administrator',
      entities: [
        { type: 'email', role: 'sender', value: 'billing@suppliers.example.net' },
        { type: 'email', role: 'recipient', value: 'ap@example.com' },
        { type: 'email', role: 'user', value: 'admin@example.com' },
      ],
    })
    expect(await unmapped(tenant, ID, alerts)).toEqual([])
  })

  test('of one message are one, with an event for each policy and action; later rows update it', async () => {
    const tenant = await open()
    const rows = [dlp('<a@x>', 50), dlp('<a@x>', 50, { policy: 'Ibans' }), dlp('<b@x>', 40)]
    tenant.simulator.seed({ rows: { dlp: rows } })
    const one = await tenant.connect()
    expect(one.alerts.map(({ id, group, events }) => [id, group, events.length])).toEqual([
      ['<a@x>', '<a@x>', 2],
      ['<b@x>', '<b@x>', 1],
    ])
    tenant.simulator.seed({ rows: { dlp: [dlp('<a@x>', 39, { action: 'hold', policy: 'Late' })] } })
    tenant.pass(5)
    const two = await tenant.connect({}, one.state)
    expect(two.alerts).toMatchObject([{ group: '<a@x>', update: true, reason: 'Late' }])
    expect(one.ids).not.toContain(two.ids[0])
  })

  test('of content policies are those of the chosen actions, also if Mimecast ignores the filter', async () => {
    const tenant = await open()
    const body = {
      data: [{ dlpLogs: [dlp('<a@x>', 30), dlp('<b@x>', 20, { action: 'notification' })] }],
      fail: [],
    }
    tenant.simulator.fault({ path: DLP, body })
    expect((await tenant.connect()).ids).toEqual(['<a@x>'])
    const two = await tenant.connect({ dlp_actions: 'notification' })
    expect(two.alerts.map(({ id, severity }) => [id, severity])).toEqual([['<b@x>', 'low']])
    expect((await tenant.connect({ dlp_actions: 'all' })).ids).toEqual(['<a@x>', '<b@x>'])
  })

  test('of decisions are those of the chosen status, also if Mimecast ignores the filter', async () => {
    const tenant = await open()
    const rows = [
      { id: '1', status: 'released', released: wire(30), fromHdr: 'a@x.example' },
      { id: '2', status: 'rejected', released: wire(20), operator: { emailAddress: 'o@example.com' } },
    ]
    tenant.simulator.fault({ path: RELEASED, body: { data: [{ heldReleaseLogs: rows }], fail: [] } })
    const one = await tenant.connect({ streams: 'released', release_status: 'rejected' })
    expect(one.alerts).toMatchObject([
      { id: '2', entities: [{ type: 'email', role: 'user', value: 'o@example.com' }] },
    ])
  })
})

describe('nothing is lost and nothing comes twice', () => {
  test('over pages and runs, with any limit, rows of the same second included', async () => {
    const tenant = await open()
    const rows = Array.from({ length: 130 }, (_, index) => dlp(`<${index}@x>`, 60 - Math.floor(index / 10)))
    const rejected = Array.from({ length: 30 }, (_, index) => ({
      id: `r${index}`,
      created: wire(30),
      type: 'RBL',
    }))
    tenant.simulator.seed({ rows: { dlp: rows, rejections: rejected } })
    const { alerts } = await tenant.drain({ streams: 'dlp, rejections', max_alerts: 45 })
    const ids = alerts.map(({ id }) => id).filter((id) => /^(?:<\d+@x>|r\d+)$/.test(id))
    expect(ids.toSorted()).toEqual(
      [...rows.map(({ messageId }) => messageId), ...rejected.map(({ id }) => id)].toSorted(),
    )
  })

  test('a decision without a time is recognised for as long as it is listed', async () => {
    const tenant = await open()
    const parameters = { streams: 'released' }
    const list = (...rows: object[]) => {
      const heldReleaseLogs = [{ id: 'timeless', status: 'rejected' }, ...rows]
      tenant.simulator.clearFaults()
      tenant.simulator.fault({ path: RELEASED, body: { data: [{ heldReleaseLogs }], fail: [] } })
    }
    list()
    const one = await tenant.connect(parameters)
    expect(one.alerts.map(({ id, time }) => [id, time])).toEqual([['timeless', STORY_END]])
    let { state } = one
    for (let round = 0; round < 3; round++) {
      tenant.pass(60)
      const row = { id: `later ${round}`, status: 'released', released: wire(-60 * (round + 1)) }
      list(row)
      const next = await tenant.connect(parameters, state)
      expect(next.ids).toEqual([row.id])
      ;({ state } = next)
    }
  })

  test('a row that appears late is found within the overlap', async () => {
    const tenant = await open()
    tenant.simulator.seed({ rows: { dlp: [dlp('<a@x>', 20)] } })
    const one = await tenant.connect()
    tenant.simulator.seed({ rows: { dlp: [dlp('<late@x>', 34)] } })
    tenant.pass(5)
    expect((await tenant.connect({}, one.state)).ids).toEqual(['<late@x>'])
  })
})

test.each([
  [DLP, 'dlp', 'Monitoring | Data Leak Prevention | Read'],
  [REJECTIONS, 'rejections', 'Monitoring | Rejections | Read'],
  [RELEASED, 'released', 'Monitoring | Held | Read'],
])(
  'without the right for %s, the other logs are read and the missing right is named',
  async (path, stream, right) => {
    const tenant = await open()
    const whole = await tenant.connect(ALL)
    tenant.simulator.fault({ path, status: 403, body: { fail: [{ code: 'app_forbidden', message: 'No' }] } })
    const one = await tenant.connect(ALL)
    expect(one.streams.filter(({ failure }) => failure !== null).map((row) => row.stream)).toEqual([stream])
    expect(one.warnings).toEqual([expect.stringContaining(right)])
    tenant.simulator.clearFaults()
    const two = await tenant.connect(ALL, one.state)
    expect([...one.ids, ...two.ids].toSorted()).toEqual(whole.ids.toSorted())
  },
)
