import { expect, test } from 'vitest'
import { columns, deepSnakeCase, mapRows, snakeCase } from '../../runtime/sdk/index.ts'

/** A source that notes how many rows were asked of it and whether it was let go. */
function source(rows: unknown[]) {
  const seen = { asked: 0, closed: false }
  async function* generate(): AsyncGenerator<object> {
    try {
      for (const row of rows) {
        seen.asked++
        yield row as object
      }
    } finally {
      seen.closed = true
    }
  }
  return { seen, rows: generate() }
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const row of rows) list.push(row)
  return list
}

const numbered = (count: number): object[] => Array.from({ length: count }, (_, n) => ({ n }))

test('what is no object is no row', async () => {
  const { rows } = source([null, 7, 'text', undefined, { n: 1 }])
  expect(await all(mapRows(rows, (row) => row))).toEqual([{ n: 1 }])
})

test('behind the last row of the limit nothing is asked for, and the source is let go', async () => {
  const { seen, rows } = source(numbered(10))
  const even = (row: object): boolean => (row as { n: number }).n % 2 === 0
  expect(await all(mapRows(rows, (row) => row, { keep: even, limit: 3 }))).toEqual([
    { n: 0 },
    { n: 2 },
    { n: 4 },
  ])
  expect(seen).toEqual({ asked: 5, closed: true })
})

test('a limit of nothing asks for nothing', async () => {
  const { seen, rows } = source(numbered(3))
  expect(await all(mapRows(rows, (row) => row, { limit: 0 }))).toEqual([])
  expect(seen.asked).toBe(0)
})

test('a source that fails fails the rows behind those it gave', async () => {
  async function* breaking(): AsyncGenerator<object> {
    yield { n: 0 }
    throw new Error('torn')
  }
  const rows = mapRows(breaking(), (row) => row)
  expect((await rows.next()).value).toEqual({ n: 0 })
  await expect(rows.next()).rejects.toThrow('torn')
})

test('columns come in their order, missing ones as null, unknown fields behind them', () => {
  const shape = columns<{ bName?: string; a?: number }>()({ a: 'a', b_name: 'bName' })
  const row = JSON.parse('{"zNew":{"keyA":1},"bName":"b","__proto__":{"x":1}}')
  expect(Object.entries(shape(row))).toEqual([
    ['a', null],
    ['b_name', 'b'],
    ['z_new', { keyA: 1 }],
    ['__proto__', { x: 1 }],
  ])
  expect(shape({})).toEqual({ a: null, b_name: null })
})

test('an unknown field never takes the place of a column', () => {
  const shape = columns<{ fileName?: string }>()({ file_name: 'fileName' })
  expect(shape({ fileName: 'a', file_name: 'b' } as object)).toEqual({ file_name: 'a' })
})

test.each([
  ['userEmailAddress', 'user_email_address'],
  ['sourceIPs', 'source_ips'],
  ['senderIP', 'sender_ip'],
  ['id', 'id'],
  ['sha256Sum', 'sha256_sum'],
  ['', ''],
])('%j is %j in snake case', (name, snake) => {
  expect(snakeCase(name)).toBe(snake)
})

test('snake case goes through lists and objects and leaves values alone', () => {
  expect(deepSnakeCase({ aB: [{ cD: 'eF' }, null, 1], gH: false })).toEqual({
    a_b: [{ c_d: 'eF' }, null, 1],
    g_h: false,
  })
})
