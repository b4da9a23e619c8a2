import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceRow } from '../../runtime/platforms/table.ts'
import { openCsv } from '../../runtime/table/input/csv.ts'
import { openJsonLines } from '../../runtime/table/input/json-lines.ts'
import type { Chunks, Table } from '../../runtime/table/input/rows.ts'
import { splitLines, TOO_LONG } from '../../runtime/table/input/split-lines.ts'

/** Text in pieces that end anywhere, also inside characters. */
function pieces(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text)
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  )
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

async function allRows(table: Promise<Table>): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const list of (await table).rows) rows.push(...list)
  return rows
}

const split = async (chunks: Chunks, longest?: number): Promise<(string | symbol)[]> =>
  (await all(splitLines(chunks, longest))).flat().map((line) => (line === TOO_LONG ? line : String(line)))

describe('lines', () => {
  test('are the same however the bytes are cut', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r\uFEFF]/.test(text))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        async (lines, size) => {
          const text = lines.join('\n')
          const expected = text === '' ? [] : lines.at(-1) === '' ? lines.slice(0, -1) : lines
          expect(await split(pieces(text, size))).toEqual(expected)
        },
      ),
    )
  })

  test('lose CR, and nothing else', async () => {
    expect(await split(pieces('a\r\n\r\n b \r\n\uFEFFc', 2))).toEqual(['a', '', ' b ', '\uFEFFc'])
  })

  test('that are too long are counted and forgotten, those after them are read', async () => {
    const text = `ab\n${'x'.repeat(50)}\ncd\n${'y'.repeat(11)}`
    expect(await split(pieces(text, 7), 10)).toEqual(['ab', TOO_LONG, 'cd', TOO_LONG])
  })
})

describe('JSON lines', () => {
  test('that are none are rows with a fault, blank ones are no rows', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a":1}\n\n  \n{"a"\n"text"\nnull\n'),
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x0a]),
      Buffer.from('1.0\n{"a":2}'),
    ])
    const rows = await allRows(openJsonLines([bytes]))
    expect(rows.map(({ index, columns, fault }) => [index, columns ?? fault])).toEqual([
      [0, { a: 1 }],
      [1, 'Line 4 is not JSON: unexpected character at line 1, column 5.'],
      [2, 'Line 5 must be a JSON object; got "text".'],
      [3, 'Line 6 must be a JSON object; got null.'],
      [4, 'Line 7 is not UTF-8.'],
      [5, 'Line 8 must be a JSON object; got 1.'],
      [6, { a: 2 }],
    ])
  })

  test('take any column name as data', async () => {
    const [row] = await allRows(openJsonLines(['{"__proto__":{"polluted":1},"constructor":2}']))
    expect(Object.keys(row?.columns ?? {})).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('CSV', () => {
  test('gives back what was written, however it is cut', async () => {
    const { stringify } = await import('csv-stringify/sync')
    const cell = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\uFEFF'))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell)),
        fc.integer({ min: 1, max: 20 }),
        async (table, size) => {
          const text = stringify([['one', 'two'], ...table], { quoted: true })
          const rows = await allRows(openCsv(pieces(text, size)))
          expect(rows.map(({ columns }) => columns)).toEqual(table.map(([one, two]) => ({ one, two })))
        },
      ),
    )
  })

  test('may have another delimiter, and nothing but a header', async () => {
    const read = async (text: string, delimiter?: string) =>
      (await allRows(openCsv([text], { delimiter }))).map(({ columns }) => columns)
    expect(await read('a;b\n1;2,3\n', ';')).toEqual([{ a: '1', b: '2,3' }])
    expect(await read('a,b\n')).toEqual([])
  })

  test('passes on what the source fails with', async () => {
    async function* failing() {
      yield 'a,b\n1,2\n'
      throw new Error('disk gone')
    }
    await expect(allRows(openCsv(failing()))).rejects.toThrow('disk gone')
  })
})
