/** Table runs of the run service: planned, run, interrupted, resumed; no row is written twice. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Refusal, Started } from '../../../runtime/service/runs/order.ts'
import type { Actor, RunRecord } from '../../../runtime/service/runs/run.ts'
import { createMemoryStore } from '../../../runtime/service/runs/store/memory.ts'
import type { TableFacts } from '../../../runtime/service/runs/tables/facts.ts'
import { expireFiles } from '../../../runtime/service/runs/tables/files.ts'
import { secondsFrom } from '../../../runtime/service/runs/tables/likely.ts'
import type { TableOrder, TablePlan, UploadedTable } from '../../../runtime/service/runs/tables/order.ts'
import {
  ana,
  bot,
  codeOf,
  gate,
  given,
  type OpenRuns,
  openEcho,
  openRuns,
  type RunsOptions,
  runToEnd,
  write,
} from '../../support/runs.ts'
import { reply } from '../../support/wire.ts'

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'soar-tables-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const open = (
  options: RunsOptions = {},
  answer: Parameters<typeof openEcho>[1] = (response) => reply(response, { ok: true }),
) => openEcho({ tables: join(tempFolder(), 'tables'), ...options }, answer)

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}

const csv = (rows: number): string =>
  ['path,note', ...Array.from({ length: rows }, (_, at) => `/${at + 1},n${at + 1}`), ''].join('\n')

const upload = async ({ service }: Pick<OpenRuns, 'service'>, text: string, actor: Actor = bot) =>
  given<UploadedTable>(await service.tables.add(actor, chunksOf(text), { format: 'csv', name: 'cases.csv' }))

const order = (table: string, more: Partial<TableOrder> = {}): TableOrder => ({
  integration: 'echo',
  action: 'call',
  connection: 'acme',
  table,
  columns: { path: 'path' },
  ...more,
})

async function runTable(
  runs: Pick<OpenRuns, 'service'>,
  table: string,
  how = {},
  more: Partial<TableOrder> = {},
): Promise<RunRecord> {
  return given<Started>(await runs.service.tables.start(bot, order(table, more), { key: 'k', ...how })).ended
}

async function textOf(runs: Pick<OpenRuns, 'service'>, id: string, query = {}): Promise<string> {
  let text = ''
  for await (const part of given<AsyncIterable<string>>(await runs.service.tables.output(bot, id, query)))
    text += part
  return text
}

describe('an uploaded table', () => {
  test('is counted, sampled and kept privately', async () => {
    const runs = await open()
    const table = await upload(runs, csv(12))
    expect(table).toMatchObject({
      name: 'cases.csv',
      format: 'csv',
      rows: 12,
      columns: ['path', 'note'],
      subject: 'bot',
    })
    expect(table.sample).toHaveLength(5)
    expect(table.sample[0]).toEqual({ path: '/1', note: 'n1' })
    const folder = runs.setup.tables ?? ''
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600,
    ])
    expect(await runs.service.tables.get(bot, table.id)).toEqual(table)
    expect(await runs.service.tables.get(ana, table.id)).toBeUndefined()
    expect(await runs.service.tables.get(bot, '../../etc/passwd')).toBeUndefined()
  })

  test('that is none is refused and leaves nothing', async () => {
    const runs = await open()
    expect(codeOf(await runs.service.tables.add(bot, chunksOf(''), { format: 'csv' }))).toBe(
      'REQUEST_INVALID',
    )
    expect(codeOf(await runs.service.tables.add(bot, chunksOf('[{"a":1}]'), { format: 'jsonl' }))).toBe(
      'REQUEST_INVALID',
    )
    expect(readdirSync(runs.setup.tables ?? '')).toEqual([])
  })

  test('expires, and with it nothing of a run that is kept', async () => {
    const runs = await open()
    const { id } = await upload(runs, csv(1))
    const run = await runTable(runs, id)
    const folder = runs.setup.tables ?? ''
    await expireFiles(folder, async () => true)
    expect(readdirSync(folder)).toHaveLength(4)
    await expireFiles(folder, async (kept) => kept !== run.id)
    expect(readdirSync(folder).sort()).toEqual([`${id}.csv`, `${id}.json`])
  })
})

describe('a plan', () => {
  test('counts every row, shows the first requests and problems, and sends nothing', async () => {
    const runs = await open()
    const { id } = await upload(runs, `path,text\n/a,x\n/a,x\n/b,${'\n'}/c,y,too many\n`)
    const plan = given<TablePlan>(
      await runs.service.tables.plan(ana, order(id)).then(async (answer) => {
        expect(codeOf(answer)).toBe('NOT_FOUND')
        return runs.service.tables.plan(bot, order(id))
      }),
    )
    expect(plan).toMatchObject({ rows: 4, sent: 3, distinct: 2, invalid: 1, more: false, effect: 'write' })
    expect(plan.requests.map(({ row, request }) => [row, request?.url.replace(runs.wire.url, '')])).toEqual([
      [1, '/a'],
      [2, '/a'],
      [3, '/b'],
    ])
    expect(plan.problems).toMatchObject([{ row: 4, code: 'REQUEST_INVALID' }])
    expect(runs.wire.seen).toEqual([])
  })

  test('reports every problem of the mapping', async () => {
    const runs = await open()
    const { id } = await upload(runs, csv(1))
    const wrong = order(id, { columns: { nothing: 'path' }, set: { body: '{{ x' } })
    const refused = (await runs.service.tables.plan(bot, wrong)) as Refusal
    expect([refused.refused.code, refused.refused.problems?.length]).toEqual(['REQUEST_INVALID', 3])
    expect(codeOf(await runs.service.tables.plan(bot, order(id, { columns: { path: 'nowhere' } })))).toBe(
      'REQUEST_INVALID',
    )
    expect(codeOf(await runs.service.tables.plan(bot, order('tbl_none')))).toBe('NOT_FOUND')
  })

  test('is required from persons, and for more rows than a write may touch unconfirmed', async () => {
    const runs = await open()
    const [small, large] = [await upload(runs, csv(3), ana), await upload(runs, csv(101))]
    const refused = await runs.service.tables.start(ana, order(small.id), { key: 'a' })
    expect(codeOf(refused)).toBe('PLAN_REQUIRED')
    expect(codeOf(await runs.service.tables.start(bot, order(large.id), { key: 'b' }))).toBe('PLAN_REQUIRED')
    // The refusal has the plan, so that it can be confirmed without asking again.
    const plan = (refused as Refusal).plan as TablePlan
    expect(plan).toMatchObject({
      rows: 3,
      sent: 3,
      distinct: 3,
      effect: 'write',
      connection: { name: 'acme' },
    })
    const other = await runs.service.tables.start(ana, order(small.id, { parameters: { body: '{}' } }), {
      key: 'a',
      plan: plan.plan_id,
    })
    expect(codeOf(other)).toBe('PLAN_CHANGED')
    expect((other as Refusal).plan).toMatchObject({ requests: [{ row: 1, inputs: { path: '/1' } }, {}, {}] })
    expect((other as Refusal).plan?.plan_id).not.toBe(plan.plan_id)
    const started = await runs.service.tables.start(ana, order(small.id), { key: 'a', plan: plan.plan_id })
    expect((await given<Started>(started).ended).status).toBe('succeeded')
    expect(runs.wire.seen).toHaveLength(3)
  })
})

describe('the likely time of a table run', () => {
  const run = (ms: number, rows?: number, before = 0) => ({
    started_at: '2026-01-01T00:00:00.000Z',
    ended_at: new Date(Date.parse('2026-01-01T00:00:00.000Z') + ms).toISOString(),
    ...(rows !== undefined && { table: { counts: { rows, before } } as TableFacts }),
  })

  test.each([
    ['nothing is known without an earlier run', [], undefined],
    ['single runs: their median, so many at once', [run(9_000), run(1_000), run(2_000)], 14],
    ['a table run: its pace, without the rows of the run before', [run(1_000), run(60_000, 130, 30)], 60],
    ['a table run of few rows says nothing', [run(60_000, 9), run(1_000)], 7],
    ['never less than a second', [run(1)], 1],
  ])('%s', (_, runs, seconds) => expect(secondsFrom(runs, 100, 16)).toBe(seconds))

  test('is in the plan once the action has run on the connection', async () => {
    const runs = await open()
    const { id } = await upload(runs, csv(3))
    const plan = async () => given<TablePlan>(await runs.service.tables.plan(bot, order(id)))
    expect((await plan()).likely_seconds).toBeUndefined()
    await runToEnd(runs, bot, write('/x'), { key: 'x' })
    expect((await plan()).likely_seconds).toBeGreaterThan(0)
  })
})

describe('a table run', () => {
  test('runs each row once and counts by outcome', async () => {
    const runs = await open({}, (response, { url }) => {
      if (url === '/2') response.destroy()
      else reply(response, { ok: true }, url === '/3' ? 422 : 200)
    })
    const { id } = await upload(runs, csv(4))
    const run = await runTable(runs, id)
    expect(run).toMatchObject({
      kind: 'table',
      status: 'unknown',
      code: 'OUTCOME_UNKNOWN',
      rows: 4,
      message: '2 of 4 rows succeeded, 2 failed; the outcome of 1 is unknown.',
      progress: { rows: 4, requests: 4 },
      table: {
        id,
        total: 4,
        counts: { rows: 4, succeeded: 2, failed: 2, unknown: 1 },
        failures: { OUTCOME_UNKNOWN: 1, VENDOR_REJECTED: 1 },
      },
    })
    expect(runs.wire.seen.map(({ url }) => url).sort()).toEqual(['/1', '/2', '/3', '/4'])
    const rows = given<{ rows: Record<string, unknown>[]; total: number }>(
      await runs.service.rows(bot, run.id, {}),
    )
    expect(rows.rows.map(({ path, error_code }) => [path, error_code])).toEqual([
      ['/1', null],
      ['/2', 'OUTCOME_UNKNOWN'],
      ['/3', 'VENDOR_REJECTED'],
      ['/4', null],
    ])
    const unknown = (await textOf(runs, run.id, { only: 'unknown' })).trim().split('\n')
    expect(unknown.map((line) => JSON.parse(line).path)).toEqual(['/2'])
    const failed = await textOf(runs, run.id, { only: 'failed', format: 'csv' })
    expect(failed.split('\n')[0]).toBe('has_error,error,error_code,path,note,status,body,other,data')
    expect(failed.match(/^true,/gm)).toHaveLength(2)
    expect(runs.audit.entries.at(-1)).toMatchObject({ run: run.id, outcome: 'OUTCOME_UNKNOWN', requests: 4 })
  })

  test('has events with counts, and a key like any run', async () => {
    const runs = await open()
    const { id } = await upload(runs, csv(3))
    const run = await runTable(runs, id)
    const events = []
    for await (const event of given<AsyncIterable<{ event: string }>>(await runs.service.events(bot, run.id)))
      events.push(event)
    expect(events.at(-1)).toMatchObject({ event: 'end', data: { table: { counts: { succeeded: 3 } } } })
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'rows', data: expect.objectContaining({ rows: 3, total: 3 }) }),
    )
    const again = given<Started>(await runs.service.tables.start(bot, order(id), { key: 'k' }))
    expect([again.replayed, again.run.id]).toEqual([true, run.id])
    expect(codeOf(await runs.service.tables.start(bot, order(id)))).toBe('IDEMPOTENCY_KEY_REQUIRED')
    expect(runs.wire.seen).toHaveLength(3)
  })

  test('does not send a row whose write is unsettled elsewhere, and holds back its own unknown rows', async () => {
    let isCut = true
    const runs = await open({}, (response) => (isCut ? response.destroy() : reply(response, {})))
    const single = await runToEnd(runs, bot, write('/2'), { key: 'single' })
    expect(single.status).toBe('unknown')
    isCut = false
    const { id } = await upload(runs, csv(3))
    const run = await runTable(runs, id)
    expect([run.status, run.table?.failures]).toEqual(['partly', { OUTCOME_UNSETTLED: 1 }])
    expect(runs.wire.seen.map(({ url }) => url).sort()).toEqual(['/1', '/2', '/3'])
    isCut = true
    const lost = await upload(runs, 'path\n/9\n')
    const unknown = await runTable(runs, lost.id, { key: 'l' })
    const held = (await runs.service.start(bot, write('/9'), { key: 'x' })) as Refusal
    expect([codeOf(held), held.run_id]).toEqual(['OUTCOME_UNSETTLED', unknown.id])
  })

  test('keeps secrets out of its record and its output', async () => {
    const runs = await open()
    const { id } = await upload(runs, 'text,pass\nhi,canary-in-a-cell\n')
    const run = await runTable(
      runs,
      id,
      {},
      { action: 'say', columns: { text: 'text', password: 'pass' }, parameters: { extra: '{}' } },
    )
    expect(run.status).toBe('succeeded')
    expect(JSON.stringify(run) + (await textOf(runs, run.id))).not.toContain('canary-in-a-cell')
  })
})

describe('resuming', () => {
  test('a cancelled run sends only what was not sent, and writes what an undisturbed run writes', async () => {
    const { opened, open: go } = gate()
    const third = gate()
    const runs = await open({}, (response, { url }) => {
      if (url === '/3') third.open()
      opened.then(() => reply(response, { ok: url }))
    })
    const { id } = await upload(runs, csv(60))
    const started = given<Started>(await runs.service.tables.start(bot, order(id), { key: 'k' }))
    await third.opened
    await runs.service.cancel(bot, started.run.id)
    go()
    const cancelled = await started.ended
    expect(cancelled.status).toBe('cancelled')
    expect(cancelled.table?.counts.rows).toBeLessThan(60)
    const resumed = await given<Started>(await runs.service.tables.resume(bot, cancelled.id, { key: 'r' }))
      .ended
    expect([resumed.status, resumed.table?.resumes, resumed.table?.counts]).toEqual([
      'succeeded',
      cancelled.id,
      { rows: 60, succeeded: 60, failed: 0, unknown: 0, empty: 0, before: cancelled.table?.counts.rows },
    ])
    expect(runs.wire.seen).toHaveLength(60)
    const undisturbed = await runTable(runs, id, { key: 'again' })
    expect(await textOf(runs, resumed.id)).toBe(await textOf(runs, undisturbed.id))
    expect(codeOf(await runs.service.tables.resume(bot, cancelled.id, { key: 's' }))).toBe('REQUEST_INVALID')
    const replay = given<Started>(await runs.service.tables.resume(bot, cancelled.id, { key: 'r' }))
    expect([replay.replayed, replay.run.id]).toEqual([true, resumed.id])
  })

  test('after a crash keeps unknown rows unknown until they are to be sent again', async () => {
    const store = createMemoryStore()
    const { opened } = gate()
    const second = gate()
    let isUp = false
    const tables = join(tempFolder(), 'tables')
    const crashed = await open({ store, tables }, (response, { url }) => {
      if (isUp || url === '/1') return reply(response, { ok: true })
      if (url === '/2') second.open()
      return opened.then(() => response.destroy())
    })
    const { id } = await upload(crashed, csv(2))
    const started = given<Started>(await crashed.service.tables.start(bot, order(id), { key: 'k' }))
    await second.opened
    isUp = true
    const runs = await openRuns(crashed.tenant, { store, tables })
    expect(await runs.service.recover()).toEqual({ unknown: 1, interrupted: 0 })
    const found = await runs.service.get(bot, started.run.id)
    expect(found).toMatchObject({
      status: 'unknown',
      code: 'OUTCOME_UNKNOWN',
      table: { counts: { unknown: 1 } },
    })
    expect(codeOf(await runs.service.start(bot, write('/2'), { key: 'x' }))).toBe('OUTCOME_UNSETTLED')
    const careful = await given<Started>(await runs.service.tables.resume(bot, started.run.id, { key: 'a' }))
      .ended
    expect([careful.status, careful.table?.counts.unknown]).toEqual(['unknown', 1])
    expect(await runs.service.unsettled(bot)).toBe(1)
    const bold = await given<Started>(
      await runs.service.tables.resume(bot, careful.id, { key: 'b', retry_unknown: true }),
    ).ended
    expect([bold.status, bold.table?.counts]).toMatchObject(['succeeded', { rows: 2, succeeded: 2 }])
    expect(await runs.service.unsettled(bot)).toBe(0)
    expect(crashed.wire.seen.map(({ url }) => url).sort()).toEqual(['/1', '/2', '/2'])
  })

  test('is for table runs', async () => {
    const runs = await open()
    const { id } = await runToEnd(runs, bot, write(), { key: 'k' })
    expect(codeOf(await runs.service.tables.resume(bot, id, { key: 'r' }))).toBe('REQUEST_INVALID')
    expect(codeOf(await runs.service.tables.resume(bot, 'run_none', { key: 'r' }))).toBe('NOT_FOUND')
  })
})

test('draining stops a table run, which can be resumed', async () => {
  const arrived = gate()
  const runs = await open({}, () => arrived.open())
  const { id } = await upload(runs, csv(40))
  const started = given<Started>(await runs.service.tables.start(bot, order(id), { key: 'k' }))
  await arrived.opened
  await runs.service.drain(0)
  const run = await started.ended
  expect(run.status).toBe('unknown')
  // A request that had left when the run was aborted is unknown, whether or not it arrived.
  expect(run.table?.counts.unknown).toBeGreaterThanOrEqual(runs.wire.seen.length)
})
