import fc from 'fast-check'
import { expect, test } from 'vitest'
import { english, type Log, type Page, type PageToken, pages } from '../../runtime/sdk/index.ts'

/** A log that keeps its warnings. */
function noting(): { log: Log; warnings: string[] } {
  const warnings: string[] = []
  const none = (): void => undefined
  const log: Log = {
    debug: none,
    info: none,
    error: none,
    warn: (_, message) => {
      warnings.push(english(message))
    },
  }
  return { log, warnings }
}

/** A vendor whose pages are found by token, and the tokens that it was asked for. */
function vendor<T>(byToken: (token: PageToken | undefined) => Page<T>) {
  const asked: (PageToken | undefined)[] = []
  const read = async (token: PageToken | undefined): Promise<Page<T>> => {
    asked.push(token)
    return byToken(token)
  }
  return { asked, read }
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const row of rows) list.push(row)
  return list
}

test.each<[string, PageToken[]]>([
  ['the same page again and again', ['a', 'a']],
  ['two pages in a circle', ['a', 'b', 'a']],
  ['a circle of numbers that begins with 0', [0, 1, 0]],
])(
  'a vendor that names %s: each page is read once, and a warning says that rows may be missing',
  async (_, names) => {
    const { log, warnings } = noting()
    const { asked, read } = vendor((token) => ({
      rows: [token],
      next: names[token === undefined ? 0 : (names.indexOf(token) + 1) % names.length] ?? names[0],
    }))
    const rows = await all(pages(read, { log, vendor: 'Acme' }))
    expect(rows).toEqual([undefined, ...new Set(names)])
    expect(asked).toEqual(rows)
    expect(warnings).toEqual(['Acme named a page that was read before; the list may be incomplete.'])
  },
)

test('a page that fails fails the list behind the rows before it', async () => {
  const { log } = noting()
  const { read } = vendor((token) => {
    if (token !== undefined) throw new Error('torn')
    return { rows: [1], next: 'b' }
  })
  const rows = pages(read, { log, vendor: 'Acme' })
  expect((await rows.next()).value).toBe(1)
  await expect(rows.next()).rejects.toThrow('torn')
})

test.each([[undefined], [null], ['']])('the token %j ends the list', async (next) => {
  const { log, warnings } = noting()
  const { asked, read } = vendor(() => ({ rows: [1, 2], next }))
  expect(await all(pages(read, { log, vendor: 'Acme' }))).toEqual([1, 2])
  expect([asked.length, warnings]).toEqual([1, []])
})

test('no page is requested before its first row is needed', async () => {
  const { log } = noting()
  const { asked, read } = vendor((token) => ({ rows: [0, 1], next: Number(token ?? 0) + 1 }))
  const rows = pages(read, { log, vendor: 'Acme' })
  expect(asked).toEqual([])
  await rows.next()
  await rows.next()
  expect(asked).toEqual([undefined])
  await rows.next()
  expect(asked).toEqual([undefined, 1])
})

test('rows of any pages arrive once and in order, up to the limit, and no page is requested beyond it', async () => {
  const cases = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(cases, fc.option(fc.nat(20), { nil: undefined }), async (lists, limit) => {
      const { log, warnings } = noting()
      const { asked, read } = vendor((token) => {
        const place = Number(token ?? 0)
        return { rows: lists[place] ?? [], next: place + 1 < lists.length ? place + 1 : undefined }
      })
      const wanted = lists.flat().slice(0, limit ?? Number.POSITIVE_INFINITY)
      expect(await all(pages(read, { log, vendor: 'Acme', limit }))).toEqual(wanted)
      expect(warnings).toEqual([])
      const before = lists.map((_, place) => lists.slice(0, place).flat().length)
      const needed = before.filter((count) => count < (limit ?? Number.POSITIVE_INFINITY)).length
      expect(asked.length).toBe(needed)
    }),
  )
})
