import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Row } from '../../../runtime/contract/json.ts'
import { pythonJson, pythonText } from '../../../runtime/platforms/python.ts'
import { flatten, tableLines } from '../../../runtime/platforms/secops/flat-rows.ts'
import { platformData } from '../../support/secops.ts'

interface Shaping {
  construct_csv: { rows: Row[]; lines: string[] }[]
  dict_to_flat: { in: Row | unknown[]; tipcommon?: Record<string, string> }[]
}
const recorded = platformData<Shaping>('shaping')

describe('tables', () => {
  test('of no rows have no lines', () => {
    expect(tableLines([])).toEqual([])
  })

  test('are those of the platform for flat rows', () => {
    const flat = recorded.construct_csv.filter(({ rows }) =>
      rows.every((row) => Object.values(row).every((cell) => cell === null || typeof cell !== 'object')),
    )
    expect(flat).toHaveLength(3)
    for (const { rows, lines } of flat) expect(tableLines(rows.map(flatten))).toEqual(lines)
  })

  test('have every column in the order of its first appearance, and empty cells where a row has none', () => {
    const rows: Row[] = [
      { b: 1, a: 'x' },
      { c: true, a: null },
    ]
    expect(tableLines(rows.map(flatten))).toEqual(['b,a,c', '1,x,', ',,True'])
  })

  test('keep columns in order whose names look like numbers', () => {
    const rows = [
      new Map([
        ['10', 'x'],
        ['2', 'y'],
      ]),
    ]
    expect(tableLines(rows)).toEqual(['10,2', 'x,y'])
  })
})

describe('flat rows', () => {
  test('are those of the platform where lists hold one kind of thing', () => {
    for (const { in: row, tipcommon } of recorded.dict_to_flat.slice(1, 4)) {
      expect(Object.fromEntries(flatten(row as Row))).toEqual(tipcommon)
    }
  })

  test('number what is nested in a mixed list first, as the library of the reference system did', () => {
    const row: Row = { mixed: ['p', { q: 1 }, ['r', 's']] }
    expect([...flatten(row)]).toEqual([
      ['mixed_1_q', '1'],
      ['mixed_2_1', 'r'],
      ['mixed_2_2', 's'],
      ['mixed_3', 'p'],
    ])
  })

  test('drop empty lists and objects, and show null as nothing', () => {
    expect([...flatten({ a: [], b: {}, c: null, d: { e: null } })]).toEqual([
      ['c', ''],
      ['d_e', ''],
    ])
  })
})

describe('JSON as Python prints it', () => {
  test('is ASCII with blanks after commas and colons', () => {
    expect(pythonJson({ a: ['ü', '😀', '\u007f'], b: null, c: 1.5, d: true })).toBe(
      '{"a": ["\\u00fc", "\\ud83d\\ude00", "\\u007f"], "b": null, "c": 1.5, "d": true}',
    )
  })

  test('writes numbers that JSON has not as null', () => {
    expect(pythonJson([Number.NaN, Number.POSITIVE_INFINITY])).toBe('[null, null]')
  })

  test('is read back as the same data, and every byte is printable ASCII', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = pythonJson(value)
        expect(text).toMatch(/^[\x20-\x7e]*$/)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('shows plain data as str() does', () => {
    expect([true, false, null, 1, 1.5, 'x'].map(pythonText)).toEqual(['True', 'False', '', '1', '1.5', 'x'])
  })
})
