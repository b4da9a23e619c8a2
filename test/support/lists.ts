/** What every action that lists rows of a window has to do, as tests. */
import { describe, expect, test } from 'vitest'
import type { SeedSizes } from '../../simulator/index.ts'
import { GENERATIONS, openMimecast } from './mimecast.ts'

/** One such action. */
export interface ListAction {
  action: string
  path: string
  /** How the wire calls start and end of the window. */
  window: readonly [string, string]
  /** The parameter that limits the rows. */
  limit: string
  /** Rows the tenant shall have, 250 of which lie in the last four weeks. */
  sizes: SeedSizes
  permission: string
}

const MONTH = { 'Start Time': '2026-02-10T00:00:00Z', 'End Time': '2026-03-11T00:00:00Z' }

/** Window, limit, paging and refusals of a list action. */
export function describeList({
  action,
  path,
  window: [from, to],
  limit,
  sizes,
  permission,
}: ListAction): void {
  const windowOf = (body: unknown): unknown[] => {
    const [item = {}] = (body as { data: Record<string, unknown>[] }).data
    return [item[from], item[to]]
  }

  describe(`${action}: window and limit`, () => {
    test.each([
      ['2026-03-09T08:00:00'],
      ['2026-03-09'],
      ['yesterday'],
      ['2026-02-30T08:00:00Z'],
      [{ at: 1 }],
    ])('refuses the time %j before a request', async (time) => {
      const { run, simulator } = await openMimecast()
      const result = await run(action, { 'Start Time': time, 'End Time': time })
      expect(result.error?.code).toBe('PARAMETER_INVALID')
      expect(result.error?.problems?.map((problem) => problem.where)).toEqual(['start_time', 'end_time'])
      expect(simulator.counters.total).toBe(0)
    })

    test('refuses a window that ends before it starts, before a request', async () => {
      const { run, simulator } = await openMimecast()
      const result = await run(action, { start_time: MONTH['End Time'], end_time: MONTH['Start Time'] })
      expect(result.error).toMatchObject({
        code: 'PARAMETER_INVALID',
        problems: [{ where: 'end_time', rule: 'later_than' }],
      })
      expect(result.output_message).toContain('"End Time" must be later than "Start Time"')
      expect(simulator.counters.total).toBe(0)
    })

    test.each([0, -5, 'many', 1.5])('refuses the limit %j', async (rows) => {
      const { run, simulator } = await openMimecast()
      const result = await run(action, { [limit]: rows })
      expect(result.error?.problems).toMatchObject([{ where: limit }])
      expect(simulator.counters.total).toBe(0)
    })

    test('names the permission that is missing', async () => {
      const { run } = await openMimecast({ faults: [{ path, status: 403 }] })
      const result = await run(action)
      expect(result.error).toMatchObject({ code: 'PERMISSION_DENIED', retryable: false })
      expect(result.output_message).toContain(`needs the permission ${permission}`)
    })

    test.each(GENERATIONS)('searches the last 24 hours without a batch, with API %s', async (generation) => {
      const { run, bodies } = await openMimecast({ generation })
      for (const context of [undefined, {}, { batch: null }, { batch: {} }, { batch: { start: null } }]) {
        const result = await run(action, {}, { context })
        expect(result.is_success).toBe(true)
        expect(windowOf(bodies(path).at(-1))).toEqual([
          '2026-03-09T10:30:00+0000',
          '2026-03-10T10:30:00+0000',
        ])
        expect(result.output_message.replaceAll('\u202f', ' ')).toContain(
          'from Mar 9, 2026, 10:30:00 AM to Mar 10, 2026, 10:30:00 AM (UTC)',
        )
      }
    })

    test("searches the batch of the playbook; the user's own times win, zones are reckoned in", async () => {
      const { run, bodies } = await openMimecast()
      const batch = { start: '2026-03-01T00:00:00+0000', end: '2026-03-02T12:30:00+01:00' }
      const result = await run(action, {}, { context: { batch } })
      await run(action, { 'End Time': '2026-03-05T00:00:00.750-05:00' }, { context: { batch } })
      await run(action, { 'End Time': '2026-03-05T00:00:00Z' })
      expect(bodies(path).map(windowOf)).toEqual([
        ['2026-03-01T00:00:00+0000', '2026-03-02T11:30:00+0000'],
        ['2026-03-01T00:00:00+0000', '2026-03-05T05:00:00+0000'],
        ['2026-03-04T00:00:00+0000', '2026-03-05T00:00:00+0000'],
      ])
      expect(result.output_message.replaceAll('\u202f', ' ')).toContain('Mar 2, 2026, 11:30:00 AM')
    })

    test('stops where the limit is reached, at the end of a page not one page further', async () => {
      const { run, bodies } = await openMimecast({ sizes })
      const counts: [number, number][] = []
      for (const rows of [1, 100, 101, 200, 1000]) {
        const before = bodies(path).length
        const result = await run(action, { ...MONTH, [limit]: rows })
        counts.push([(result.json_result as unknown[]).length, bodies(path).length - before])
      }
      const all = counts[4]?.[0] ?? 0
      expect(all).toBeGreaterThan(200)
      expect(counts).toEqual([
        [1, 1],
        [100, 1],
        [101, 2],
        [200, 2],
        [all, 3],
      ])
    })

    test('says when the limit was reached, and when nothing was found', async () => {
      const { run } = await openMimecast({ sizes })
      const cut = await run(action, { ...MONTH, [limit]: 100 })
      expect(cut.output_message).toMatch(/^Found 100 .* there may be more\.$/s)
      const whole = await run(action, { ...MONTH, [limit]: 1000 })
      expect(whole.output_message).not.toContain('there may be more')
      const times = { start_time: '2020-01-01T00:00:00Z', end_time: '2020-01-02T00:00:00Z' }
      const none = await run(action, times)
      expect(none).toMatchObject({ is_success: true, json_result: [] })
      expect(none.output_message).toMatch(/^No .* found .*Jan 1, 2020/)
    })

    test('follows pages whose tokens are bound to the body, and every row comes once', async () => {
      const { run, bodies } = await openMimecast({ sizes })
      const result = await run(action, { ...MONTH, [limit]: 1000 })
      const rows = (result.json_result as object[]).map((row) => JSON.stringify(row))
      expect(new Set(rows).size).toBe(rows.length)
      const [first, ...others] = bodies(path) as { data: unknown }[]
      expect(others.map(({ data }) => data)).toEqual(others.map(() => first?.data))
    })
  })
}
