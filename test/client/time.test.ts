import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchWindow, wireTime } from '../../client/time.ts'
import { ActionError } from '../../runtime/contract/errors.ts'
import { instant } from '../../runtime/sdk/index.ts'

const NOW = Date.parse('2026-03-10T10:30:00.900Z')

test('a window that ends before it starts is refused before anything is sent', () => {
  const windows = [
    ['2026-03-09T10:00:00Z', '2026-03-09T09:59:59Z'],
    ['2026-03-10T10:30:01Z', undefined],
    ['2026-03-09T10:00:00Z', '2026-03-09T10:00:00+01:00'],
  ] as const
  for (const [start, end] of windows) {
    try {
      searchWindow(start, end, NOW)
      expect.unreachable(`${start} to ${end}`)
    } catch (error) {
      expect(error).toBeInstanceOf(ActionError)
      expect((error as ActionError).facts).toMatchObject({ unsent: true, problems: [{ rule: 'later_than' }] })
    }
  }
})

test.each([
  [undefined, undefined, '2026-03-09T10:30:00+0000', '2026-03-10T10:30:00+0000'],
  ['2026-03-10T10:30:00Z', undefined, '2026-03-10T10:30:00+0000', '2026-03-10T10:30:00+0000'],
  [undefined, '2026-01-01T00:00:00Z', '2025-12-31T00:00:00+0000', '2026-01-01T00:00:00+0000'],
  [
    '2026-03-09T10:00+05:30',
    '2026-03-09 10:00:00,999999999Z',
    '2026-03-09T04:30:00+0000',
    '2026-03-09T10:00:00+0000',
  ],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z', '2016-12-31T23:59:59+0000', '2017-01-01T00:00:00+0000'],
])('from %j to %j is searched from %s to %s', (start, end, from, to) => {
  expect(searchWindow(start, end, NOW)).toEqual({ from, to })
})

test('a time on the wire is the same instant, to the second', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_102_444_800 }),
      fc.integer({ min: 0, max: 999 }),
      (second, rest) => {
        const wire = wireTime(second * 1000 + rest)
        expect(wire).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/)
        expect(instant(wire)).toBe(second * 1000)
      },
    ),
  )
})
