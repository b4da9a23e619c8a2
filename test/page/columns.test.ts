/** Which columns of a result are shown at first. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf } from '../../page/views/run/columns.ts'

const rows = [1, 2, 3, 4].map((n) => ({
  id: `id${n}`,
  reason_code: n,
  from: `a${n}@example.net`,
  from_name: `A ${n}`,
  from_header: `a${n}@example.net`,
  route: 'INBOUND',
  size: n,
  to_header: null,
  tags: [],
  subject: `Subject ${n}`,
  nickname: `n${n}`,
}))

test('ids, codes, header fields, names beside addresses, empty columns and columns of one value are hidden', () => {
  const { all, shown, same } = columnsOf(rows)
  expect(shown).toEqual(
    ['from', 'subject', 'from_name', 'size', 'nickname'].filter((name) => name !== 'from_name'),
  )
  expect(all).toHaveLength(11)
  expect(same).toEqual([{ name: 'route', value: 'INBOUND' }])
})

test('the columns of the manifest come first, and are shown although they are ids', () => {
  expect(columnsOf(rows, ['size', 'id', 'to_header', 'missing']).shown).toEqual([
    'size',
    'id',
    'from',
    'subject',
    'nickname',
  ])
})

test('equal values in three rows say nothing yet', () => {
  expect(columnsOf(rows.slice(0, 3)).shown).toContain('route')
})

test('every column is listed once, and at least one is shown', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.constant(''),
    fc.integer(),
    fc.string(),
    fc.array(fc.integer()),
  )
  const name = fc.constantFrom('id', 'a_id', 'from', 'from_name', 'code', 'x', '__proto__x', 'toString')
  fc.assert(
    fc.property(fc.array(fc.dictionary(name, value)), fc.array(name), (some, listed) => {
      const { all, shown } = columnsOf(some, listed)
      expect([...all].sort()).toEqual([...new Set(some.flatMap((row) => Object.keys(row)))].sort())
      expect(shown.every((one) => all.includes(one))).toBe(true)
      expect(shown.length > 0).toBe(all.length > 0)
    }),
    { seed: 16 },
  )
})
