/** The routes about tables, connections and connectors, as far as tests of the page need them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Json } from '../../../runtime/contract/json.ts'
import type { Result } from '../../../runtime/contract/result.ts'
import type { TestRuns } from './runs.ts'
import { sampleRun } from './samples.ts'

type Row = Record<string, Json>

interface TableBody {
  action: string
  connection: string
  columns: Record<string, string>
  set: Record<string, string>
  parameters: Row
}

/** What runs an action. */
export type Perform = (action: string, parameters: Row, dryRun: boolean) => Promise<Result>

/** Answers a request about tables; false if it is about something else. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: Row) => Promise<boolean>

/** Keeps tables in memory. A run over one has not ended until a test ends it. */
export function testTables(runs: TestRuns, perform: Perform): Answer {
  const tables = new Map<string, Row[]>()
  const send = (response: ServerResponse, body: unknown, status = 200): true => {
    const type = status < 300 ? 'application/json' : 'application/problem+json'
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
    return true
  }
  const shown = (id: string) => ({
    id,
    name: 'senders.csv',
    format: 'csv',
    rows: tables.get(id)?.length,
    columns: Object.keys(tables.get(id)?.[0] ?? {}),
    sample: tables.get(id)?.slice(0, 5),
    expires_at: '2026-12-05T09:00:00Z',
  })
  const plan = async (id: string, body: TableBody) => {
    const rows = tables.get(id) ?? []
    const missing = await perform(body.action, {}, true)
    const names = { ...body.columns, ...body.set, ...body.parameters }
    const problems = missing.error?.problems?.filter(({ where }) => !Object.hasOwn(names, where)) ?? []
    if (problems.length > 0)
      return { status: 422, body: { code: 'REQUEST_INVALID', detail: 'Invalid.', problems } }
    const requests = []
    const invalid = []
    for (const [at, row] of rows.entries()) {
      const own = Object.entries(body.columns).map(([name, column]) => [name, row[column] ?? null])
      const result = await perform(body.action, { ...body.parameters, ...Object.fromEntries(own) }, true)
      if (result.error) invalid.push({ row: at + 1, code: result.error.code, message: result.error.reason })
      else requests.push({ row: at + 1, ...result.dry_run })
    }
    const reply = {
      plan_id: `plan-${id}-${JSON.stringify(body).length}`,
      expires_at: '2026-11-28T12:00:00Z',
      effect: 'write',
      idempotent: true,
      permissions: [],
      connection: { name: body.connection, kind: 'production', label: 'Example Trading Ltd' },
      warnings: [],
      rows: rows.length,
      more: false,
      sent: requests.length,
      distinct: requests.length,
      invalid: invalid.length,
      requests: requests.slice(0, 10),
      problems: invalid,
      ms: 5,
    }
    return { status: 200, body: reply }
  }
  const begin = (id: string, resumes?: string) => {
    const total = tables.get(id)?.length ?? 0
    const counts = { rows: 0, succeeded: 0, failed: 0, unknown: 0, empty: 0, before: 0 }
    const run = sampleRun(`table_run_${runs.all.size}`, {
      kind: 'table',
      status: 'running',
      ended_at: undefined,
      message: undefined,
      action: {
        integration: 'mimecast',
        id: 'block-sender',
        version: '1',
        effect: 'write',
        idempotent: true,
      },
      table: { id, name: 'senders.csv', total, counts, failures: {}, ...(resumes && { resumes }) },
    })
    runs.all.set(run.id, run)
    return run
  }
  return async (request, response, body) => {
    const [, , what, id = '', part = ''] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/')
    if (what === 'tables' && id === '') {
      const content = await text(request)
      const [, file = ''] = /\r\n\r\n([\s\S]*?)\r\n--/.exec(content) ?? []
      const name = `tbl_${tables.size + 1}`
      tables.set(name, rowsOf(file))
      return send(response, shown(name), 201)
    }
    if (what === 'tables' && !tables.has(id))
      return send(response, { code: 'NOT_FOUND', status: 404, detail: `There is no table "${id}".` }, 404)
    if (what === 'tables' && part === '') return send(response, shown(id))
    if (what === 'tables' && part === 'plan') {
      const reply = await plan(id, body as unknown as TableBody)
      return send(response, reply.body, reply.status)
    }
    if (what === 'tables' && part === 'runs') return send(response, begin(id), 202)
    const run = runs.all.get(id)
    const table = run?.table as { id: string } | undefined
    if (what === 'runs' && part === 'resume' && run && table) {
      const resumed = begin(table.id, id)
      runs.all.set(id, { ...run, table: { ...table, resumed_by: resumed.id } })
      return send(response, resumed, 202)
    }
    if (what === 'runs' && part === 'output') {
      response.writeHead(200, { 'content-type': 'text/csv' }).end('sender,has_error\r\n')
      return true
    }
    if (what === 'connections' && part === 'check') return send(response, REPORT)
    if (what === 'connections') return send(response, connection(id))
    if (what === 'connectors') {
      const result = await perform(part, (body.parameters ?? {}) as Row, false)
      if (result.error?.problems)
        return send(response, { ...result.error, detail: result.error.reason, status: 422 }, 422)
      return send(response, sampleRun('preview', { message: result.output_message, result }))
    }
    return false
  }
}

/** CSV without quotes, or JSON lines. */
function rowsOf(file: string): Row[] {
  const lines = file.trim().split(/\r?\n/)
  if (file.trimStart().startsWith('{')) return lines.map((line): Row => JSON.parse(line))
  const [header = '', ...rest] = lines
  const names = header.split(',')
  return rest.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at] ?? '', cell])))
}

const connection = (name: string) => ({
  name,
  kind: 'production',
  label: 'Example Trading Ltd',
  fields: [
    {
      name: 'api_root',
      label: 'API Root',
      secret: false,
      set: true,
      from: 'connection',
      value: 'https://api.example',
    },
    { name: 'client_secret', label: 'Client Secret', secret: true, set: true, from: 'environment' },
    { name: 'file_hosts', label: 'File Hosts', secret: false, set: false },
  ],
})

const REPORT = {
  ok: false,
  steps: [
    { step: 'configuration', level: 'ok', ok: true, detail: 'complete: API Root, Client ID, Client Secret' },
    { step: 'host certificate', level: 'warn', ok: true, detail: 'none: plain http' },
    {
      step: 'credentials',
      level: 'failed',
      ok: false,
      detail: 'refused',
      remedy: 'Check the client secret.',
    },
    { step: 'account', level: 'skipped', ok: null, detail: 'not tried' },
  ],
  permissions: [
    { permission: 'Gateway | Managed Senders | Edit', actions: ['block-sender', 'permit-sender'] },
    { permission: 'Account | Dashboard | Read', actions: ['get-hold-message-list'] },
  ],
}
