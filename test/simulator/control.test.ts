import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSimulator } from '../../simulator/index.ts'
import { openTenant, type Reply, read, type Tenant } from './support.ts'

let tenant: Tenant
beforeEach(async () => {
  tenant = await openTenant()
})
afterEach(() => tenant.simulator.close())

const control = async (method: string, name: string, body?: unknown): Promise<Reply> =>
  read(
    await fetch(`${tenant.simulator.url}/__simulator/${name}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )
const SEARCH = '/api/message-finder/search'
const tracked = async (to: string) =>
  (
    await tenant.post(SEARCH, {
      meta: { pagination: { pageSize: 100 } },
      data: [{ advancedTrackAndTraceOptions: { to } }],
    })
  ).body.data[0].trackedEmails

describe('what is refused', () => {
  test.each([
    ['faults', { status: 500 }, '"path" is missing'],
    ['faults', [{ path: '*', cut: 'never' }], '"cut" must be one of before, after, half, it is "never"'],
    ['faults', 'nonsense', 'A fault is an object'],
    ['seed', { mail: [] }, '"mail" is unknown'],
    ['seed', { held: -1 }, '"held" must be a whole number from 0'],
    ['seed', { mails: [{ status: 'lost' }] }, '"mails" must be "status" must be one of'],
    ['switches', { finder_rows: 'some' }, '"finder_rows" must be one of'],
    ['clock', { now: 'noon' }, 'Send {"now"'],
  ])('POST %s %j', async (name, body, problem) => {
    const reply = await control('POST', name, body)
    expect(reply.status).toBe(400)
    expect(reply.body.error).toContain(problem)
  })

  test('an unknown control names those that there are', async () => {
    const reply = await control('GET', 'stat')
    expect([reply.status, reply.body.controls]).toEqual([
      404,
      expect.arrayContaining(['GET state', 'POST faults']),
    ])
  })
})

describe('driving it from another process', () => {
  test('state tells what the tenant remembers', async () => {
    const path = '/api/managedsender/permit-or-block-sender'
    await tenant.call(path, { action: 'block', sender: 'mallory@evil.example', to: 'alice@corp.example' })
    await tenant.call(path, { action: 'permit', sender: 'bob@good.example', to: 'alice@corp.example' })
    const { body } = await control('GET', 'state')
    expect(body.blocked_senders).toMatchObject([{ id: 'MTOKEN:1', sender: 'mallory@evil.example' }])
    expect(body.permitted_senders).toMatchObject([{ id: 'MTOKEN:2', sender: 'bob@good.example' }])
    expect(body.held).toEqual(tenant.simulator.state.heldIds())
    expect(body).toMatchObject({
      total: 3,
      paths: { [path]: 2, '/oauth/token': 1 },
      now: '2026-03-10T10:30:00.000Z',
    })
  })

  test('requests are listed with what was sent and answered, control calls are not', async () => {
    await tenant.call('/api/account/get-account')
    const { body } = await control('GET', 'requests')
    expect(body.requests).toMatchObject([
      { number: 1, path: '/oauth/token', body: { grant_type: 'client_credentials' }, status: 200 },
      { number: 2, path: '/api/account/get-account', method: 'POST', body: { data: [] }, status: 200 },
    ])
  })

  test('only the latest requests are kept, all are counted', async () => {
    await tenant.simulator.close()
    tenant = await openTenant({ requests_max: 3 })
    for (let i = 0; i < 9; i++) await tenant.call('/api/account/get-account')
    expect(tenant.simulator.requests.map(({ number }) => number)).toEqual([8, 9, 10])
    expect(tenant.simulator.counters.total).toBe(10)
  })

  test('faults are set, listed and cleared', async () => {
    await control('POST', 'faults', { path: '/api/account/get-account', status: 503 })
    expect((await tenant.call('/api/account/get-account')).status).toBe(503)
    expect((await control('GET', 'faults')).body.faults).toHaveLength(1)
    await control('DELETE', 'faults')
    expect((await tenant.call('/api/account/get-account')).status).toBe(200)
  })

  test('the clock is set and moved', async () => {
    expect((await control('POST', 'clock', { advance_ms: 60_000 })).body.now).toBe('2026-03-10T10:31:00.000Z')
    expect((await control('POST', 'clock', { now: '2026-04-01T00:00:00Z' })).body.now).toBe(
      '2026-04-01T00:00:00.000Z',
    )
  })

  test('reset brings everything back', async () => {
    tenant.simulator.fault({ path: '*', status: 500 })
    tenant.simulator.advance(99_000)
    await control('POST', 'seed', { held: 5 })
    await control('POST', 'switches', { archive_rows: 'flat' })
    await control('POST', 'reset')
    const { body } = await control('GET', 'state')
    expect(body).toMatchObject({
      total: 0,
      faults: [],
      now: '2026-03-10T10:30:00.000Z',
      switches: { archive_rows: 'nested' },
    })
    expect(body.held).toHaveLength(3)
  })

  test('seeded mail is there: held in the queue, archived in the archive, all of it tracked', async () => {
    await control('POST', 'seed', { held: 20, archived: 20, tracked: 20, minutes: 10, domain: 'corp.test' })
    const rows = await tracked('corp.test')
    const statuses = new Set(rows.map((row: { status: string }) => row.status))
    expect(statuses).toContain('held')
    expect(statuses).toContain('archived')
    const times = rows.map((row: { received: string }) => Date.parse(row.received.replace('+0000', 'Z')))
    expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse('2026-03-10T10:20:00Z'))
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.parse('2026-03-10T10:30:00Z'))
    expect(tenant.simulator.state.heldIds()).toHaveLength(23)
  })

  test('a written mail answers its ids, which work', async () => {
    const mail = {
      subject: 'Hook & line',
      from: 'x@evil.example',
      to: ['a@corp.test'],
      risk: 'low',
      policy: 'Mine',
    }
    const reply = await control('POST', 'seed', { mails: [mail] })
    const [{ tracking_id, hold_id }] = reply.body.mails
    const { body } = await tenant.call('/api/message-finder/get-message-info', { id: tracking_id })
    expect(body.data[0].queueInfo.reason).toBe('Mine')
    expect(body.data[0].spamInfo.spamProcessingDetail.verdict.risk).toBe('low')
    const released = await tenant.call('/api/gateway/hold-release', { id: hold_id })
    expect(released.body.data).toEqual([{ id: hold_id, release: true }])
  })
})

test('config spells the credentials as the parameters of integration.yaml', () => {
  const { url, config } = tenant.simulator
  const parameters = readFileSync(new URL('../../integration.yaml', import.meta.url), 'utf8')
  for (const part of [config.api2, config.api1]) {
    expect(part.api_root).toBe(url)
    for (const name of Object.keys(part)) expect(parameters).toContain(`\n  ${name}:`)
  }
})

describe('seed files', () => {
  test('faults and data of a file are there from the start and after a reset', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'))
    const seed_file = join(folder, 'seed.json')
    writeFileSync(
      seed_file,
      JSON.stringify({ held: 4, faults: [{ path: '/api/account/get-account', status: 500 }] }),
    )
    await tenant.simulator.close()
    tenant = await openTenant({ seed_file })
    for (let i = 0; i < 2; i++) {
      expect(tenant.simulator.state.heldIds()).toHaveLength(7)
      tenant.simulator.reset()
    }
    writeFileSync(seed_file, JSON.stringify({ hold: 4, faults: [{}] }))
    await expect(startSimulator({ seed_file })).rejects.toThrow(
      /"hold" is unknown.*; "faults" must be "path" is missing/,
    )
    rmSync(folder, { recursive: true })
  })
})

describe('the data', () => {
  test('two simulators with one seed agree, another seed differs', async () => {
    const sizes = { held: 20, archived: 0, tracked: 0, logs: 0 }
    const [one, two, other] = [
      await openTenant({ sizes, seed: 'a' }),
      await openTenant({ sizes, seed: 'a' }),
      await openTenant({ sizes, seed: 'b' }),
    ]
    const held = (it: Tenant) => it.simulator.state.heldIds()
    expect(held(one)).toEqual(held(two))
    expect(held(one)).not.toEqual(held(other))
    for (const it of [one, two, other]) await it.simulator.close()
  })

  test('by the real clock there is mail of the last hour in every place', async () => {
    const fresh = await openTenant({ now: Date.now, sizes: {} })
    const start = `${new Date(Date.now() - 3600_000).toISOString().slice(0, 19)}Z`
    const held = await fresh.call('/api/gateway/get-hold-message-list', { admin: true, start })
    const mail = await fresh.call(SEARCH, { start, advancedTrackAndTraceOptions: { to: 'example.com' } })
    const clicks = await fresh.call('/api/ttp/url/get-logs', { from: start })
    const query = `<xmlquery><metadata query-type="emailarchive" archive="true"/><muse><date select="between" from="${start}"/></muse></xmlquery>`
    const archived = await fresh.call('/api/archive/search', { admin: true, query })
    for (const rows of [
      held.body.data,
      mail.body.data[0].trackedEmails,
      clicks.body.data[0].clickLogs,
      archived.body.data[0].items,
    ]) {
      expect(rows.length).toBeGreaterThan(3)
    }
    await fresh.simulator.close()
  })

  test('a hundred thousand log rows are paged through without a gap', async () => {
    await tenant.simulator.close()
    tenant = await openTenant({ sizes: { logs: 100_000 }, page_max: 20_000 })
    const data = [{ from: '2026-03-01T00:00:00Z' }]
    let count = 0
    let pageToken: string | undefined
    do {
      const { body } = await tenant.post('/api/ttp/url/get-logs', {
        meta: { pagination: { pageSize: 20_000, pageToken } },
        data,
      })
      count += body.data[0].clickLogs.length
      pageToken = body.meta.pagination.next
    } while (pageToken !== undefined)
    expect(count).toBe(100_003)
  })

  test('ids are opaque, long, and different for each kind of one mail', async () => {
    const [{ tracking_id, hold_id = '', archive_id }] = tenant.simulator.seed({ mails: [{}] }) as [
      { tracking_id: string; hold_id?: string; archive_id?: string },
    ]
    expect(archive_id).toBeUndefined()
    expect(tracking_id).not.toBe(hold_id)
    for (const id of [tracking_id, hold_id]) expect(id).toMatch(/^[\w-]{100,250}$/)
  })
})
