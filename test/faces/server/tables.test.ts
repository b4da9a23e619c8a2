/** Tables over HTTP: upload, plan, run, resume, output. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Answer, startEchoServer } from '../../support/http-server.ts'
import { reply } from '../../support/wire.ts'

const folder = () => ({ tables: mkdtempSync(join(tmpdir(), 'soar-tables-')) })
const CSV = 'path,note\n/a,one\n/b,=two\n/c,three\n'
const mapping = { action: 'echo/call', connection: 'acme', columns: { path: 'path' } }
const csv = { 'content-type': 'text/csv' }
const statusAndCode = ({ status, json }: Answer) => [status, json.code]

async function upload(
  send: Awaited<ReturnType<typeof startEchoServer>>['send'],
  body = CSV,
): Promise<string> {
  const { json, status } = await send('/v1/tables', { body, headers: csv })
  expect(status).toBe(201)
  return `/v1/tables/${json.id}`
}

describe('an upload', () => {
  test('is looked at once: rows, columns, a sample', async () => {
    const { send } = await startEchoServer({}, folder())
    const { json, headers } = await send('/v1/tables', { body: CSV, headers: csv })
    expect(json).toMatchObject({
      rows: 3,
      columns: ['path', 'note'],
      format: 'csv',
      sample: [{ path: '/a' }, {}, {}],
    })
    expect(Object.keys(json)).not.toContain('subject')
    expect((await send(String(headers.location))).json).toEqual(json)
  })

  test('may be JSON lines, or a file of a form', async () => {
    const { send } = await startEchoServer({}, folder())
    const lines = { 'content-type': 'application/jsonl' }
    expect((await send('/v1/tables', { body: '{"path":"/a"}\n', headers: lines })).json).toMatchObject({
      rows: 1,
    })
    const form = [
      '--x',
      'content-disposition: form-data; name="file"; filename="t.csv"',
      '',
      CSV,
      '--x--',
      '',
    ]
    const answer = await send('/v1/tables', {
      body: form.join('\r\n'),
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    expect(answer.json).toMatchObject({ rows: 3, name: 't.csv' })
  })

  test.each([
    ['semicolons, as spreadsheets write them in many countries', 'path;note\n/a;"x, y"\n', 't.csv'],
    ['tabs', 'path\tnote\n/a\tx, y\n', 't.tsv'],
    ['commas', 'path,note\n/a,"x, y"\n', 't.csv'],
  ])('may have %s', async (_, text, name) => {
    const { send } = await startEchoServer({}, folder())
    const head = `content-disposition: form-data; name="file"; filename="${name}"`
    const answer = await send('/v1/tables', {
      body: ['--x', head, '', text, '--x--', ''].join('\r\n'),
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    expect(answer.json).toMatchObject({ columns: ['path', 'note'], sample: [{ path: '/a', note: 'x, y' }] })
  })

  test.each([
    ['a spreadsheet that is called CSV', 'PK\u0003\u0004\u0000\u0000', csv, 400, 'REQUEST_INVALID'],
    ['JSON', '{}', { 'content-type': 'application/json' }, 415, 'UNSUPPORTED_TYPE'],
    ['nothing', '', csv, 400, 'REQUEST_INVALID'],
    ['a row that is no JSON', '{', { 'content-type': 'application/jsonl' }, 400, 'REQUEST_INVALID'],
    ['a form without a boundary', CSV, { 'content-type': 'multipart/form-data' }, 400, 'REQUEST_INVALID'],
    [
      'a form without a file',
      '--x--\r\n',
      { 'content-type': 'multipart/form-data; boundary=x' },
      400,
      'REQUEST_INVALID',
    ],
  ])('%s is refused', async (_, body, headers, status, code) => {
    const { send } = await startEchoServer({}, folder())
    expect(statusAndCode(await send('/v1/tables', { body, headers }))).toEqual([status, code])
  })

  test('no other route takes a table', async () => {
    const { send } = await startEchoServer({}, folder())
    expect((await send('/v1/templates/preview', { body: CSV, headers: csv })).status).toBe(415)
  })
})

describe('a table run', () => {
  test('plans without sending, runs every row under one key, and gives its output', async () => {
    const { send, wire } = await startEchoServer({}, folder(), (response, { url }) =>
      reply(response, { ok: true }, url === '/b' ? 400 : 200),
    )
    const table = await upload(send)
    const plan = await send(`${table}/plan`, { body: mapping })
    expect(plan.json).toMatchObject({ rows: 3, sent: 3, distinct: 3, invalid: 0 })
    expect(wire.seen).toEqual([])
    const headers = { 'idempotency-key': 'k', prefer: 'wait=60' }
    const without = await send(`${table}/runs`, { body: mapping })
    expect(statusAndCode(without)).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED'])
    const run = await send(`${table}/runs`, { body: mapping, headers })
    expect([run.status, run.json]).toMatchObject([
      200,
      { kind: 'table', status: 'partly', table: { counts: { succeeded: 2, failed: 1 } } },
    ])
    const again = await send(`${table}/runs`, { body: mapping, headers })
    expect([again.headers['idempotency-replayed'], again.json.id]).toEqual(['true', run.json.id])
    expect(wire.seen.length).toBe(3)
    const output = await send(`/v1/runs/${run.json.id}/output?format=csv&only=failed`)
    expect(output.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(output.text.trimEnd().split('\n').length).toBe(2)
    const resumed = await send(`/v1/runs/${run.json.id}/resume`, {
      body: {},
      headers: { 'idempotency-key': 'r', prefer: 'wait=60' },
    })
    expect(resumed.json).toMatchObject({ kind: 'table', table: { resumes: run.json.id } })
  })

  test.each([
    ['an unknown field', { ...mapping, colums: {} }, 400, 'REQUEST_INVALID'],
    ['no action', { connection: 'acme' }, 400, 'REQUEST_INVALID'],
    ['an unknown action', { ...mapping, action: 'echo/cal' }, 404, 'ACTION_UNKNOWN'],
    ['an unknown column', { ...mapping, columns: { path: 'pth' } }, 400, 'REQUEST_INVALID'],
  ])('%s is refused', async (_, body, status, code) => {
    const { send } = await startEchoServer({}, folder())
    const table = await upload(send)
    expect(statusAndCode(await send(`${table}/plan`, { body }))).toEqual([status, code])
  })

  test('of a table that does not exist is refused', async () => {
    const { send } = await startEchoServer({}, folder())
    for (const path of ['/v1/tables/tbl_1/plan', '/v1/tables/tbl_1/runs'])
      expect((await send(path, { body: mapping, headers: { 'idempotency-key': 'k' } })).status).toBe(404)
    expect((await send('/v1/runs/run_1/resume', { body: {} })).status).toBe(404)
    expect((await send('/v1/runs/run_1/output')).status).toBe(404)
  })
})
