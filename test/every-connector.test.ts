/** What every connector of logs has to do, on a simulated tenant. A connector is added by its `.case.ts`. */
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { alertRow } from '../runtime/platforms/devo/alert-row.ts'
import type { Case } from '../runtime/platforms/secops/alerts/case.ts'
import { secopsConnector } from '../runtime/platforms/secops/connector.ts'
import { actionPackage } from '../runtime/platforms/secops/package/facts.ts'
import { nameOf } from '../runtime/platforms/secops/package/source.ts'
import { isAlert } from '../runtime/sdk/connector/alert.ts'
import type { Fault } from '../simulator/index.ts'
import {
  type ConnectorCase,
  type ConnectorTenant,
  openConnector,
  type StreamCase,
} from './support/connector-case.ts'

const folder = join(import.meta.dirname, 'connectors')
const cases = await Promise.all(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.case.ts'))
    .toSorted()
    .map(async (name) => ((await import(join(folder, name))) as { default: ConnectorCase }).default),
)

/** More rows than a page has. */
const PAGES = 130

const sorted = (marks: readonly string[]): string[] => marks.toSorted()

/** Some events in every stream, oldest first. */
function putSome({ put }: ConnectorTenant, streams: readonly StreamCase[], count = 2): string[] {
  return Array.from({ length: count }, (_, index) =>
    streams.map((stream) => put(stream, 40 - (index * 20) / count)),
  ).flat()
}

describe.each(cases)('$id', (given) => {
  const { streams } = given

  test('the first run returns what is there, oldest first; the second one nothing', async () => {
    const tenant = await openConnector(given)
    const marks = putSome(tenant, streams)
    const one = await tenant.run()
    expect(one.result.error).toBeUndefined()
    expect([sorted(one.marks), one.failed, one.more]).toEqual([sorted(marks), [], false])
    expect(one.alerts.every(isAlert)).toBe(true)
    const times = one.alerts.map(({ time }) => time)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    tenant.pass(5)
    expect((await tenant.run(one.state)).marks).toEqual([])
  })

  test('without any event there is no alert, and the next run continues', async () => {
    const tenant = await openConnector(given)
    const one = await tenant.run()
    expect([one.result.is_success, one.alerts, one.more]).toEqual([true, [], false])
    const marks = streams.map((stream) => tenant.put(stream, 1))
    tenant.pass(5)
    expect(sorted((await tenant.run(one.state)).marks)).toEqual(sorted(marks))
  })

  test('rows that appear late, and in the second of the last one, come once', async () => {
    const tenant = await openConnector(given)
    const first = streams.map((stream) => tenant.put(stream, 2))
    const one = await tenant.run()
    expect(sorted(one.marks)).toEqual(sorted(first))
    const late = streams.flatMap((stream) => [
      tenant.put(stream, 2),
      ...(stream.overlap > 1 ? [tenant.put(stream, stream.overlap)] : []),
    ])
    tenant.pass(1)
    const two = await tenant.run(one.state)
    expect(sorted(two.marks)).toEqual(sorted(late))
    expect((await tenant.run(two.state)).marks).toEqual([])
  })

  test('pages are read to the end, also if the limit cuts the runs', async () => {
    const tenant = await openConnector(given)
    const marks = putSome(tenant, streams, PAGES)
    const all = await tenant.drain(null, { max_alerts: 1000 })
    expect(sorted(all.marks)).toEqual(sorted(marks))
    const cut = await tenant.drain(null, { max_alerts: 50 })
    expect(sorted(cut.marks)).toEqual(sorted(marks))
    expect(cut.runs).toBeGreaterThan(1)
    expect((await tenant.run(cut.state)).marks).toEqual([])
  })

  test('a test run returns one alert and no state; a dry run sends nothing', async () => {
    const tenant = await openConnector(given)
    putSome(tenant, streams)
    const before = tenant.simulator.counters.total
    const dry = await tenant.run(null, {}, { dryRun: true })
    expect([dry.result.is_success, tenant.simulator.counters.total - before]).toEqual([true, 0])
    const trial = await tenant.run(null, { test_run: true })
    expect([trial.alerts.length, trial.result.state]).toEqual([1, undefined])
  })

  test('Google SecOps calls it by its name, and gets its alerts and its state; the events have the times of the mapping', async () => {
    const tenant = await openConnector(given)
    putSome(tenant, streams)
    const { result, alerts, state } = await tenant.run()
    const { manifest } = await tenant.integration.action(given.id)
    const info = {
      connector_definition_name: nameOf(manifest),
      integration: 'Mimecast',
      identifier: 'c-1',
      params: [],
    }
    const context = { connector_info: { environment: 'House', ...info }, is_test_run: false, state: {} }
    const { request, notes } = await secopsConnector.read(JSON.stringify(context), tenant.integration)
    expect(request).toMatchObject({ action: given.id, parameters: { test_run: false, environment: 'House' } })
    const document = JSON.parse(secopsConnector.write(result, [], notes)) as {
      ResultObjectJson: string
      state: object
    }
    const { cases: made } = JSON.parse(document.ResultObjectJson) as { cases: Case[] }
    expect(document.state).toMatchObject(state as object)
    expect(made.map((one) => one.ticket_id)).toEqual(alerts.map(({ id }) => id))
    expect(new Set(made.map((one) => one.ticket_id)).size).toBe(alerts.length)
    const { mapping } = actionPackage(manifest)
    for (const name of ['StartTime', 'EndTime']) {
      const from = mapping.find(({ field }) => field === name)?.from ?? []
      for (const event of made.flatMap(({ events }) => events)) {
        expect(from.map((field) => event[field]).find(Boolean)).toMatch(
          /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d|\d{13}$)/,
        )
        expect(event.event_type).toMatch(/^\w+$/)
      }
    }
  })

  test('Devo gets a row with the same columns for each alert', async () => {
    const tenant = await openConnector(given)
    putSome(tenant, streams)
    const { alerts } = await tenant.run()
    const rows = alerts.map(alertRow)
    expect(rows.map(({ id }) => id)).toEqual(alerts.map(({ id }) => id))
    for (const row of rows) {
      expect(row).toMatchObject({ title: expect.any(String), time: expect.stringMatching(/\+0000$/) })
      expect(row).not.toHaveProperty('source')
    }
  })

  describe('without the permission for', () => {
    test.each(streams)('$name', async (stream) => {
      const tenant = await openConnector(given)
      const marks = putSome(tenant, streams)
      const mine = marks.filter((mark) => mark.startsWith(markOf(stream)))
      if (stream.deny) stream.deny(tenant.simulator)
      else tenant.simulator.fault({ path: stream.path, status: 403 })
      const one = await tenant.run()
      if (streams.length === 1) expect(one.result.error?.code).toBe('PERMISSION_DENIED')
      else {
        expect([one.failed, one.result.is_success]).toEqual([[stream.name], true])
        expect(one.result.warnings?.join('\n')).toContain(stream.permission)
        expect(sorted(one.marks)).toEqual(sorted(marks.filter((mark) => !mine.includes(mark))))
      }
      tenant.simulator.clearFaults()
      expect(sorted((await tenant.drain(one.state)).marks)).toEqual(
        sorted(streams.length === 1 ? marks : mine),
      )
    })
  })

  describe('killed at a request', () => {
    test('loses nothing, and returns twice only what was not saved', async () => {
      const count = await requestsOf(given)
      for (let number = 1; number <= count; number++) {
        const tenant = await openConnector(given)
        const marks = putSome(tenant, streams, 3)
        const stop = new AbortController()
        const start = tenant.simulator.counters.total
        tenant.simulator.watch((_, moment) => {
          if (moment === 'arrived' && tenant.simulator.counters.total - start === number) stop.abort()
        })
        const killed = await tenant.run(null, {}, { signal: stop.signal })
        // The process is gone, and so is its result: the next one starts from the old state.
        expect(sorted((await tenant.drain(null)).marks)).toEqual(sorted(marks))
        // The platform asked it to end: what it returned is kept.
        const rest = await tenant.drain(killed.state)
        expect(sorted([...killed.marks, ...rest.marks])).toEqual(sorted(marks))
      }
    })

    test('after its result was read but before its state was saved, the same ids come again', async () => {
      const tenant = await openConnector(given)
      putSome(tenant, streams)
      const [one, two] = [await tenant.run(), await tenant.run()]
      expect(two.alerts.map(({ id }) => id)).toEqual(one.alerts.map(({ id }) => id))
    })
  })

  describe('a broken answer', () => {
    const faults: Omit<Fault, 'path'>[] = [
      { status: 500 },
      { wrong_json: true },
      { html: true },
      { rate_limited_ms: 1 },
      { cut: 'before' },
    ]
    test('at any request: the rest comes with a later run, and nothing twice', async () => {
      const count = await requestsOf(given)
      // Every fault, and every request after the token's; not each with each, which says no more.
      for (let index = 0; index < Math.max(faults.length, count - 1); index++) {
        const fault = faults[index % faults.length]
        const number = 2 + (index % (count - 1))
        const tenant = await openConnector(given)
        const marks = putSome(tenant, streams, 3)
        tenant.simulator.fault({ path: '*', after: number - 1, times: 1, ...fault })
        const one = await tenant.run()
        const isTold = !one.result.is_success || one.failed.length > 0 || one.marks.length === marks.length
        expect(isTold).toBe(true)
        tenant.simulator.clearFaults()
        const rest = await tenant.drain(one.state)
        expect(sorted([...one.marks, ...rest.marks])).toEqual(sorted(marks))
      }
    })

    test.each(streams)('for the second page of $name: what is on it comes later', async (stream) => {
      const tenant = await openConnector(given)
      const marks = putSome(tenant, [stream], PAGES)
      tenant.simulator.fault({ path: stream.path, after: 1, times: 1, status: 500 })
      const one = await tenant.run(null, { max_alerts: 1000 })
      tenant.simulator.clearFaults()
      const rest = await tenant.drain(one.state, { max_alerts: 1000 })
      expect(sorted([...one.marks, ...rest.marks])).toEqual(sorted(marks))
    })
  })
})

const markOf = ({ name }: StreamCase): string => `mark-${name.replaceAll(/\W/g, '_')}-`

/** How many requests a run makes. */
async function requestsOf(given: ConnectorCase): Promise<number> {
  const tenant = await openConnector(given)
  putSome(tenant, given.streams, 3)
  return (await tenant.run()).requests
}

test('every connector of logs has a case', () => {
  const modules = readdirSync(join(import.meta.dirname, '../connectors'), {
    recursive: true,
    encoding: 'utf8',
  })
  const ids = modules.filter((name) => name.endsWith('.ts')).map((name) => basename(name, '.ts'))
  // Message Tracking has a shape of its own, and its own tests.
  expect(sorted(cases.map(({ id }) => id))).toEqual(sorted(ids.filter((id) => id !== 'message-tracking')))
})
