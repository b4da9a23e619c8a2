import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../runtime/template/values/json.ts'
import { isIndexKey, jsonText, keysOf, merged, ordered } from '../../runtime/template/values/key-order.ts'

/** Keys of every kind, those that JavaScript moves among them. */
const key = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '10',
    '2',
    '007',
    '-1',
    '4294967294',
    '4294967295',
    '1.5',
    '',
    '__proto__',
    'toString',
  ),
  fc.string(),
)
/** JSON text with keys in any order, and the keys of its outermost object. */
const object = fc.uniqueArray(key, { maxLength: 8 }).map((keys) => ({
  keys,
  text: `{${keys.map((name, at) => `${JSON.stringify(name)}:{"9":${at},"b":[],"1":null}`).join(',')}}`,
}))

describe('keys that look like whole numbers', () => {
  test('are told from others as JavaScript does', () => {
    fc.assert(
      fc.property(key, (name) => {
        const moved = Object.keys({ a: 1, [name]: 1 })[0] === name && name !== 'a'
        expect(isIndexKey(name)).toBe(moved)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  test('come out of JSON as they were written, and go into it again', () => {
    fc.assert(
      fc.property(object, ({ keys, text }) => {
        const read = parseJson(text) as object
        expect(keysOf(read)).toEqual(keys)
        expect(jsonText(read)).toBe(text)
        expect(JSON.parse(jsonText(read))).toEqual(JSON.parse(text))
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  test('keep the place of the first when objects are merged, and the value of the last', () => {
    const line = merged({ has_error: false }, undefined, ordered(['2024', '2023'], [1, 2]), {
      has_error: true,
      '1': 3,
    })
    expect(jsonText(line)).toBe('{"has_error":true,"2024":1,"2023":2,"1":3}')
  })

  test('are told from the object itself where it has changed since', () => {
    const read = parseJson('{"b":1,"2":2,"1":3}') as Record<string, unknown>
    delete read['2']
    read['0'] = 4
    read.c = 5
    expect(keysOf(read)).toEqual(['b', '1', '0', 'c'])
  })
})
