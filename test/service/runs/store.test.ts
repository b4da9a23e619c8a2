/** The stores of the run service: both answer the same, and the file keeps what it promises. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { limitsOf } from '../../../runtime/service/runs/retention.ts'
import { type RunFilter, type RunRecord, runStatuses } from '../../../runtime/service/runs/run.ts'
import { createMemoryStore } from '../../../runtime/service/runs/store/memory.ts'
import { historyFault } from '../../../runtime/service/runs/store/sqlite/faults.ts'
import { openSqliteStore } from '../../../runtime/service/runs/store/sqlite/open.ts'
import type { RunStore } from '../../../runtime/service/runs/store/store.ts'
import { bot, codeOf, gate, given, openEcho, openRuns, runToEnd, say, write } from '../../support/runs.ts'
import { reply } from '../../support/wire.ts'

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'soar-runs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function openStore(file = join(tempFolder(), 'runs.db')): Promise<RunStore> {
  const store = await openSqliteStore(file)
  onTestFinished(() => store.close().catch(() => {}))
  return store
}

const STORES = [
  ['memory', async () => createMemoryStore()],
  ['SQLite', () => openStore()],
] as const

const idOf = (at: number): string => `run_${String(at).padStart(26, '0')}`
const timeOf = (at: number): string => new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString()

function recordOf(at: number, more: Partial<RunRecord> = {}): RunRecord {
  return {
    id: idOf(at),
    kind: 'action',
    status: 'queued',
    phase: 'planned',
    action: { integration: 'echo', id: 'call', version: '1', effect: 'write', idempotent: false },
    connection: 'acme',
    actor: { subject: 'bot', via: 'api' },
    request: { parameters: { path: `/${at}` }, templates: {} },
    withheld: [],
    inputs: { path: `/${at}` },
    first_request: null,
    started_at: timeOf(at),
    progress: { rows: 0, requests: 0 },
    settlement: null,
    ...more,
  }
}

const ended = (record: RunRecord, more: Partial<RunRecord> = {}): RunRecord => ({
  ...record,
  status: 'succeeded',
  phase: 'ended',
  code: 'OK',
  result: {
    is_success: true,
    output_message: 'Done.',
    json_result: { a: 1 },
    run: { action: 'call', version: '1', locale: 'en', ms: 1, requests: 1 },
  },
  ...more,
})

async function add(store: RunStore, record: RunRecord, text = record.id): Promise<void> {
  const { result: _, ...begun } = record
  const key = { scope: `key-${record.id}`, fingerprint: 'f' }
  await store.create({ record: { ...begun, status: 'queued', phase: 'planned' }, key, twins: ['t'], text })
  if (record.phase === 'ended') await store.end({ record, text })
  else if (record.phase === 'sent') await store.sent(record.id)
}

describe.each(STORES)('the %s store', (_, open) => {
  test('keeps a run from its start to its end', async () => {
    const store = await open()
    const record = recordOf(1)
    await store.create({ record, key: { scope: 's', fingerprint: 'f' }, twins: ['t'], text: 'x' })
    expect(await store.get(record.id)).toEqual(record)
    expect(await store.byKey('s')).toEqual({ run: record.id, fingerprint: 'f' })
    expect(await store.byKey('other')).toBeUndefined()
    expect(await store.unfinished()).toEqual([record])
    await store.sent(record.id)
    expect((await store.get(record.id))?.phase).toBe('sent')
    const end = ended(record)
    await store.end({ record: end, text: 'y' })
    expect(await store.get(record.id)).toEqual(end)
    expect(await store.unfinished()).toEqual([])
    expect(await store.twin('acme', ['t'])).toBeUndefined()
    expect(await store.get('run_none')).toBeUndefined()
  })

  test('finds the newest unsettled twin of a connection', async () => {
    const store = await open()
    for (const at of [1, 2, 3]) {
      const connection = at === 3 ? 'other' : 'acme'
      await add(store, ended(recordOf(at, { connection }), { status: 'unknown', code: 'OUTCOME_UNKNOWN' }))
    }
    expect(await store.twin('acme', ['x', 't'])).toBe(idOf(2))
    expect(await store.twin('acme', ['x'])).toBeUndefined()
    expect([await store.unsettled(), await store.unsettled(['other'])]).toEqual([3, 1])
    const settlement = { happened: true, by: 'ana', at: timeOf(9) }
    const found = await store.get(idOf(2))
    if (found) await store.settle({ ...found, settlement })
    expect((await store.get(idOf(2)))?.settlement).toEqual(settlement)
    expect((await store.get(idOf(2)))?.result).toEqual(found?.result)
    expect(await store.twin('acme', ['t'])).toBe(idOf(1))
  })

  test('returns any part of many rows', async () => {
    const store = await open()
    const record = ended(recordOf(1))
    const rows = Array.from({ length: 1_234 }, (_row, n) => ({ n }))
    await add(store, recordOf(1))
    await store.end({ record, rows, text: '' })
    for (const [offset, limit] of [
      [0, 10],
      [499, 2],
      [500, 500],
      [1_200, 100],
      [5_000, 10],
      [0, 5_000],
    ] as const)
      expect(await store.rows(record.id, offset, limit)).toEqual(rows.slice(offset, offset + limit))
  })

  test('deletes what is too old, but no unsettled run and no key of one', async () => {
    const store = await open()
    await add(store, ended(recordOf(1)), 'first')
    await add(store, ended(recordOf(2), { status: 'unknown', code: 'OUTCOME_UNKNOWN' }), 'second')
    await add(store, ended(recordOf(3)), 'third')
    await add(store, recordOf(4), 'fourth')
    await store.expire({ results: timeOf(10) })
    expect(await store.get(idOf(1))).toMatchObject({ result_withheld: true, result: { json_result: null } })
    await store.expire({ runs: timeOf(3), keys: timeOf(3) })
    const { items } = await store.list({})
    expect(items.map(({ id }) => id)).toEqual([4, 3, 2].map(idOf))
    expect((await store.list({ q: 'first' })).items).toEqual([])
    const keys = await Promise.all([1, 2, 3].map((at) => store.byKey(`key-${idOf(at)}`)))
    expect(keys.map((key) => key !== undefined)).toEqual([false, true, true])
  })

  test('goes on after the last run of a page, also if that one was deleted', async () => {
    const store = await open()
    for (let at = 1; at <= 5; at++) await add(store, ended(recordOf(at)))
    const first = await store.list({ limit: 3 })
    expect([first.items.map(({ id }) => id), first.next]).toEqual([[5, 4, 3].map(idOf), idOf(3)])
    const second = await store.list({ limit: 3, cursor: idOf(3) })
    expect([second.items.map(({ id }) => id), second.next]).toEqual([[2, 1].map(idOf), undefined])
    await store.expire({ runs: timeOf(2) })
    expect((await store.list({ cursor: idOf(1) })).items).toEqual([])
    await expect(store.list({ cursor: 'x' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  })
})

test('the history keeps runs for 90 days, results and keys for 30, unless the operator says otherwise', () => {
  const now = Date.parse('2026-06-30T00:00:00Z')
  const [month, quarter] = ['2026-05-31T00:00:00.000Z', '2026-04-01T00:00:00.000Z']
  expect(limitsOf({}, now)).toEqual({ runs: quarter, results: month, keys: month })
  expect(limitsOf({ runs_ms: 0, results_ms: 1 }, now)).toEqual({
    runs: '2026-06-30T00:00:00.000Z',
    results: '2026-06-29T23:59:59.999Z',
    keys: month,
  })
})

test('both stores return the same runs for every filter', async () => {
  const words = ['alpha', 'Beta', "o'k", 'a"b', '100%', 'x_y', 'ÄÖ', 'al']
  const one = fc.record({
    status: fc.constantFrom(...runStatuses),
    connection: fc.constantFrom('acme', 'other'),
    id: fc.constantFrom('call', 'say'),
    effect: fc.constantFrom('read', 'write', 'destructive'),
    subject: fc.constantFrom('ana', 'bot'),
    via: fc.constantFrom('page', 'api', 'mcp', 'table'),
    case_id: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
    text: fc.array(fc.constantFrom(...words), { maxLength: 3 }),
  } as const)
  const filter = fc.record(
    {
      status: fc.subarray([...runStatuses], { minLength: 1 }),
      code: fc.constantFrom('OK', 'OUTCOME_UNKNOWN'),
      action: fc.constantFrom('call', 'echo/say', 'none/say'),
      connection: fc.constantFrom('acme', 'other'),
      connections: fc.subarray(['acme', 'other']),
      actor: fc.constantFrom('ana', 'bot'),
      via: fc.constantFrom('page', 'api'),
      case_id: fc.constantFrom('1', '2'),
      effect: fc.constantFrom('read', 'write'),
      unsettled: fc.boolean(),
      since: fc.integer({ min: 0, max: 20 }).map(timeOf),
      until: fc.integer({ min: 0, max: 20 }).map(timeOf),
      q: fc.constantFrom(...words.map((word) => word.toLowerCase()), 'ta o', 'ALPHA'),
      limit: fc.integer({ min: 1, max: 8 }),
      cursor: fc.integer({ min: 0, max: 20 }).map(idOf),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(one, { maxLength: 20 }),
      fc.array(filter, { minLength: 20, maxLength: 20 }),
      async (runs, filters) => {
        const [memory, sqlite] = [createMemoryStore(), await openSqliteStore(join(tempFolder(), 'runs.db'))]
        for (const [at, { status, connection, id, effect, subject, via, case_id, text }] of runs.entries()) {
          const record = recordOf(at, {
            connection,
            actor: { subject, via },
            ...(case_id && { case_id }),
            inputs: text,
          })
          record.action = { ...record.action, id, effect }
          const over = status !== 'queued' && status !== 'running'
          const code = status === 'unknown' ? 'OUTCOME_UNKNOWN' : 'OK'
          const stored = over ? ended(record, { status, code }) : record
          for (const store of [memory, sqlite]) await add(store, stored, text.join(' '))
        }
        for (const wanted of filters as RunFilter[]) {
          const [a, b] = await Promise.all([memory.list(wanted), sqlite.list(wanted)])
          expect(b).toEqual(a)
        }
        await sqlite.close()
      },
    ),
    { seed: 16, numRuns: 25 },
  )
})

describe('the file', () => {
  test('is readable by its owner only, and keeps its runs', async () => {
    const file = join(tempFolder(), 'runs.db')
    const store = await openStore(file)
    await add(store, ended(recordOf(1)))
    expect([file, `${file}-wal`].map((one) => statSync(one).mode & 0o777)).toEqual([0o600, 0o600])
    await store.close()
    expect((await (await openStore(file)).list({})).items.map(({ id }) => id)).toEqual([idOf(1)])
  })

  test('belongs to one process at a time', async () => {
    const file = join(tempFolder(), 'runs.db')
    const store = await openStore(file)
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      values: {
        reason: `Cannot use the history ${file}: another process uses it. Stop the other server, or name another file.`,
      },
    })
    await store.close()
    await (await openStore(file)).close()
  })

  test.each([
    [
      'nonsense',
      'not a database, not even nearly '.repeat(200),
      'it is damaged, or it is another kind of file',
    ],
    ['half a page', 'SQLite format 3\0 and then nothing', 'it is damaged, or it is another kind of file'],
  ])('with %s in it is refused and not changed', async (_, content, fault) => {
    const file = join(tempFolder(), 'runs.db')
    writeFileSync(file, content, { mode: 0o600 })
    await expect(openSqliteStore(file)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      values: { reason: expect.stringContaining(fault) },
    })
    expect(readFileSync(file, 'utf8')).toBe(content)
  })

  test('of another program, and of a newer version, is refused and not changed', async () => {
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
    const folder = tempFolder()
    const other = join(folder, 'other.db')
    const db = new DatabaseSync(other)
    db.exec('CREATE TABLE mail (id)')
    db.close()
    const before = readFileSync(other)
    await expect(openSqliteStore(other)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      values: { reason: expect.stringContaining('is a database of another program') },
    })
    expect(readFileSync(other).equals(before)).toBe(true)
    const newer = join(folder, 'newer.db')
    await (await openStore(newer)).close()
    const again = new DatabaseSync(newer)
    again.exec('PRAGMA user_version = 99')
    again.close()
    await expect(openSqliteStore(newer)).rejects.toMatchObject({
      values: {
        reason: expect.stringContaining('was written by a newer version (format 99; this one reads up to 1)'),
      },
    })
  })

  test('in a folder that others can change is refused', async () => {
    const folder = join(tempFolder(), 'open')
    mkdirSync(folder)
    chmodSync(folder, 0o777)
    await expect(openSqliteStore(join(folder, 'runs.db'))).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      values: { reason: expect.stringContaining('other users can change the folder') },
    })
    await expect(openSqliteStore(folder)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  })

  test('on a full disk says so', () => {
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
    expect(historyFault('/x/runs.db', full).values.reason).toBe(
      'Cannot use the history /x/runs.db: the disk is full. Free space; the next run tries again.',
    )
  })
})

describe('a service over the file', () => {
  test('replays, holds back twins and settles after a restart', async () => {
    const file = join(tempFolder(), 'runs.db')
    const { opened } = gate()
    const arrived = gate()
    const crashed = await openEcho({ store: await openStore(file), concurrency: 1 }, (response) => {
      arrived.open()
      return opened.then(() => reply(response, {}))
    })
    await crashed.service.start(bot, write('/sent'), { key: 'sent' })
    await crashed.service.start(bot, write('/planned'), { key: 'planned' })
    await arrived.opened
    // Closing the file under a running service is what a crash looks like to the next one.
    await crashed.store.close()
    const runs = await openRuns(crashed.tenant, { store: await openStore(file) })
    expect(await runs.service.recover()).toEqual({ unknown: 1, interrupted: 1 })
    for (const [key, code] of [
      ['sent', 'OUTCOME_UNKNOWN'],
      ['planned', 'INTERRUPTED'],
    ] as const)
      expect(given(await runs.service.start(bot, write(`/${key}`), { key }))).toMatchObject({
        replayed: true,
        run: { code },
      })
    const again = await runs.service.start(bot, write('/sent'), { key: 'new' })
    expect([codeOf(again), 'run_id' in again]).toEqual(['OUTCOME_UNSETTLED', true])
    const id = 'run_id' in again ? String(again.run_id) : ''
    given(await runs.service.settle(bot, id, { happened: false }))
    expect(codeOf(await runs.service.start(bot, write('/sent'), { key: 'new' }))).toBe('OK')
  })

  test('writes no secret to the file, and lists runs without their contexts', async () => {
    const file = join(tempFolder(), 'runs.db')
    const runs = await openEcho({ store: await openStore(file) })
    const canary = 'canary-of-the-password'
    const parameters = { text: 'hi', password: canary, extra: { seen: `it is ${canary}` } }
    const leaking = await runToEnd(runs, bot, say('hi', { parameters, context: { mail: canary } }))
    await runToEnd(
      runs,
      bot,
      { ...write(), action: 'misbehave', parameters: { how: 'secret' } },
      { key: 'k' },
    )
    const plain = await runToEnd(runs, bot, say('hi', { context: { mail: 'in-the-context' } }))
    expect(plain.request.context).toEqual({ mail: 'in-the-context' })
    expect((await runs.service.get(bot, plain.id))?.request.context).toEqual({ mail: 'in-the-context' })
    const listed = JSON.stringify(given(await runs.service.list(bot, {})))
    expect([listed.includes(leaking.id), listed.includes('in-the-context')]).toEqual([true, false])
    await runs.store.close()
    const bytes = readFileSync(file).toString('latin1')
    expect([bytes.includes('in-the-context'), bytes.includes('canary')]).toEqual([true, false])
  })

  test('whose file cannot be written sends no write, and says why', async () => {
    const store = await openStore()
    const runs = await openEcho({ store })
    expect((await runToEnd(runs, bot, say('to be found'))).code).toBe('OK')
    expect(given(await runs.service.list(bot, { q: 'TO BE' })).items).toHaveLength(1)
    await store.close()
    expect(codeOf(await runs.service.start(bot, write(), { key: 'k' }))).toBe('STORAGE_FAILED')
    expect(runs.service.broken).toContain('Cannot use the history')
    expect(runs.wire.seen).toEqual([])
  })
})

test('a history file of an earlier version gets the indexes that lists use', async () => {
  const file = join(tempFolder(), 'runs.db')
  const before = await openStore(file)
  await before.create({ record: recordOf(1), twins: [], text: 'x' })
  await before.close()
  const db = new DatabaseSync(file)
  const own = db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'runs_by_%'").all()
  expect(own.length).toBeGreaterThan(0)
  for (const { name } of own) db.exec(`DROP INDEX ${name}`)
  db.exec('CREATE INDEX runs_status ON runs (status)')
  db.close()
  const store = await openStore(file)
  const { items } = await store.list({ status: ['queued'], action: 'echo/call', actor: 'bot' })
  expect(items.map(({ id }) => id)).toEqual([idOf(1)])
  await expect(store.list({ actor: 'nobody', status: ['failed', 'unknown'] })).resolves.toEqual({ items: [] })
})
