import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  instant,
  isZonedTime,
  namedWindow,
  timeWindow,
  utcSeconds,
  zonedTime,
} from '../../runtime/sdk/index.ts'

const NOW = Date.parse('2026-03-10T10:30:00.900Z')

test.each([
  '',
  'now',
  '2026-03-09',
  '2026-03-09T08:00',
  '2026-03-09T08:00:00',
  '2026-03-09T08:00Z ',
  '2026-03-09T8:00Z',
])('%j is no time with a zone', (text) => {
  expect([isZonedTime(text), zonedTime(text), instant(text === '' ? 'x' : text)]).toEqual([
    false,
    text,
    expect.any(Number),
  ])
})

test.each([
  ['2026-03-09T10:00:00Z', '2026-03-09T10:00:00+01:00', '2026-03-09T09:00:00Z'],
  ['2026-03-10T10:30:01Z', undefined, '2026-03-10T10:30:00Z'],
])('a window from %j to %j is refused before anything is sent', (start, end, received) => {
  try {
    timeWindow(start, end, { now: NOW })
    expect.unreachable()
  } catch (error) {
    const problem = { where: 'end_time', rule: 'later_than', values: { other: 'Start Time', received } }
    expect(error).toMatchObject({ code: 'PARAMETER_INVALID', facts: { unsent: true, problems: [problem] } })
  }
})

test('a window without a start has the default length, without an end it ends now', () => {
  const end = '2026-03-10T10:00:00Z'
  expect(timeWindow(undefined, undefined, { now: NOW, length: 1000 })).toEqual({ from: NOW - 1000, to: NOW })
  expect(timeWindow(undefined, end)).toEqual({ from: Date.parse(end) - 86_400_000, to: Date.parse(end) })
  expect(timeWindow(end, undefined, { now: NOW })).toEqual({ from: Date.parse(end), to: NOW })
})

test('every spelling of a time is the same instant', () => {
  const time = fc.record({
    ms: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    minutes: fc.integer({ min: -720, max: 840 }),
  })
  fc.assert(
    fc.property(time, ({ ms, minutes }) => {
      const local = new Date(ms + minutes * 60_000).toISOString()
      const sign = minutes < 0 ? '-' : '+'
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((n) =>
        String(n).padStart(2, '0'),
      )
      const written = [`${sign}${hours}:${rest}`, `${sign}${hours}${rest}`].flatMap((zone) => [
        local.replace('Z', zone),
        local.replace('T', ' ').replace('.', ',').replace('Z', zone),
      ])
      for (const text of written) {
        expect(isZonedTime(text)).toBe(true)
        expect(instant(text)).toBe(ms)
        expect(instant(zonedTime(text))).toBe(ms)
      }
    }),
  )
})

test.each([
  ['Last Hour', '2026-03-10T09:30:00', '2026-03-10T10:30:00'],
  ['Last 24 Hours', '2026-03-09T10:30:00', '2026-03-10T10:30:00'],
  ['Last Week', '2026-03-02T00:00:00', '2026-03-09T00:00:00'],
  ['Last Month', '2026-02-01T00:00:00', '2026-03-01T00:00:00'],
])('%s is from %s to %s', (name, from, to) => {
  const window = namedWindow(name, NOW)
  expect([window?.from, window?.to].map((ms) => utcSeconds(ms ?? 0))).toEqual([from, to])
})

test.each(['Custom', '', 'toString'])('%j names no window', (name) => {
  expect(namedWindow(name, NOW)).toBeUndefined()
})

test('the last week begins on a Monday, and the last month on its first, on every day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (now) => {
      const week = namedWindow('Last Week', now)
      const month = namedWindow('Last Month', now)
      if (!week || !month) throw new Error('no window')
      expect(new Date(week.from).getUTCDay()).toBe(1)
      expect(week.to - week.from).toBe(7 * 86_400_000)
      expect(week.to <= now && now - week.to < 7 * 86_400_000).toBe(true)
      expect([month.from, month.to].map((ms) => new Date(ms).getUTCDate())).toEqual([1, 1])
      expect(month.to <= now && month.from < month.to).toBe(true)
    }),
  )
})
