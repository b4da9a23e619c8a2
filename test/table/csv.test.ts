/** CSV as it is read and written: headers, encodings, and the apostrophe before formulas. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Manifest } from '../../runtime/integration/manifest.ts'
import type { SourceRow } from '../../runtime/platforms/table.ts'
import { checkColumns } from '../../runtime/table/columns.ts'
import { cellGuard } from '../../runtime/table/csv-guard.ts'
import { type CsvOptions, openCsv } from '../../runtime/table/input/csv.ts'
import { readHeader } from '../../runtime/table/input/header.ts'
import { csvPrinter } from '../../runtime/table/output/format.ts'

async function read(bytes: string | Buffer, options?: CsvOptions) {
  const table = await openCsv([bytes], options)
  const rows: SourceRow[] = []
  for await (const list of table.rows) rows.push(...list)
  return { columns: table.columns, rows: rows.map(({ columns, fault }) => columns ?? fault) }
}

const refusal = (reason: string) =>
  expect.objectContaining({
    code: 'REQUEST_INVALID',
    values: { reason: expect.stringContaining(reason) },
    facts: expect.objectContaining({ unsent: true }),
  })

describe('a header', () => {
  test('may end in cells without a name, as spreadsheets leave them; so may its rows, where they are empty', async () => {
    expect(await read('from,to,,\na,b,,\nc,d\ne,f,x,\n,,,,\n')).toEqual({
      columns: ['from', 'to'],
      rows: [
        { from: 'a', to: 'b' },
        { from: 'c', to: 'd' },
        'Line 4 has more cells than the table has columns (2).',
        'Line 5 has 5 cells; the table has 2 columns.',
      ],
    })
  })

  test.each([
    ['sep=;\r\nfrom;to\r\na;b,c\r\n', undefined],
    ['\uFEFF"sep=;"\nfrom;to\na;b,c\n', undefined],
    ['SEP=\t\nfrom;to\na;b,c\n', ';'],
  ])('stands behind a line that names the delimiter: %j', async (text, delimiter) => {
    const { rows } = await read(text, { delimiter, standard: '|' })
    expect(rows).toEqual([{ from: 'a', to: 'b,c' }])
    expect((await read(`${text}x\n`, { delimiter })).rows[1]).toContain('Line 4 has 1 cells')
  })

  test.each([
    ['', 'The table is empty'],
    ['\uFEFF', 'The table is empty'],
    ['\n\n', 'The table is empty'],
    ['sep=;\n', 'The table is empty'],
    [',,\n', 'one has no name'],
    ['a,,b\n', 'one has no name'],
    ['a, a \n', 'names the column "a" twice'],
    ['"a\nb', 'a quote is never closed'],
    [Buffer.from('caf\xe9,b\n1,2\n', 'latin1'), 'The first line of the CSV is not UTF-8'],
    [Buffer.from('a,b\n1,2\n', 'utf16le'), 'UTF-16 without a byte order mark'],
  ])('refuses the table: %j', async (bytes, reason) => {
    await expect(read(bytes)).rejects.toEqual(refusal(reason))
  })

  test('is read in as many steps as it has columns', () => {
    const steps = (count: number): number => {
      let reads = 0
      const names = Array.from({ length: count }, (_, at) => `c${at}`)
      const watched = new Proxy(names, {
        get: (list, key, self) => {
          reads++
          return Reflect.get(list, key, self)
        },
      })
      expect(readHeader(watched).names).toHaveLength(count)
      return reads
    }
    expect(steps(20_000) / steps(10_000)).toBeLessThan(2.1)
  })

  test('of 300,000 columns, which is a megabyte, is a header', async () => {
    const names = Array.from({ length: 300_000 }, (_, at) => `c${at}`).join(',')
    const { columns, rows } = await read(`${names}\n${names}\n`)
    expect([columns?.length, Object.keys(rows[0] ?? {}).length]).toEqual([300_000, 300_000])
  })
})

describe('columns that are asked for', () => {
  test.each([
    [['from', 'to'], ['From', 'To'], 'The table has no column "from". Did you mean "From"?'],
    [['from', 'to'], ['From', 'To'], 'The table has no column "to". Did you mean "To"? Columns: From, To.'],
    [
      ['from'],
      ['from;to'],
      'Columns: from;to. If the cells are separated by another character, add --delimiter ";".',
    ],
    [['from'], ['from\tto'], 'add --delimiter "\\t".'],
    [['from'], ['# exported'], 'must not be a comment'],
    [['from'], ['a', 'b'], 'name it with --delimiter'],
    [['x'], Array.from({ length: 25 }, (_, at) => `c${at}`), 'c19 and 5 more.'],
  ])('%j of %j are refused once', (wanted, columns, sentence) => {
    expect(() => checkColumns(wanted, columns)).toThrow(refusal(sentence))
  })

  test('are judged row by row where no header declares them', () => {
    expect(() => checkColumns(['from'], undefined)).not.toThrow()
    expect(() => checkColumns(['a', 'b', 'a'], ['b', 'a'])).not.toThrow()
  })
})

describe('a record that is not UTF-8', () => {
  test('is a row with a fault; no other row is lost, and none takes another text', async () => {
    const bytes = Buffer.from(
      'from,to\nm\xfcller@x.test,a\nok@x.test,a\n"two\n\xfclines",b\n"x",c\nm\xf6ller@x.test,a\nlast,z\xe9',
      'latin1',
    )
    const fault = (line: number) => `Line ${line} is not UTF-8. Save the table as UTF-8.`
    const expected = [
      fault(2),
      { from: 'ok@x.test', to: 'a' },
      fault(5),
      { from: 'x', to: 'c' },
      fault(7),
      fault(8),
    ]
    expect((await read(bytes)).rows).toEqual(expected)
    for (const size of [1, 2, 3, 7, 19]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      )
      const rows: SourceRow[] = []
      for await (const list of (await openCsv(chunks)).rows) rows.push(...list)
      expect(rows.map(({ columns, fault: why }) => columns ?? why)).toEqual(expected)
    }
  })

  test('is found in the table as UTF-16 with a mark, too', async () => {
    const bytes = Buffer.from('\uFEFFfrom,to\nmüller@x.test,a\nhalf\uD83D,b\nend,c\n', 'utf16le')
    expect((await read(bytes)).rows).toEqual([
      { from: 'müller@x.test', to: 'a' },
      'Line 3 is not UTF-8. Save the table as UTF-8.',
      { from: 'end', to: 'c' },
    ])
  })

  test('is told from a text that holds the replacement character', async () => {
    expect((await read('from\n\uFFFD\n')).rows).toEqual([{ from: '\uFFFD' }])
  })
})

describe('cells', () => {
  /** Texts in which the signs that matter are frequent. */
  const sign = fc.constantFrom(...'=+-@\'" ;,\t\r\n|a1＝＋－＠', '\uFEFF', 'é', '😀')
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: sign }))
  const delimiters = [',', ';', '\t', '|'] as const
  const manifest = (names: string[]) =>
    ({
      output: {
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
        additionalProperties: false,
      },
    }) as unknown as Manifest

  test.each(delimiters)(
    'of every text are read as they were written, with the delimiter %j',
    async (delimiter) => {
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 1 }), fc.boolean(), async (texts, literal) => {
          const { header, print } = csvPrinter(manifest(['a', 'b']), { keep: ['k'], delimiter, literal })
          const lines = texts.map((a, index) =>
            print(
              { has_error: false, error: null, error_code: null, fields: { a, b: 'x' } },
              { index, columns: { k: a } },
              [],
            ),
          )
          const { rows } = await read(`${header}${lines.join('')}`, { delimiter, literal })
          expect(rows.map((row) => typeof row === 'object' && [row.a, row.k])).toEqual(
            texts.map((a) => [a, a]),
          )
        }),
      )
    },
  )

  test.each(delimiters)(
    'never begin with a sign for a reader with another list separator than %j',
    (delimiter) => {
      fc.assert(
        fc.property(text, (cell) => {
          const written = cellGuard(delimiter).add(cell)
          for (const other of [';', ',', '\t'].filter((one) => one !== delimiter)) {
            const parts = written.replaceAll('"', '').split(new RegExp(`[${other}\r\n]`))
            expect(parts.filter((part) => /^ *[=+\-@＝＋－＠]/.test(part))).toEqual([])
          }
          expect(cellGuard(delimiter).remove(written)).toBe(cell)
        }),
      )
    },
  )

  test.each([
    ['=1+1', "'=1+1"],
    ['-list@evil.test', "'-list@evil.test"],
    ["'=1", "''=1"],
    ["O'Hara", "O'Hara"],
    ["'quoted'", "'quoted'"],
    ['x;=1+1', "x;'=1+1"],
    ['x\t=1+1', "x\t'=1+1"],
    ['x;"=1+1&"', `x;"'=1+1&"`],
    ['a,-b', 'a,-b'],
    ['plain a@b.test', 'plain a@b.test'],
    ['\tx', "'\tx"],
  ])('%j is written as %j', (cell, written) => {
    expect(cellGuard(',').add(cell)).toBe(written)
    expect(cellGuard(',').remove(written)).toBe(cell)
  })

  test('of other programs lose one apostrophe before a sign, unless they are wanted to the letter', async () => {
    const table = "from\n'-list@evil.test\n-other@evil.test\n'plain\n"
    expect((await read(table)).rows.map((row) => Object(row).from)).toEqual([
      '-list@evil.test',
      '-other@evil.test',
      "'plain",
    ])
    const { rows } = await read(table, { literal: true })
    expect(rows.map((row) => Object(row).from)).toEqual(["'-list@evil.test", '-other@evil.test', "'plain"])
  })
})
