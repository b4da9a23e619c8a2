import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  digest,
  inOrder,
  isAlert,
  nextFrom,
  readCheckpoint,
  rowIdentity,
  runWindow,
  startBudget,
  untilEnded,
} from '../../runtime/sdk/index.ts'
import { stopClock } from '../support/clock.ts'

const HOUR = 3_600_000

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('a checkpoint', () => {
  test.each([[7], ['text'], [[1]], [{ version: 3 }], [{ version: '2' }]])('%j is refused', (state) => {
    expect(() => readCheckpoint(state, 2)).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }))
  })

  test.each([
    [null, {}],
    [undefined, {}],
    [{ a: 1 }, { a: 1 }],
    [{ version: 2 }, { version: 2 }],
  ])('%j is read', (state, fields) => {
    expect(readCheckpoint(state, 2)).toEqual(fields)
  })
})

describe('the budget', () => {
  test('ends new work before waiting ends, and waiting before the time is over', async () => {
    const clock = stopClock()
    const budget = startBudget(100, new AbortController().signal)
    clock.pass(89_999)
    expect(budget.over()).toBe(false)
    clock.pass(1)
    expect(budget.over()).toBe(true)
    clock.pass(5000)
    expect(await budget.ended).toBe('ended')
    budget.stop()
  })

  test('ends with the signal, also with one that was given up before', async () => {
    const gone = startBudget(100, AbortSignal.abort())
    expect([gone.over(), await gone.ended]).toEqual([true, 'ended'])
    gone.stop()
  })

  test('items that arrive after its end are not awaited', async () => {
    const controller = new AbortController()
    const budget = startBudget(100, controller.signal)
    async function* items(): AsyncGenerator<number> {
      yield 1
      controller.abort()
      await new Promise(() => undefined)
    }
    expect(await all(untilEnded(items(), budget))).toEqual([1])
    budget.stop()
  })
})

describe('work in order', () => {
  test('a failure comes in its turn', async () => {
    const work = async (item: number): Promise<number> => {
      if (item === 2) throw new Error('torn')
      return item
    }
    const results = inOrder([1, 2, 3], () => 3, work)
    expect((await results.next()).value).toBe(1)
    await expect(results.next()).rejects.toThrow('torn')
  })

  test('results are in the order of the items, and never more run at once than there is room', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (turns, room) => {
          let running = 0
          const work = async (count: number): Promise<number> => {
            expect(++running).toBeLessThanOrEqual(room)
            for (let turn = 0; turn < count; turn++) await Promise.resolve()
            running--
            return count
          }
          expect(await all(inOrder(turns, () => room, work))).toEqual(turns)
        },
      ),
    )
  })
})

describe('the window of a run', () => {
  const now = Date.parse('2026-03-10T10:30:00.900Z')
  const to = now - 900

  test.each([
    ['the first run', { from: undefined, first: HOUR }, { from: to - HOUR, to, cut: false }],
    [
      'a later run',
      { from: to - 5 * HOUR, first: HOUR, overlap: HOUR },
      { from: to - 6 * HOUR, to, cut: false },
    ],
    ['a run after a clock went back', { from: to + HOUR, first: HOUR }, { from: to, to, cut: false }],
    [
      'a run after a long outage',
      { from: 0, first: HOUR, history: 9 * HOUR },
      { from: to - 9 * HOUR, to, cut: true },
    ],
  ])('%s', (_, look, window) => {
    expect(runWindow(look, now)).toEqual(window)
  })

  test('the next one never begins before this one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (from, open, overlap) => {
        const next = nextFrom({ from, to: from }, open, overlap)
        expect(next).toBeGreaterThanOrEqual(from)
        expect(next).toBeLessThanOrEqual(Math.max(from, open))
      }),
    )
  })
})

describe('the identity of a row', () => {
  test('is the same for equal rows, in whatever order their fields are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (row) => {
        const turned = Object.fromEntries(Object.entries(row).toReversed())
        expect(rowIdentity(turned)).toBe(rowIdentity(row))
        expect(rowIdentity(JSON.parse(JSON.stringify(row)))).toBe(rowIdentity(row))
      }),
    )
  })

  test.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: null }, {}],
    [{ a: { b: 1 } }, { a: { c: 1 } }],
    [{ 'a":1,"b': 1 }, { a: 1, b: 1 }],
  ])('of %j is not that of %j', (one, other) => {
    expect(rowIdentity(one)).not.toBe(rowIdentity(other))
  })

  test('is short', () => {
    expect(digest('x'.repeat(10_000))).toMatch(/^[\w-]{16}$/)
  })
})

test.each([[null], [7], [[]], [{}], [{ id: 'x' }]])('%j is no alert', (value) => {
  expect(isAlert(value)).toBe(false)
})
