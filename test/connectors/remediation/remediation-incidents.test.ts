import { describe, expect, test } from 'vitest'
import { openConnector, unmapped } from '../../support/connector.ts'
import { STORY_END } from '../../support/mimecast.ts'

const ID = 'remediation-incidents'
const FIND = '/api/ttp/remediation/find-incidents'
const GET = '/api/ttp/remediation/get-incident'
const open = () => openConnector(ID)
const wire = (minutes: number): string =>
  `${new Date(STORY_END - minutes * 60_000).toISOString().slice(0, 19)}+0000`
const incident = (id: string, minutes: number, more: Record<string, unknown> = {}) => ({
  id,
  code: `TR-${id}-A`,
  type: 'automatic',
  reason: 'Zero hour malware',
  create: wire(minutes),
  modified: wire(minutes),
  identified: 3,
  successful: 0,
  failed: 0,
  restored: 0,
  searchCriteria: { fileHash: 'abc' },
  ...more,
})

describe('requests', () => {
  test('name the window of creation and each type; known incidents are read by id', async () => {
    const tenant = await open()
    tenant.simulator.seed({ rows: { incidents: [incident('one', 30)] } })
    const one = await tenant.connect()
    expect(tenant.bodies(FIND)).toEqual([
      {
        meta: { pagination: { pageSize: 100 } },
        data: [
          {
            start: '2026-03-09T10:30:00+00:00',
            end: '2026-03-10T10:30:00+00:00',
            filterBy: [
              { fieldName: 'type', value: 'automatic' },
              { fieldName: 'type', value: 'notify_only' },
            ],
          },
        ],
      },
    ])
    expect(tenant.bodies(GET)).toEqual([])
    await tenant.connect({}, one.state)
    expect(tenant.bodies(GET)).toEqual([{ data: [{ id: 'one' }] }])
  })

  test('read known incidents 25 at a time, and none if changes are not asked for', async () => {
    const tenant = await open()
    const rows = Array.from({ length: 30 }, (_, index) => incident(`i${index}`, 30))
    tenant.simulator.seed({ rows: { incidents: rows } })
    const one = await tenant.connect()
    await tenant.connect({ report_changes: false }, one.state)
    expect(tenant.bodies(GET)).toEqual([])
    await tenant.connect({}, one.state)
    expect(tenant.bodies(GET).map((body) => (body as { data: unknown[] }).data.length)).toEqual([25, 5])
  })
})

describe('alerts', () => {
  test('have the severity of what is left in mailboxes', async () => {
    const tenant = await open()
    const rows = [
      incident('removed', 50, { successful: 3 }),
      incident('left', 40, { successful: 2, failed: 1 }),
      incident('reported', 30, {
        type: 'notify_only',
        searchCriteria: { messageIds: ['<a@x>'], from: 'm@x.example' },
      }),
      incident('ours', 20, { type: 'manual' }),
    ]
    tenant.simulator.seed({ rows: { incidents: rows } })
    const { alerts } = await tenant.connect()
    expect(alerts.map(({ id, severity }) => [id, severity])).toEqual([
      ['removed', 'medium'],
      ['left', 'high'],
      ['reported', 'high'],
    ])
    expect(alerts[1]).toMatchObject({
      title: 'Remediation Incident TR-left-A',
      description: 'identified 3, successful 2, failed 1, restored 0',
      rule: 'Threat Remediation: automatic',
      reason: 'Zero hour malware',
      group: 'left',
      facts: { identified: '3', failed: '1' },
      entities: [{ type: 'file_hash', value: 'abc' }],
    })
    expect(alerts[2]?.entities).toEqual([
      { type: 'email', role: 'sender', value: 'm@x.example' },
      { type: 'message_id', value: 'a@x' },
    ])
    expect(await unmapped(tenant, ID, alerts)).toEqual(['DestinationUserName'])
    const manual = await tenant.connect({ types: 'manual' })
    expect([manual.ids.includes('ours'), manual.ids.includes('left')]).toEqual([true, false])
  })

  test('are those of the chosen types, also if Mimecast ignores the filter', async () => {
    const tenant = await open()
    const rows = [incident('a', 30), incident('b', 20, { type: 'manual' })]
    tenant.simulator.fault({ path: FIND, body: { data: [{ incidents: rows }], fail: [] } })
    expect((await tenant.connect()).ids).toEqual(['a'])
    tenant.simulator.clearFaults()
    tenant.simulator.fault({ path: FIND, body: { data: rows, fail: [] } })
    expect((await tenant.connect()).ids).toEqual(['a'])
  })
})

describe('changes', () => {
  test('become updates of the same group, each once', async () => {
    const tenant = await open()
    tenant.simulator.seed({ rows: { incidents: [incident('one', 30)] } })
    const one = await tenant.connect()
    tenant.pass(10)
    tenant.simulator.seed({
      rows: { incidents: [incident('one', 30, { modified: wire(-5), successful: 2, failed: 1 })] },
    })
    const two = await tenant.connect({}, one.state)
    expect(two.alerts).toMatchObject([
      { group: 'one', update: true, severity: 'high', facts: { successful: '2' } },
    ])
    expect(two.ids).not.toEqual(one.ids)
    tenant.pass(10)
    const three = await tenant.connect({}, two.state)
    expect(three.alerts).toEqual([])
    // The counts may go back to what they were.
    tenant.simulator.seed({
      rows: { incidents: [incident('one', 30, { modified: wire(-15), restored: 3 })] },
    })
    expect((await tenant.connect({}, three.state)).alerts).toHaveLength(1)
  })

  test('are looked for until an incident was stable for a day', async () => {
    const tenant = await open()
    tenant.simulator.seed({ rows: { incidents: [incident('one', 30)] } })
    const one = await tenant.connect()
    tenant.pass(23 * 60)
    const two = await tenant.connect({}, one.state)
    tenant.pass(2 * 60)
    const three = await tenant.connect({}, two.state)
    expect(tenant.bodies(GET)).toHaveLength(2)
    await tenant.connect({}, three.state)
    expect(tenant.bodies(GET)).toHaveLength(2)
  })

  test('of an incident that Mimecast does not know any more end the search for it, and for no other', async () => {
    const tenant = await open()
    tenant.simulator.seed({ rows: { incidents: [incident('one', 30)] } })
    const one = await tenant.connect()
    const { open: known } = one.state as { open: Record<string, { print: string; changed: number }> }
    const state = { ...(one.state as object), open: { gone: { print: 'x', changed: Date.now() }, ...known } }
    tenant.simulator.seed({ rows: { incidents: [incident('one', 30, { successful: 3 })] } })
    const two = await tenant.connect({}, state)
    expect(two.alerts).toMatchObject([{ group: 'one', update: true }])
    expect(Object.keys((two.state as { open: object }).open)).toEqual(['one'])
  })

  test('that cannot be read now are found by the next run; new incidents are delivered', async () => {
    const tenant = await open()
    tenant.simulator.seed({ rows: { incidents: [incident('one', 30)] } })
    const one = await tenant.connect()
    const rows = [incident('one', 30, { successful: 3 }), incident('two', 10)]
    tenant.simulator.seed({ rows: { incidents: rows } })
    tenant.simulator.fault({ path: GET, status: 500 })
    const two = await tenant.connect({}, one.state)
    expect(two.ids).toEqual(['two'])
    expect(two.streams).toMatchObject([{ failure: null }, { stream: 'changes', failure: expect.any(String) }])
    tenant.simulator.clearFaults()
    expect((await tenant.connect({}, two.state)).alerts).toMatchObject([{ group: 'one', update: true }])
  })
})

test('nothing is lost and nothing comes twice, with any limit and incidents of the same second', async () => {
  const tenant = await open()
  const rows = Array.from({ length: 25 }, (_, index) => incident(`i${index}`, 30 - Math.floor(index / 5)))
  tenant.simulator.seed({ rows: { incidents: rows } })
  const { alerts, state } = await tenant.drain({ max_alerts: 4 })
  expect(alerts.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
  expect((await tenant.connect({}, state)).alerts).toEqual([])
})

test('without the right, the run fails and names it; a test run returns one alert and no state', async () => {
  const tenant = await open()
  tenant.simulator.seed({ rows: { incidents: [incident('one', 30), incident('two', 20)] } })
  const one = await tenant.connect({ test_run: true })
  expect([one.alerts.length, one.result.state]).toEqual([1, undefined])
  tenant.simulator.fault({
    path: FIND,
    status: 403,
    body: { fail: [{ code: 'app_forbidden', message: 'No' }] },
  })
  const result = await tenant.attempt()
  expect(result).toMatchObject({ error: { code: 'PERMISSION_DENIED' } })
})
