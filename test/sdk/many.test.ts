import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ActionError,
  type Code,
  chunks,
  type ItemResult,
  many,
  outcomeOf,
  pairResults,
  quoted,
  type VendorFailure,
} from '../../runtime/sdk/index.ts'

const refusal = (code: Code = 'VENDOR_REJECTED'): ActionError =>
  new ActionError(code, { vendor: 'Acme', reason: quoted('no') })
const short = <T>(results: readonly ItemResult<unknown, T>[]): unknown[] =>
  results.map((one) => (one.ok ? one.value : one.error.code))

/** A call that fails for the items with a code, and the items it was sent. */
function calling(codes: Record<string, Code>) {
  const sent: string[] = []
  const call = async (item: string): Promise<string> => {
    sent.push(item)
    const code = codes[item]
    if (code) throw refusal(code)
    return item.toUpperCase()
  }
  return { sent, call }
}

describe('one call per item', () => {
  test('a first call that fails for a reason of its own kind is thrown: nothing was done', async () => {
    const { call, sent } = calling({ a: 'AUTH_FAILED' })
    await expect(many(['a', 'b'], call)).rejects.toMatchObject({ code: 'AUTH_FAILED' })
    expect(sent).toEqual(['a'])
  })

  test('the refusal of the only item is thrown, that of the first of several is its result', async () => {
    const { call } = calling({ a: 'VENDOR_REJECTED' })
    await expect(many(['a'], call)).rejects.toMatchObject({ code: 'VENDOR_REJECTED' })
    expect(short(await many(['a', 'b'], call))).toEqual(['VENDOR_REJECTED', 'B'])
  })

  test('after a failure that is no refusal nothing more is sent', async () => {
    const { call, sent } = calling({ b: 'VENDOR_REJECTED', c: 'OUTCOME_UNKNOWN' })
    const results = await many(['a', 'b', 'c', 'd', 'e'], call)
    expect(short(results)).toEqual(['A', 'VENDOR_REJECTED', 'OUTCOME_UNKNOWN', 'CANCELLED', 'CANCELLED'])
    expect(sent).toEqual(['a', 'b', 'c'])
    const [, , , last] = results
    expect(last?.ok === false && last.error.facts.unsent).toBe(true)
    expect(last?.ok === false && last.error.values.reason).toBe(
      'it was not sent, because an earlier one failed',
    )
  })

  test('a fault of the code is thrown, wherever it happens', async () => {
    const call = async (item: number): Promise<number> => {
      if (item === 2) throw new TypeError('torn')
      return item
    }
    await expect(many([1, 2], call)).rejects.toThrow('torn')
  })

  test('no items need no call', async () => {
    expect(await many([], () => Promise.reject(new Error('sent')))).toEqual([])
  })

  test('every item has one result, in its place, whatever fails', async () => {
    const item = fc.constantFrom<Code | 'fine'>('fine', 'VENDOR_REJECTED', 'RATE_LIMITED')
    await fc.assert(
      fc.asyncProperty(
        fc.array(item, { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (given, size) => {
          const items = given.map((code, index) => ({ code, index }))
          const call = async (
            part: readonly (typeof items)[number][],
          ): Promise<ItemResult<(typeof items)[number], number>[]> => {
            const bad = part.find(({ code }) => code !== 'fine')
            if (bad) throw refusal(bad.code as Code)
            return part.map((one) => ({ item: one, ok: true, value: one.index }))
          }
          const results = await chunks(items, size, call).catch(() => undefined)
          const first = given.slice(0, size)
          const stops = first.find((code) => code !== 'fine')
          if (stops === 'RATE_LIMITED' || (stops && given.length <= size)) {
            expect(results).toBeUndefined()
            return
          }
          expect(results?.map((one) => one.item)).toEqual(items)
          for (const one of results ?? []) if (one.ok) expect(one.value).toBe(one.item.index)
        },
      ),
    )
  })
})

describe('results of one response', () => {
  const errors = {
    refused: (group: VendorFailure[]) => refusal(group.length > 1 ? 'PERMISSION_DENIED' : 'VENDOR_REJECTED'),
    missing: () => refusal('OUTCOME_UNKNOWN'),
  }
  const pair = (items: object[], values: unknown[], failures: VendorFailure[]) =>
    short(pairResults(items, { values, failures }, errors))

  test.each<[string, object[], unknown[], VendorFailure[], unknown[]]>([
    ['nothing at all', [{ id: 'a' }], [], [], ['OUTCOME_UNKNOWN']],
    ['a value too few', [{ id: 'a' }, { id: 'b' }], [{ id: 'b' }], [], ['OUTCOME_UNKNOWN', { id: 'b' }]],
    ['values without ids, one for each', [{ id: 'a' }, { id: 'b' }], [1, 2], [], [1, 2]],
    [
      'a value that names another item',
      [{ id: 'a' }, { id: 'b' }],
      [{ id: 'b' }, { id: 'b' }],
      [],
      ['OUTCOME_UNKNOWN', { id: 'b' }],
    ],
    [
      'a refusal of one by its key',
      [{ id: 'a' }, { id: 'b' }],
      [1],
      [{ key: { id: 'b', more: 1 } }],
      [1, 'VENDOR_REJECTED'],
    ],
    [
      'two refusals of none',
      [{ id: 'a' }, { id: 'b' }],
      [{ id: 'a' }],
      [{}, {}],
      [{ id: 'a' }, 'PERMISSION_DENIED'],
    ],
  ])('%s', (_, items, values, failures, wanted) => {
    expect(pair(items, values, failures)).toEqual(wanted)
  })

  test('values in any order find their items by id', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(99), { maxLength: 8 }), fc.nat(), (ids, shift) => {
        const items = ids.map((id) => ({ id }))
        const moved = items.map((_, index) => items[(index + shift) % items.length])
        expect(pair(items, moved, [])).toEqual(items)
      }),
    )
  })
})

describe('the outcome of a write', () => {
  const options = {
    row: (id: string, blocked: boolean) => ({ id, blocked }),
    unexplained: 'it did not say why',
  }
  const done = (item: string, value = true): ItemResult<string, boolean> => ({ item, ok: true, value })
  const failed = (item: string, code: Code): ItemResult<string, boolean> => ({
    item,
    ok: false,
    error: refusal(code),
  })

  test('of the only item is its failure, or "refused" if the vendor gave none', () => {
    expect(() => outcomeOf([failed('a', 'VENDOR_REJECTED')], options)).toThrow(ActionError)
    expect(outcomeOf([done('a', false)], options)).toEqual({ result: [], success: false, message: 'refused' })
  })

  test('of several with a failure is "incomplete", with the reason in each row', () => {
    expect(
      outcomeOf(
        [done('a'), done('b', false), failed('c', 'OUTCOME_UNKNOWN'), failed('d', 'VENDOR_REJECTED')],
        options,
      ),
    ).toEqual({
      result: [
        { id: 'a', blocked: true },
        { id: 'b', blocked: false, error: 'it did not say why' },
        { id: 'c', blocked: false, error: 'whether it was done is not known: no' },
        { id: 'd', blocked: false, error: 'no' },
      ],
      success: false,
      message: 'incomplete',
      values: { done: ['a'], failed: ['b', 'c', 'd'] },
    })
  })

  test('without a failure is "success" for one and "several" for more', () => {
    expect(outcomeOf([done('a')], options)).toEqual({ result: [{ id: 'a', blocked: true }] })
    expect(outcomeOf([done('a'), done('b')], options)).toMatchObject({ message: 'several' })
  })
})
