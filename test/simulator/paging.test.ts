import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '../../simulator/envelope.ts'
import { cutPage } from '../../simulator/paging.ts'
import { openTenant, type Tenant } from './support.ts'

const PATH = '/api/gateway/get-hold-message-list'
const data = [{ admin: true }]

let tenant: Tenant
beforeAll(async () => {
  tenant = await openTenant({ sizes: { held: 150, archived: 0, tracked: 0, logs: 0 } })
})
afterAll(() => tenant.simulator.close())

const list = (pagination: object, items: unknown[] = data, path = PATH) =>
  tenant.post(path, { meta: { pagination }, data: items })

describe('page size', () => {
  test('25 unless asked, 100 at most, however many are asked for', async () => {
    expect((await tenant.call(PATH, ...data)).body.data).toHaveLength(25)
    expect((await list({ pageSize: 500 })).body.data).toHaveLength(100)
    expect((await list({ pageSize: 7 })).body.data).toHaveLength(7)
  })

  test.each([0, -1, 2.5, '25'])('%j is refused', async (pageSize) => {
    const { body } = await list({ pageSize })
    expect(body.fail[0].errors[0]).toMatchObject({
      field: 'pageSize',
      code: 'err_validation_value_not_allowed',
    })
  })

  test('meta inside the item has no effect', async () => {
    const reply = await tenant.call(PATH, { admin: true, meta: { pagination: { pageSize: 7 } } })
    expect(reply.body.data).toHaveLength(25)
  })
})

describe('tokens', () => {
  test('the last page has no next, the total counts all', async () => {
    const { body: first } = await list({ pageSize: 100 })
    const { body: last } = await list({ pageSize: 100, pageToken: first.meta.pagination.next })
    expect(first.meta.pagination.totalCount).toBe(153)
    expect([last.data.length, 'next' in last.meta.pagination]).toEqual([53, false])
    const { body: back } = await list({ pageSize: 100, pageToken: last.meta.pagination.previous })
    expect(back.data).toEqual(first.data)
  })

  test('a token works for its path and data only', async () => {
    const pageToken = (await list({ pageSize: 10 })).body.meta.pagination.next
    const refused = [
      await list({ pageToken }, [{ admin: true, start: '2026-03-01T00:00:00Z' }]),
      await list({ pageToken }, data, '/api/directory/find-groups'),
      await list({ pageToken: pageToken.slice(0, -1) }),
      await list({ pageToken: '' }),
      await list({ pageToken: 5 }),
    ]
    for (const { body } of refused) expect(body.fail[0].errors[0].code).toBe('xdk_failure')
    expect((await list({ pageToken })).body.fail).toEqual([])
  })

  test('mail that is released between two pages hides none of the others', async () => {
    const { body: first } = await list({ pageSize: 10 })
    const { body: expected } = await list({ pageSize: 10, pageToken: first.meta.pagination.next })
    const ids = first.data.map(({ id }: { id: string }) => ({ id }))
    await tenant.call('/api/gateway/hold-release', ...ids)
    const { body: second } = await list({ pageSize: 10, pageToken: first.meta.pagination.next })
    expect(second.data).toEqual(expected.data)
  })
})

test('whatever the rows and the size, the pages together are the rows', () => {
  const places = fc.uniqueArray(fc.tuple(fc.integer(), fc.nat()), { selector: String })
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 9 }), (unsorted, size) => {
      const rows = unsorted
        .map((place) => ({ place }))
        .sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])
      const seen: typeof rows = []
      let token: string | undefined
      do {
        const page = cutPage(rows, { size, max: 100, token, binding: 'x' })
        if (isRefusal(page)) throw new Error('refused')
        seen.push(...page.rows)
        token = page.pagination.next
      } while (token !== undefined)
      expect(seen).toEqual(rows)
    }),
  )
})
