import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ActionError,
  type Alert,
  type Code,
  english,
  type Json,
  type Log,
  quoted,
  runStreams,
  type StreamOptions,
  type StreamsRun,
  type TokenStream,
} from '../../runtime/sdk/index.ts'
import { stopClock } from '../support/clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Row {
  id: string
  at?: number
}

const alertOf = ({ id }: Row, { id: own, time }: { id: string; time: number }): Alert => ({
  id: own,
  title: id,
  description: '',
  severity: 'low',
  time,
  vendor: 'Acme',
  product: '',
  rule: '',
  reason: '',
  entities: [],
  facts: {},
  events: [],
  files: [],
  source: {},
})

/** A vendor's pages of files. The token of a page is its number; the last page exists before it has files. */
function vendor(pages: Row[][][], more: Partial<TokenStream<Row>> = {}) {
  const asked: (string | number)[] = []
  /** Failures by the number of the page, or `page/file`: after so many rows of the file. */
  const failures = new Map<string, { error: Error; after?: number }>()
  let held = 0
  let mostHeld = 0
  const stream: TokenStream<Row> = {
    name: 'files',
    async page(from) {
      asked.push(from.token ?? from.from)
      const index = Number(from.token ?? 0)
      const failure = failures.get(String(index))
      if (failure) throw failure.error
      const files = pages[index] ?? []
      return {
        parts: files.map((rows, file) => ({
          name: `${index}/${file}`,
          async *rows() {
            const broken = failures.get(`${index}/${file}`)
            for (const [at, row] of rows.entries()) {
              if (broken && at === broken.after) throw broken.error
              held++
              mostHeld = Math.max(mostHeld, held)
              try {
                yield row
              } finally {
                held--
              }
            }
          },
        })),
        next: String(Math.min(index + 1, pages.length)),
        caught_up: index + 1 >= pages.length,
      }
    },
    timeOf: ({ at }) => at,
    idOf: ({ id }) => id,
    alertOf,
    ...more,
  }
  return { stream, asked, failures, mostHeld: () => mostHeld }
}

function runner(streams: TokenStream<Row>[], options: Partial<StreamOptions> = {}) {
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
  const run = async (state: Json, more: Partial<StreamOptions> = {}): Promise<StreamsRun> => {
    const ran = await runStreams(streams as unknown as TokenStream[], {
      state,
      log,
      limit: 100,
      first: HOUR,
      overlap: 10 * MINUTE,
      ...options,
      ...more,
    })
    return { ...ran, state: JSON.parse(JSON.stringify(ran.state)) }
  }
  return { run, warnings }
}

const titles = ({ alerts }: StreamsRun): string[] => alerts.map(({ title }) => title)
const refusal = (code: Code): ActionError => new ActionError(code, { vendor: 'Acme', reason: quoted('no') })
const filesOf = (count: number, perFile: number, prefix = ''): Row[][] =>
  Array.from({ length: count }, (_, file) =>
    Array.from({ length: perFile }, (__, row) => ({
      id: `${prefix}${file}.${row}`,
      at: Date.now() - MINUTE,
    })),
  )

describe('pages', () => {
  test('are read to the one that is caught up; the next run asks for the page after it', async () => {
    const clock = stopClock()
    const pages = [filesOf(2, 2, 'a'), filesOf(1, 1, 'b')]
    const { stream, asked } = vendor(pages)
    const { run } = runner([stream])
    const one = await run(null)
    expect(titles(one)).toEqual(['a0.0', 'a0.1', 'a1.0', 'a1.1', 'b0.0'])
    expect(asked).toEqual([Math.floor((Date.now() - HOUR) / 1000) * 1000, '1'])
    pages.push(filesOf(1, 1, 'c'))
    clock.pass(HOUR)
    const two = await run(one.state)
    expect([titles(two), asked.slice(2), two.more]).toEqual([['c0.0'], ['2'], false])
  })

  test('are not requested during the pause after the last one, unless a run ended inside a page', async () => {
    const clock = stopClock()
    const pages = [filesOf(1, 3)]
    const { stream, asked } = vendor(pages, { pause: 8 * MINUTE })
    const { run } = runner([stream])
    const cut = await run(null, { limit: 2 })
    expect(cut.more).toBe(true)
    const one = await run(cut.state)
    expect([titles(one), asked.length]).toEqual([['0.2'], 2])
    expect(titles(await run(one.state))).toEqual([])
    expect(asked.length).toBe(2)
    clock.pass(8 * MINUTE)
    await run(one.state)
    expect(asked.length).toBe(3)
  })

  test('are not requested while the stream is not ready, and that is no reason to run again at once', async () => {
    let calls = 0
    const { stream, asked } = vendor([filesOf(1, 1, 'a'), filesOf(1, 1, 'b')], { ready: () => calls++ < 1 })
    const { run } = runner([stream])
    const one = await run(null)
    expect([titles(one), one.more, asked.length]).toEqual([['a0.0'], false, 1])
    calls = 0
    expect(titles(await run(one.state))).toEqual(['b0.0'])
  })

  test('without a next token are requested again; what they had is known', async () => {
    const rows = filesOf(1, 1)[0] ?? []
    const stream = vendor([], {
      page: async () => ({
        parts: [
          {
            name: 'one',
            async *rows() {
              yield* rows
            },
          },
        ],
        next: undefined,
        caught_up: true,
      }),
    }).stream
    const { run } = runner([stream])
    const one = await run(null)
    rows.push({ id: 'late', at: Date.now() - 5 * MINUTE })
    const two = await run(one.state)
    expect([titles(one), titles(two), two.known]).toEqual([['0.0'], ['late'], 1])
  })
})

describe('nothing is lost and nothing comes twice', () => {
  test('whatever the limit, and wherever a page or a file fails', async () => {
    const shape = fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(4), fc.boolean()), { maxLength: 4 }),
        async (sizes, limit, faults) => {
          const pages = sizes.map((files, page) =>
            files.map((rows, file) =>
              Array.from({ length: rows }, (_, row) => ({ id: `${page}.${file}.${row}`, at: Date.now() })),
            ),
          )
          const { stream, failures } = vendor(pages)
          const { run } = runner([stream])
          const got: string[] = []
          let state: Json = null
          const step = async (): Promise<boolean> => {
            try {
              const one = await run(state, { limit })
              expect(one.alerts.length).toBeLessThanOrEqual(limit)
              got.push(...titles(one))
              state = one.state
              return one.more
            } catch (thrown) {
              expect(thrown).toMatchObject({ code: 'VENDOR_UNAVAILABLE' })
              return true
            }
          }
          for (const [page, file, after, whole] of faults) {
            failures.clear()
            failures.set(whole ? String(page) : `${page}/${file}`, {
              error: refusal('VENDOR_UNAVAILABLE'),
              after,
            })
            await step()
          }
          failures.clear()
          while (await step());
          expect(got.toSorted()).toEqual(
            pages
              .flat(2)
              .map(({ id }) => id)
              .toSorted(),
          )
          await step()
          expect(got).toHaveLength(pages.flat(2).length)
        },
      ),
      { numRuns: 80 },
    )
  })

  test('when files of a half-read page are named in another order', async () => {
    const pages = [filesOf(3, 2)]
    const { stream } = vendor(pages)
    const { run } = runner([stream])
    const one = await run(null, { limit: 3 })
    const page = stream.page
    stream.page = async (from) => {
      const { parts, ...rest } = await page(from)
      return { ...rest, parts: parts.toReversed() }
    }
    const two = await run(one.state)
    expect([titles(one), titles(two).toSorted()]).toEqual([
      ['0.0', '0.1', '1.0'],
      ['1.1', '2.0', '2.1'],
    ])
  })

  test('when a token is refused: the stream is read again from the overlap, and rows in it are recognised', async () => {
    const clock = stopClock()
    const at = (minutes: number): number => Date.now() - minutes * MINUTE
    const pages = [
      [
        [
          { id: 'old', at: at(40) },
          { id: 'border', at: at(9) },
          { id: 'new', at: at(2) },
        ],
      ],
    ]
    const { stream, failures, asked } = vendor(pages)
    const { run, warnings } = runner([stream])
    const one = await run(null)
    clock.pass(MINUTE)
    pages[0]?.[0]?.push({ id: 'newer', at: at(1) })
    failures.set('1', { error: refusal('VENDOR_REJECTED') })
    const two = await run(one.state)
    expect([titles(one), titles(two), two.known]).toEqual([['old', 'border', 'new'], ['newer'], 2])
    expect(asked.slice(1)).toEqual(['1', Math.floor((at(3) - 10 * MINUTE) / 1000) * 1000])
    expect(warnings).toEqual(['The position of "files" was refused; it is read again from its last rows.'])
    failures.clear()
    expect(titles(await run(two.state))).toEqual([])
  })

  test('when the first page fails as well, the refused token stays', async () => {
    const { stream, failures } = vendor([filesOf(1, 1, 'a')])
    const { run } = runner([stream])
    const one = await run(null)
    stream.page = async () => {
      throw refusal('VENDOR_REJECTED')
    }
    await expect(run(one.state)).rejects.toMatchObject({ code: 'VENDOR_REJECTED' })
    failures.clear()
    expect(one.state).toMatchObject({ streams: { files: { token: '1' } } })
  })
})

describe('memory', () => {
  test('one row at a time is held besides the alerts, and a state has a bounded number of ids', async () => {
    const { stream, mostHeld } = vendor([filesOf(4, 3000)])
    const { run } = runner([stream])
    let state: Json = null
    let got = 0
    for (let more = true; more; ) {
      const one = await run(state, { limit: 5000 })
      got += one.alerts.length
      ;({ more, state } = one)
    }
    expect([got, mostHeld()]).toEqual([12_000, 1])
    const { streams } = state as { streams: { files: { seen: object } } }
    expect(Object.keys(streams.files.seen)).toHaveLength(5000)
  })

  test('rows that become no alert are not remembered and do not count against the limit', async () => {
    const rows = filesOf(1, 3000)
    const { stream } = vendor([rows], { keep: ({ id }) => id.endsWith('.2999') })
    const { run } = runner([stream])
    const one = await run(null, { limit: 1 })
    expect([titles(one), one.more]).toEqual([['0.2999'], false])
    expect(JSON.stringify(one.state).length).toBeLessThan(300)
  })
})

test.each<[Json]>([[{ token: 7 }], [{ parts: { a: 'some' } }], [{ seen: [] }], [{ newest: 'x' }]])(
  'the position %j, which is none of this kind, is refused',
  async (files) => {
    const { stream, asked } = vendor([filesOf(1, 1)])
    await expect(runner([stream]).run({ streams: { files } })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    })
    expect(asked).toEqual([])
  },
)
