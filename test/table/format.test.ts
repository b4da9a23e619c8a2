/** Lines of the output as JSON: which fields come first, whatever their names are. */
import { expect, test } from 'vitest'
import type { AnswerLine } from '../../runtime/platforms/table.ts'
import { jsonPrinter } from '../../runtime/table/output/format.ts'

const line = (fields: AnswerLine['fields'], more: Partial<AnswerLine> = {}): AnswerLine => ({
  has_error: false,
  error: null,
  error_code: null,
  fields,
  ...more,
})
const print = (keep: string[], answer: AnswerLine, columns?: Record<string, unknown>): string =>
  jsonPrinter(keep)(answer, { index: 0, columns }, [])

const FIRST = '{"has_error":false,"error":null,"error_code":null'

test.each([
  [['2024', '2023'], { '2023': 'b', '2024': 'a' }, {}, `${FIRST},"2024":"a","2023":"b"}\n`],
  [[], {}, { '7': 1, id: 2 }, `${FIRST},"7":1,"id":2}\n`],
  [['7'], { '7': 'x' }, { id: 2 }, `${FIRST},"7":"x","id":2}\n`],
  [['id'], { id: 'of the row' }, { id: 'of the record' }, `${FIRST},"id":"of the record"}\n`],
  [['error'], { error: 'of the row' }, {}, `${FIRST},"row_error":"of the row"}\n`],
  [['missing'], {}, {}, `${FIRST},"missing":null}\n`],
  [['big', '__proto__'], JSON.parse('{"__proto__":1}'), {}, `${FIRST},"big":null,"__proto__":1}\n`],
])('%j of %j before %j', (keep, columns, fields, expected) => {
  expect(print(keep, line(fields), columns)).toBe(expected)
})

test('a row that failed has its data last', () => {
  const failed = line({}, { has_error: true, error: 'no', error_code: 'INTERNAL', data: { '1': 2 } })
  expect(print(['1'], failed, { '1': 2 })).toBe(
    '{"has_error":true,"error":"no","error_code":"INTERNAL","1":2,"data":{"1":2}}\n',
  )
})
