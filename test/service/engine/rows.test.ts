/** The rows of a table on an engine: workers end, submitters end, and no row is written twice. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { ActionError } from '../../../runtime/contract/errors.ts'
import { quoted } from '../../../runtime/contract/phrases.ts'
import type { Integration } from '../../../runtime/integration/integration.ts'
import { rangesOf } from '../../../runtime/service/engine/rows/batches.ts'
import { createRowSet } from '../../../runtime/service/engine/rows/row-set.ts'
import { runChunk } from '../../../runtime/service/engine/rows/run-chunk.ts'
import { loadEcho } from '../../support/echo.ts'
import { type Fault, ledgerFile, rowsEngine, runOnEngine } from '../../support/engine-rows.ts'
import { failure } from '../../support/wire.ts'

let echo: Integration
beforeAll(async () => {
  echo = await loadEcho()
})

const withCall = (changes: object): Integration => ({
  ...echo,
  action: async (id) => {
    const loaded = await echo.action(id)
    return { ...loaded, manifest: { ...loaded.manifest, ...changes } }
  },
})
const paths = (count: number): string[] => Array.from({ length: count }, (_, at) => `/${at}`)
const codes = (lines: readonly Record<string, unknown>[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(lines, (line) => String(line.error_code))].map(([code, all]) => [code, all.length]),
  )
const most = (executed: ReadonlyMap<string, number>): number => Math.max(0, ...executed.values())

describe('a table on an engine', () => {
  test('has one line for every row, in order, as without one; rows travel in chunks', async () => {
    const engine = rowsEngine(echo)
    const { lines, totals, ledger } = await runOnEngine(echo, { rows: 23, engine, file: await ledgerFile() })
    expect(lines.map(({ p }) => p)).toEqual(paths(23))
    expect(lines[7]).toEqual({
      has_error: false,
      error: null,
      error_code: null,
      p: '/7',
      status: 200,
      body: { path: '/7' },
    })
    expect([...engine.executed.values()]).toEqual(Array.from({ length: 23 }, () => 1))
    expect(totals).toMatchObject({ rows: 23, succeeded: 23, failed: 0, stopped: false })
    expect(engine.started).toHaveLength(5)
    // Each chunk is in the ledger before it is started, with its rows, and its end after its answers.
    for (const [n, id] of engine.started.entries()) {
      const rows = n === 4 ? '[[20,3]]' : `[[${n * 5},5]]`
      expect(ledger).toMatch(
        new RegExp(`"chunk":"${id}","at":"[^"]+","rows":${rows.replaceAll(/[[\]]/g, '\\$&')}`),
      )
      expect(ledger.split(`"chunk":"${id}"`)).toHaveLength(3)
    }
  })

  test('has a line for a bad row, and one for a row that the vendor refuses', async () => {
    const engine = rowsEngine(echo)
    engine.status = 422
    const { lines, totals } = await runOnEngine(echo, { rows: 3, engine, file: await ledgerFile() })
    expect(codes(lines)).toEqual({ VENDOR_REJECTED: 3 })
    expect(totals).toMatchObject({ failed: 3, failures: { VENDOR_REJECTED: 3 } })
  })

  test('whose worker ends: rows that were sent are unknown, the others run, none twice', async () => {
    const faults: Fault[] = [{ at: 'send', number: 2, what: 'killed' }]
    const engine = rowsEngine(echo, faults)
    const { lines, totals } = await runOnEngine(echo, { rows: 10, engine, file: await ledgerFile() })
    expect(lines.map(({ p }) => p)).toEqual(paths(10))
    expect(most(engine.executed)).toBe(1)
    const unknown = lines.filter(({ error_code }) => error_code === 'OUTCOME_UNKNOWN')
    expect(unknown.length).toBeGreaterThan(0)
    expect(codes(lines)).toEqual({ null: 10 - unknown.length, OUTCOME_UNKNOWN: unknown.length })
    expect(totals.unknown.rows).toBe(unknown.length)
    for (const { p, error_code } of lines)
      if (error_code === null) expect(engine.executed.get(String(p))).toBe(1)
    expect(engine.attempts).toBe(3)
  })

  test('of a read or of an idempotent write is run again by another worker', async () => {
    for (const changes of [{ effect: 'read' }, { idempotent: true }]) {
      const integration = withCall(changes)
      const engine = rowsEngine(integration, [{ at: 'send', number: 4, what: 'killed' }])
      const { lines } = await runOnEngine(integration, { rows: 5, engine, file: await ledgerFile() })
      expect(codes(lines)).toEqual({ null: 5 })
    }
  })

  test('sends no row whose record is refused; it can be resumed, and then it is sent', async () => {
    const engine = rowsEngine(echo, [{ at: 'put', number: 1, what: 'refused' }])
    const file = await ledgerFile()
    const first = await runOnEngine(echo, { rows: 5, engine, file })
    const { WRITE_NOT_RECORDED: refused = 0, ...others } = codes(first.lines)
    expect(refused).toBeGreaterThan(0)
    expect([others, engine.executed.size]).toEqual([{ null: 5 - refused }, 5 - refused])
    const second = await runOnEngine(echo, { rows: 5, engine, file, resume: true })
    expect(codes(second.lines)).toEqual({ null: 5 })
    expect([engine.executed.size, most(engine.executed)]).toEqual([5, 1])
  })

  test('whose worker stops gives the rows that were not begun to another one', async () => {
    const engine = rowsEngine(echo, [{ at: 'send', number: 1, what: 'shutdown' }])
    const { lines } = await runOnEngine(echo, { rows: 5, engine, file: await ledgerFile() })
    expect(codes(lines)).toEqual({ null: 5 })
    expect(most(engine.executed)).toBe(1)
    expect(engine.started).toHaveLength(2)
  })

  test('whose chunk is cancelled begins none of its rows; a resumed run sends them', async () => {
    const engine = rowsEngine(echo, [{ at: 'send', number: 1, what: 'cancelled' }])
    const file = await ledgerFile()
    const { lines } = await runOnEngine(echo, { rows: 5, engine, file })
    const { CANCELLED: cancelled = 0, ...others } = codes(lines)
    expect(cancelled).toBeGreaterThan(0)
    expect([others, engine.executed.size]).toEqual([{ null: 5 - cancelled }, 5 - cancelled])
    const resumed = await runOnEngine(echo, { rows: 5, engine, file, resume: true })
    expect(codes(resumed.lines)).toEqual({ null: 5 })
    expect(most(engine.executed)).toBe(1)
  })

  test('stops sending when the credentials are refused: no chunk begins before the first one has an answer', async () => {
    const refusing = withCall({})
    refusing.createClient = async () => () => ({
      post: () => Promise.reject(new ActionError('AUTH_FAILED', { vendor: 'Echo', reason: quoted('no') })),
    })
    const engine = rowsEngine(refusing)
    const { lines } = await runOnEngine(refusing, { rows: 60, engine, file: await ledgerFile() })
    expect(codes(lines)).toEqual({ AUTH_FAILED: 60 })
    expect(engine.started).toHaveLength(4)
    expect(lines.at(-1)?.error).toBe('Not sent: the credentials were refused for 20 consecutive rows.')
  })

  test('whose chunks no worker can run ends with the reason, and can be resumed', async () => {
    const engine = rowsEngine(echo)
    const file = await ledgerFile()
    const changes = { integration_version: '9.0.0' }
    const error = await failure(runOnEngine(echo, { rows: 5, engine, file, changes }))
    expect([error.code, error.message]).toEqual([
      'REQUEST_INVALID',
      expect.stringContaining('Update the worker'),
    ])
    const { lines } = await runOnEngine(echo, { rows: 5, engine, file, resume: true })
    expect(codes(lines)).toEqual({ null: 5 })
    expect(most(engine.executed)).toBe(1)
  })

  test('begins no further chunk when it is stopped', async () => {
    const engine = rowsEngine(echo)
    const stop = AbortSignal.abort()
    const { lines, totals } = await runOnEngine(echo, { rows: 10, engine, file: await ledgerFile(), stop })
    expect([lines, totals.stopped, engine.started]).toEqual([[], true, []])
  })
})

describe('a submitter that ends', () => {
  /** A first run that is cut off while its chunks are on their way. */
  async function cutOff(engine: ReturnType<typeof rowsEngine>, rows = 12): Promise<string> {
    const file = await ledgerFile()
    engine.silent = true
    void runOnEngine(echo, { rows, engine, file }).catch(() => {})
    while (engine.started.length === 0) await new Promise(setImmediate)
    engine.silent = false
    return file
  }

  test('is resumed with the same chunks: their answers are fetched, and nothing is sent again', async () => {
    const engine = rowsEngine(echo)
    const file = await cutOff(engine)
    const [first = ''] = engine.started
    const { lines } = await runOnEngine(echo, { rows: 12, engine, file, resume: true })
    expect(lines.map(({ p }) => p)).toEqual(paths(12))
    expect(codes(lines)).toEqual({ null: 12 })
    expect(most(engine.executed)).toBe(1)
    expect(engine.started.filter((id) => id === first)).toHaveLength(1)
  })

  test('before the engine had the chunk starts it under the same id', async () => {
    const engine = rowsEngine(echo)
    const file = await cutOff(engine)
    const [first] = engine.started
    engine.forget()
    engine.executed.clear()
    const { lines } = await runOnEngine(echo, { rows: 12, engine, file, resume: true })
    expect(codes(lines)).toEqual({ null: 12 })
    expect(engine.started.filter((id) => id === first)).toHaveLength(2)
  })

  test('for longer than the engine remembers does not send writes again: they are unknown', async () => {
    const engine = rowsEngine(echo)
    const file = await cutOff(engine)
    engine.forget()
    const now = Date.now() + 13 * 60 * 60_000
    const { lines, totals } = await runOnEngine(echo, { rows: 12, engine, file, resume: true, now })
    expect(codes(lines)).toEqual({ OUTCOME_UNKNOWN: 5, null: 7 })
    expect([totals.unknown.rows, most(engine.executed)]).toEqual([5, 1])
    const repeated = { rows: 12, engine, file, resume: true, retryUnknown: true, now }
    expect(codes((await runOnEngine(echo, repeated)).lines)).toEqual({ null: 12 })
  })

  test('and comes back with another table is refused', async () => {
    const engine = rowsEngine(echo)
    const file = await ledgerFile()
    await runOnEngine(echo, { rows: 3, engine, file })
    const other = runOnEngine(echo, { rows: 3, engine, file, resume: true, prefix: '/other' })
    expect((await failure(other)).message).toContain('Row 1 of the table differs')
    expect(engine.executed.size).toBe(3)
  })
})

describe('whatever fails', () => {
  test('no row is written twice, every row has one line, and the line is true', async () => {
    const fault = fc.record({
      at: fc.constantFrom('put' as const, 'send' as const),
      number: fc.integer({ min: 1, max: 14 }),
      what: fc.constantFrom(
        ...(['killed before', 'killed', 'refused', 'cancelled', 'shutdown', 'lost'] as const),
      ),
    })
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 4 }),
        fc.integer({ min: 1, max: 14 }),
        async (all, rows) => {
          const faults = all.filter(({ at, what }) => at === 'put' || what !== 'refused')
          const engine = rowsEngine(echo, faults)
          const file = await ledgerFile()
          const runs = [
            await runOnEngine(echo, { rows, engine, file }),
            await runOnEngine(echo, { rows, engine, file, resume: true }),
          ]
          expect(most(engine.executed)).toBeLessThanOrEqual(1)
          for (const { lines } of runs) expect(lines.map(({ p }) => p)).toEqual(paths(rows))
          for (const { p, error_code } of runs[1]?.lines ?? []) {
            seen.add(String(error_code))
            const executed = engine.executed.get(String(p)) ?? 0
            if (error_code === null) expect(executed).toBe(1)
            else if (error_code !== 'OUTCOME_UNKNOWN') expect(executed).toBe(0)
          }
        },
      ),
      { seed: 18, numRuns: 60 },
    )
    expect([...seen].sort()).toEqual(expect.arrayContaining(['OUTCOME_UNKNOWN', 'null']))
  })
})

describe('a chunk', () => {
  const lease = {
    attempt: 1,
    record: undefined,
    put: async () => {},
    beat: async () => {},
    signal: new AbortController().signal,
  }
  const worker = {
    open: async () => echo,
    lookup: { env: {}, cwd: '/' },
    log: { line: () => {}, secret: () => {} },
  }
  const chunk = {
    v: 1,
    request: { action: 'call' },
    integration: 'echo',
    integration_version: '0.1.0',
    effect: 'write',
    idempotent: false,
    bindings: { templates: {}, columns: { path: 'p' }, constants: {} },
    rows: [{ i: 3, c: '{"p":"/3"}' }],
    output: { format: 'jsonl', keep: [], delimiter: ',', literal: false, with_empty: false },
    clock: '2026-11-28T00:00:00.000Z',
  }

  test.each([
    ['no rows', { rows: 7 }],
    ['a row without content', { rows: [{ i: 1 }] }],
    ['no bindings', { bindings: { templates: {} } }],
    ['no output', { output: null }],
    ['no clock', { clock: 7 }],
    ['a configuration', { request: { action: 'call', config: {} } }],
  ])('with %s is refused', async (_, changes) => {
    const end = await runChunk({ ...chunk, ...changes }, lease, worker)
    expect(end).toMatchObject({ result: { answers: [], failed: { error: { code: 'REQUEST_INVALID' } } } })
    const sent = { sent: createRowSet(1).text(), answered: '', tries: 1 }
    const clean = await runChunk({ ...chunk, ...changes }, { ...lease, attempt: 2, record: sent }, worker)
    expect(clean).toMatchObject({ result: { failed: { error: { code: 'REQUEST_INVALID' } } } })
    const set = createRowSet(1)
    set.add(0)
    const record = { ...sent, sent: set.text() }
    const later = await runChunk({ ...chunk, ...changes }, { ...lease, attempt: 2, record }, worker)
    expect(later).toMatchObject({ result: { failed: { error: { code: 'OUTCOME_UNKNOWN' } } } })
  })

  test('of CSV needs the same version on both sides, because columns may differ', async () => {
    const output = { ...chunk.output, format: 'csv' }
    const end = await runChunk({ ...chunk, output, integration_version: '0.0.9' }, lease, worker)
    expect(end).toMatchObject({ result: { failed: { error: { code: 'INTEGRATION_INVALID' } } } })
  })

  test('that ended its worker three times is not run again, and rows that cannot be read have a line', async () => {
    const rows = [
      { i: 3, c: '{"p":"/3"}' },
      { i: 4, fault: 'This row is not JSON.' },
    ]
    const record = { sent: '', answered: '', tries: 3 }
    const end = await runChunk({ ...chunk, rows }, { ...lease, attempt: 4, record }, worker)
    expect(end).toMatchObject({
      result: {
        answers: [
          { i: 3, s: 'failed', code: 'INTERNAL', n: 1 },
          { i: 4, s: 'failed', code: 'INTERNAL' },
        ],
      },
    })
    const unread = await runChunk({ ...chunk, rows: rows.slice(1) }, lease, worker)
    expect(unread).toMatchObject({ result: { answers: [{ i: 4, code: 'REQUEST_INVALID' }] } })
    expect(JSON.stringify(unread)).toContain('This row is not JSON.')
  })

  test('whose answers are larger than the engine carries ends early, and writes are not denied', async () => {
    const engine = rowsEngine(echo, [], { limit: 500 })
    const { lines } = await runOnEngine(echo, { rows: 9, engine, file: await ledgerFile() })
    expect(codes(lines)).toEqual({ null: 9 })
    expect(engine.started.length).toBeGreaterThan(2)
    expect(most(engine.executed)).toBe(1)
    const tiny = rowsEngine(echo, [], { limit: 150 })
    const small = await runOnEngine(echo, { rows: 2, engine: tiny, file: await ledgerFile() })
    expect(small.lines.every((line) => line.has_error === false && line.status === undefined)).toBe(true)
  })
})

test('a set of rows is what it was when it is read back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(299)), (rows) => {
      const set = createRowSet(300)
      for (const row of rows) set.add(row)
      const read = createRowSet(300, set.text())
      expect(Array.from({ length: 300 }, (_, at) => at).filter(read.has)).toEqual(
        rows.toSorted((a, b) => a - b),
      )
      for (const row of rows) read.remove(row)
      expect(read.text()).toBe(createRowSet(300).text())
    }),
    { seed: 18 },
  )
})

test('positions are written as runs', () => {
  expect(rangesOf([0, 1, 2, 5, 7, 8])).toEqual([
    [0, 3],
    [5, 1],
    [7, 2],
  ])
})
