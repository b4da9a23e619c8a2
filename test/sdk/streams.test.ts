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
  type Stream,
  type StreamOptions,
  type StreamsRun,
  type TimeWindow,
} from '../../runtime/sdk/index.ts'
import { stopClock } from '../support/clock.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A whole second ago: windows end on whole seconds. */
const justNow = (): number => Math.floor(Date.now() / 1000) * 1000 - 1000

interface Row {
  id: string
  at?: number
}

const alertOf = ({ id }: Row, { time }: { time: number }): Alert => ({
  id,
  title: '',
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

/** A stream over rows that a test may change, the windows it was asked for, and a failure after some rows. */
function streamOf(name: string, rows: Row[], more: Partial<Stream<Row>> = {}) {
  const windows: TimeWindow[] = []
  const failing: { error?: Error; after?: number } = {}
  const stream: Stream<Row> = {
    name,
    async *read(window) {
      windows.push(window)
      const found = rows.filter(({ at }) => at === undefined || (at >= window.from && at <= window.to))
      for (const [index, row] of found.entries()) {
        if (failing.error && index === (failing.after ?? 0)) throw failing.error
        yield row
      }
      if (failing.error && found.length <= (failing.after ?? 0)) throw failing.error
    },
    timeOf: ({ at }) => at,
    idOf: ({ id }) => id,
    alertOf,
    ...more,
  }
  return { stream, windows, failing }
}

function runner(streams: Stream[], options: Partial<StreamOptions> = {}) {
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
  const run = (state: Json, more: Partial<StreamOptions> = {}): Promise<StreamsRun> =>
    runStreams(streams, { state, log, limit: 100, first: HOUR, overlap: 10 * MINUTE, ...options, ...more })
  return { run, warnings }
}

/** The ids of all runs until there is nothing more at once. */
async function untilDone(run: (state: Json) => Promise<StreamsRun>, first: Json): Promise<string[]> {
  const ids: string[] = []
  let state = first
  for (let more = true; more; ) {
    const one = await run(state)
    ids.push(...idsOf(one))
    ;({ more, state } = one)
  }
  return ids
}

const idsOf = ({ alerts }: StreamsRun): string[] => alerts.map(({ id }) => id)
const refusal = (code: Code): ActionError => new ActionError(code, { vendor: 'Acme', reason: quoted('no') })

describe('what is refused', () => {
  test.each<[Json]>([
    [7],
    ['text'],
    [{ version: 2 }],
    [{ streams: [] }],
    [{ streams: { log: 1 } }],
    [{ streams: { log: { from: 'x' } } }],
    [{ streams: { log: { seen: { a: 'x' } } } }],
  ])('the state %j, which is none of this kind', async (state) => {
    const { stream, windows } = streamOf('log', [])
    const { run } = runner([stream])
    await expect(run(state)).rejects.toMatchObject({ code: 'REQUEST_INVALID', facts: { unsent: true } })
    expect(windows).toEqual([])
  })
})

describe('a stream that fails', () => {
  test('alone fails the run; beside another one it is skipped with a warning, and continued later', async () => {
    const now = justNow()
    const denied = streamOf('denied', [{ id: 'd', at: now - MINUTE }], { permission: 'Logs | Read' })
    const open = streamOf('open', [{ id: 'o', at: now - MINUTE }])
    denied.failing.error = refusal('PERMISSION_DENIED')
    await expect(runner([denied.stream]).run(null)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    const { run, warnings } = runner([denied.stream, open.stream])
    const one = await run(null)
    expect(idsOf(one)).toEqual(['o'])
    expect(warnings).toEqual([
      '"denied" was not read to its end: no. It needs the permission Logs | Read. The next run continues there.',
    ])
    delete denied.failing.error
    expect(idsOf(await run(one.state))).toEqual(['d'])
  })

  test('for a reason that concerns all of them ends the run with what came before', async () => {
    const at = justNow() - MINUTE
    const streams = ['a', 'b', 'c'].map((name) => streamOf(name, [{ id: name, at }]))
    const [, second, third] = streams
    if (second) second.failing.error = refusal('RATE_LIMITED')
    const { run, warnings } = runner(streams.map(({ stream }) => stream))
    const one = await run(null)
    expect([idsOf(one), third?.windows, warnings.length]).toEqual([['a'], [], 1])
    if (second) delete second.failing.error
    expect(idsOf(await run(one.state)).toSorted()).toEqual(['b', 'c'])
  })

  test('in the middle hands out what came before, and neither loses nor repeats a row', async () => {
    const now = justNow()
    const rows = ['a', 'b', 'c', 'd'].map((id, index) => ({ id, at: now - (10 + index) * MINUTE }))
    const { stream, failing } = streamOf('log', rows)
    Object.assign(failing, { error: refusal('VENDOR_UNAVAILABLE'), after: 2 })
    const { run } = runner([stream])
    const one = await run(null)
    expect(idsOf(one)).toEqual(['b', 'a'])
    delete failing.error
    expect(idsOf(await run(one.state))).toEqual(['d', 'c'])
  })

  test('while it makes an alert keeps the row for the next run', async () => {
    const at = justNow() - MINUTE
    let broken = true
    const { stream } = streamOf(
      'log',
      [
        { id: 'a', at: at - 1000 },
        { id: 'b', at },
      ],
      {
        alertOf: (row, found) => {
          if (row.id === 'b' && broken) throw refusal('VENDOR_REJECTED')
          return alertOf(row, found)
        },
      },
    )
    const { run } = runner([stream])
    const one = await run(null)
    broken = false
    expect([idsOf(one), idsOf(await run(one.state))]).toEqual([['a'], ['b']])
  })

  test('in a test run is thrown, whatever came before', async () => {
    const good = streamOf('good', [])
    const bad = streamOf('bad', [])
    bad.failing.error = refusal('VENDOR_REJECTED')
    const { run } = runner([good.stream, bad.stream])
    await expect(run(null, { test: true })).rejects.toMatchObject({ code: 'VENDOR_REJECTED' })
  })
})

describe('positions', () => {
  test('rows that appear late, and at the same second as the border, come once', async () => {
    const clock = stopClock()
    const now = justNow()
    const rows: Row[] = [{ id: 'a', at: now - 5 * MINUTE }]
    const { stream } = streamOf('log', rows)
    const { run } = runner([stream])
    const one = await run(null)
    rows.push({ id: 'same second', at: now - 5 * MINUTE }, { id: 'late', at: now - 14 * MINUTE })
    clock.pass(MINUTE)
    const two = await run(one.state)
    expect([idsOf(one), idsOf(two), two.known]).toEqual([['a'], ['late', 'same second'], 1])
    expect(idsOf(await run(two.state))).toEqual([])
  })

  test('each stream has its own: a late row of one is not lost because another is ahead', async () => {
    const now = justNow()
    const slow: Row[] = []
    const [one, two] = [streamOf('slow', slow), streamOf('fast', [{ id: 'f', at: now }])]
    const { run } = runner([one.stream, two.stream])
    const first = await run(null)
    slow.push({ id: 's', at: now - 50 * MINUTE })
    expect(idsOf(await run(first.state))).toEqual(['s'])
  })

  test('a stream that is switched off keeps its position, and foreign keys stay', async () => {
    const now = justNow()
    const [one, two] = [streamOf('one', [{ id: '1', at: now }]), streamOf('two', [{ id: '2', at: now }])]
    const both = await runner([one.stream, two.stream]).run({ own: 'kept' })
    const alone = await runner([one.stream]).run(both.state)
    expect(alone.state).toMatchObject({ own: 'kept', streams: { two: { seen: { 2: expect.any(Number) } } } })
    expect(idsOf(await runner([two.stream]).run(alone.state))).toEqual([])
  })

  test('rows beyond the history are reported as missing only if the last run ended before it', async () => {
    const clock = stopClock()
    const { stream, windows } = streamOf('log', [])
    const { run, warnings } = runner([stream], { history: 2 * HOUR })
    let { state } = await run(null)
    for (let hour = 0; hour < 4; hour++) {
      clock.pass(HOUR)
      state = (await run(state)).state
    }
    expect(warnings).toEqual([])
    clock.pass(3 * HOUR)
    await run(state)
    expect(warnings).toEqual([
      expect.stringMatching(/^"log" is not kept that long: rows between .*Z and .*Z are missing\.$/),
    ])
    const last = windows.at(-1)
    expect(last && last.to - last.from).toBe(2 * HOUR)
  })

  test('a row in the future, or without a time, does not move the position past what is to come', async () => {
    const clock = stopClock()
    const now = justNow()
    const rows: Row[] = [{ id: 'timeless' }]
    const { stream } = streamOf('log', rows, {
      read: async function* () {
        yield* rows
      },
    })
    const { run } = runner([stream])
    const one = await run(null)
    rows.push({ id: 'future', at: now + 5 * HOUR })
    const two = await run(one.state)
    clock.pass(MINUTE)
    rows.push({ id: 'next', at: now })
    expect([one, two, await run(two.state)].map(idsOf)).toEqual([['timeless'], ['future'], ['next']])
  })
})

describe('the limit', () => {
  test('is shared: a stream with much to do does not keep the others waiting', async () => {
    const now = justNow()
    const busy = Array.from({ length: 50 }, (_, index) => ({ id: `b${index}`, at: now - index * 1000 }))
    const [one, two] = [streamOf('busy', busy), streamOf('quiet', [{ id: 'q', at: now }])]
    const { run } = runner([one.stream, two.stream], { limit: 10 })
    const first = await run(null)
    expect([first.alerts.length, idsOf(first).includes('q'), first.more]).toEqual([6, true, true])
  })

  test('smaller than the number of streams: all rows come in the end', async () => {
    const at = justNow() - MINUTE
    const streams = ['a', 'b', 'c'].map((name) => streamOf(name, [{ id: name, at }]).stream)
    const { run } = runner(streams, { limit: 1 })
    const got: string[] = []
    let state: Json = null
    for (let more = true; more; ) {
      const one = await run(state)
      got.push(...idsOf(one))
      ;({ more, state } = one)
    }
    expect(got).toEqual(['a', 'b', 'c'])
  })

  test('any rows, in any order and with any limit, become alerts once, oldest first in each run', async () => {
    const row = fc.record({ id: fc.uuid(), minutes: fc.integer({ min: 0, max: 50 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 25 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (given, limit, own) => {
          const now = justNow()
          const rows = given.map(({ id, minutes }) => ({ id, at: now - minutes * MINUTE }))
          const half = Math.ceil(rows.length / 2)
          const more = own ? {} : { idOf: () => undefined }
          const streams = [
            streamOf('one', rows.slice(0, half), more),
            streamOf('two', rows.slice(half), more),
          ]
          const { run } = runner(
            streams.map(({ stream }) => stream),
            { limit },
          )
          const got: string[] = []
          let state: Json = null
          for (let again = true; again; ) {
            const one = await run(state)
            expect(one.alerts.length).toBeLessThanOrEqual(limit)
            const times = one.alerts.map(({ time }) => time)
            expect(times).toEqual(times.toSorted((a, b) => a - b))
            got.push(...idsOf(one))
            state = JSON.parse(JSON.stringify(one.state)) as Json
            again = one.more
          }
          expect(got.toSorted()).toEqual(given.map(({ id }) => id).toSorted())
          expect(idsOf(await run(state))).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a run out of time hands out nothing more, and says that there is more', async () => {
    const { stream } = streamOf('log', [{ id: 'a', at: justNow() - MINUTE }])
    const { run } = runner([stream])
    const none = await run(null, { over: () => true })
    expect([idsOf(none), none.more]).toEqual([[], true])
    expect(await untilDone(run, none.state)).toEqual(['a'])
  })

  test.each([true, false])(
    'a quota of requests stops no stream for good (oldest first: %s)',
    async (oldestFirst) => {
      const now = justNow()
      const ages = Array.from({ length: 40 }, (_, index) => index)
      const rows = (oldestFirst ? ages.toReversed() : ages).map((age) => ({
        id: `r${age}`,
        at: now - age * MINUTE,
      }))
      const { stream } = streamOf('log', rows, {
        oldestFirst,
        async *read({ from, to }) {
          const found = rows.filter(({ at }) => at >= from && at <= to)
          for (const [index, row] of found.entries()) {
            if (index === 15) throw refusal('RATE_LIMITED')
            yield row
          }
        },
      })
      const { run } = runner([stream])
      const got: string[] = []
      let state: Json = null
      for (let count = 0; count < 12; count++) {
        const one = await run(state)
        got.push(...idsOf(one))
        state = JSON.parse(JSON.stringify(one.state)) as Json
      }
      expect(got.toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
    },
  )

  test('a window that takes too long is read in smaller ones until the time is enough', async () => {
    const now = justNow()
    // Newest first, as Mimecast returns audit events.
    const rows = Array.from({ length: 40 }, (_, index) => ({ id: `r${index}`, at: now - index * MINUTE }))
    const { stream, windows } = streamOf('log', rows)
    let read = 0
    const counted: Stream<Row> = {
      ...stream,
      async *read(window) {
        for await (const row of stream.read(window)) {
          read++
          yield row
        }
      },
    }
    const { run } = runner([counted])
    const inTime = (state: Json): Promise<StreamsRun> => {
      read = 0
      return run(state, { late: () => read > 15 })
    }
    expect((await untilDone(inTime, null)).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
    const lengths = windows.map(({ from, to }) => to - from)
    expect(Math.min(...lengths)).toBeLessThanOrEqual(HOUR / 4)
  })
})

test('whatever fails and whenever the time is over: every row becomes an alert once', async () => {
  const row = fc.record({ id: fc.uuid(), minutes: fc.integer({ min: 0, max: 50 }) })
  const trouble = fc.record({
    code: fc.constantFrom<Code>('RATE_LIMITED', 'VENDOR_UNAVAILABLE', 'RESPONSE_INVALID'),
    at: fc.integer({ min: 0, max: 20 }),
    late: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 25 }),
      fc.array(trouble, { maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('oldest first', 'newest first', 'in no order'),
      async (given, troubles, limit, order) => {
        const now = justNow()
        const rows = given.map(({ id, minutes }) => ({ id, at: now - minutes * MINUTE }))
        if (order !== 'in no order')
          rows.sort((a, b) => (order === 'oldest first' ? a.at - b.at : b.at - a.at))
        let read = 0
        let wrong: (typeof troubles)[number] | undefined
        const { stream } = streamOf('log', rows, {
          oldestFirst: order === 'oldest first',
          async *read({ from, to }) {
            for (const one of rows.filter(({ at }) => at >= from && at <= to)) {
              if (wrong && !wrong.late && read === wrong.at) throw refusal(wrong.code)
              read++
              yield one
            }
          },
        })
        const { run } = runner([stream], { limit })
        const got: string[] = []
        let state: Json = null
        const waiting = [...troubles]
        for (let again = true; again; ) {
          wrong = waiting.shift()
          const { late, at } = wrong ?? { late: false, at: 0 }
          read = 0
          const one = await run(state, { late: () => late && read > at }).catch(() => undefined)
          got.push(...(one ? idsOf(one) : []))
          state = JSON.parse(JSON.stringify(one?.state ?? state)) as Json
          again = wrong !== undefined || waiting.length > 0 || one?.more === true
        }
        expect(got.toSorted()).toEqual(given.map(({ id }) => id).toSorted())
      },
    ),
    { numRuns: 150 },
  )
})

describe('rows about the same thing', () => {
  const groups = { groupOf: ({ id }: Row) => id.slice(0, 1) }

  test('share an alert in one run, and update it in a later one', async () => {
    const clock = stopClock()
    const now = justNow()
    const rows: Row[] = ['a1', 'a2', 'b1'].map((id, index) => ({ id, at: now - (9 - index) * MINUTE }))
    const counted: number[] = []
    const { stream } = streamOf('log', rows, {
      ...groups,
      alertOf: (row, found) => {
        counted.push(found.rows.length)
        return { ...alertOf(row, found), id: found.id }
      },
    })
    const { run } = runner([stream])
    const one = await run(null)
    expect(one.alerts.map(({ id, group, update }) => [id, group, update])).toEqual([
      ['a', 'a', undefined],
      ['b', 'b', undefined],
    ])
    clock.pass(MINUTE)
    rows.push({ id: 'a3', at: now })
    const two = await run(JSON.parse(JSON.stringify(one.state)) as Json)
    expect(two.alerts).toMatchObject([{ id: expect.stringMatching(/^a:.+/), group: 'a', update: true }])
    expect(counted).toEqual([2, 1, 1])
    expect(idsOf(await run(two.state))).toEqual([])
  })

  test('count as one alert for the limit, however many they are', async () => {
    const now = justNow()
    const rows = Array.from({ length: 30 }, (_, at) => ({ id: `${'abc'[at % 3]}${at}`, at: now - at * 1000 }))
    const { stream } = streamOf('log', rows, {
      ...groups,
      alertOf: (row, { id, time }) => ({ ...alertOf(row, { time }), id }),
    })
    const { run } = runner([stream], { limit: 2 })
    const one = await run(null)
    expect([idsOf(one).length, one.found, one.more]).toEqual([2, 20, true])
    const two = await run(one.state)
    expect([two.found, two.more]).toEqual([10, false])
  })
})

describe('many rows', () => {
  /** A log of a hundred thousand rows that counts how many were asked for. */
  function longLog(order: 'oldest first' | 'newest first') {
    const size = 100_000
    const now = justNow()
    let read = 0
    const timeOf = (number: number): number => now - 50 * MINUTE + Math.floor((number * 49 * MINUTE) / size)
    const stream: Stream<Row> = {
      name: 'log',
      oldestFirst: order === 'oldest first',
      async *read({ from, to }) {
        for (let index = 0; index < size; index++) {
          const number = order === 'oldest first' ? index : size - 1 - index
          const at = timeOf(number)
          if (at < from || at > to) continue
          read++
          yield { id: String(number), at }
        }
      },
      timeOf: ({ at }) => at,
      idOf: ({ id }) => id,
      alertOf,
    }
    return { ...runner([stream], { limit: 50 }), read: () => read }
  }

  test('in the order of time are read as far as the limit requires', async () => {
    const { run, read } = longLog('oldest first')
    const one = await run(null)
    const two = await run(one.state)
    expect([one.alerts.length, two.alerts.length, two.alerts[0]?.id]).toEqual([50, 50, '50'])
    expect(read()).toBeLessThan(200)
  })

  test('in the opposite order give the oldest first, and the state has the handled ones alone', async () => {
    const { run } = longLog('newest first')
    const one = await run(null)
    expect(idsOf(one)).toEqual(Array.from({ length: 50 }, (_, number) => String(number)))
    expect(JSON.stringify(one.state).length).toBeLessThan(2000)
    expect(idsOf(await run(one.state))[0]).toBe('50')
  })

  test('that become no alert are not remembered', async () => {
    const now = justNow()
    const rows = Array.from({ length: 20 }, (_, index) => ({ id: `r${index}`, at: now - index * 1000 }))
    const { stream } = streamOf('log', rows, { keep: ({ id }) => id === 'r7' })
    const { run } = runner([stream], { limit: 1 })
    const one = await run(null)
    expect([idsOf(one), one.found, one.more]).toEqual([['r7'], 1, false])
    expect(JSON.stringify(one.state)).not.toContain('r3')
  })
})

test('a row that becomes no alert is handled once, and values that are no rows are left out', async () => {
  let asked = 0
  const row = { id: 'a', at: justNow() - MINUTE }
  const { stream } = streamOf('log', [row], {
    read: async function* () {
      yield* [null, 7, row] as Row[]
    },
    alertOf: () => {
      asked++
      return undefined
    },
  })
  const { run } = runner([stream])
  const one = await run(null)
  const two = await run(one.state)
  expect([one.found, two.found, two.known, asked]).toEqual([1, 0, 1, 1])
})

test('a row without a time is delivered once, however often it is found', async () => {
  const clock = stopClock()
  const rows: Row[] = [{ id: 'timeless' }]
  const { stream } = streamOf('log', rows)
  const { run } = runner([stream])
  let { alerts, state } = await run(null)
  expect(alerts.map(({ id }) => id)).toEqual(['timeless'])
  for (let hour = 0; hour < 3; hour++) {
    clock.pass(HOUR)
    rows.push({ id: `row ${hour}`, at: justNow() })
    ;({ alerts, state } = await run(state))
    expect(alerts.map(({ id }) => id)).toEqual([`row ${hour}`])
  }
})
