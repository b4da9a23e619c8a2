/** The routes about runs, as far as tests of the page need them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Json } from '../../../runtime/contract/json.ts'
import { cellGuard } from '../../../runtime/table/csv-guard.ts'

/** A run as the server keeps it. */
export type StoredRun = Record<string, unknown> & { id: string }

type Row = Record<string, Json>

/** The runs of a test's server. */
export interface TestRuns {
  all: Map<string, StoredRun>
  /** All rows of runs whose result holds only the first ones. */
  rows: Map<string, Row[]>
  /** Sends an event to the readers of a run; `end` closes their streams. */
  emit(id: string, event: string, data: unknown): void
  /** Ends a run: its readers and those who wait for it get the new record. */
  end(id: string, changes: Record<string, unknown>): void
  /** Answers a request about a run; false if it is about something else. */
  answer(request: IncomingMessage, response: ServerResponse, body: Record<string, Json>): boolean
}

/** Starts without runs. */
export function testRuns(): TestRuns {
  const all = new Map<string, StoredRun>()
  const rows = new Map<string, Row[]>()
  const past = new Map<string, string[]>()
  const streams = new Map<string, Set<ServerResponse>>()
  const waiting = new Map<string, Set<ServerResponse>>()
  const send = (response: ServerResponse, body: unknown, status = 200): void => {
    const type = status < 300 ? 'application/json' : 'application/problem+json'
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
  }
  const emit = (id: string, event: string, data: unknown): void => {
    const events = past.get(id) ?? []
    past.set(id, events)
    events.push(`id: ${events.length + 1}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    for (const stream of streams.get(id) ?? []) {
      stream.write(events.at(-1))
      if (event === 'end') stream.end()
    }
  }
  const end = (id: string, changes: Record<string, unknown>): void => {
    const ended = { ...all.get(id), id, phase: 'ended', ended_at: new Date().toISOString(), ...changes }
    all.set(id, ended)
    for (const response of waiting.get(id) ?? []) send(response, ended)
    waiting.delete(id)
    emit(id, 'end', ended)
  }
  const listed = (query: URLSearchParams): { items: StoredRun[]; next?: string; unsettled: number } => {
    const is = (name: string, value: unknown) =>
      !query.has(name) || (query.get(name) ?? '').split(',').includes(String(value))
    const found = [...all.values()].reverse().filter((run) => {
      const { id, effect } = run.action as { id: string; effect: string }
      const { via, subject } = run.actor as { via: string; subject: string }
      return (
        is('status', run.status) &&
        is('connection', run.connection) &&
        is('via', via) &&
        is('effect', effect) &&
        is('action', id) &&
        is('actor', subject) &&
        is('case_id', run.case_id) &&
        is('code', run.code) &&
        JSON.stringify(run)
          .toLowerCase()
          .includes((query.get('q') ?? '').toLowerCase())
      )
    })
    const from = Number(query.get('cursor') ?? 0)
    const limit = Number(query.get('limit') ?? 50)
    const items = found.slice(from, from + limit).map(({ result: _, ...run }): StoredRun => run as StoredRun)
    const unsettled = [...all.values()].filter((run) => run.status === 'unknown' && !run.settlement).length
    return { items, unsettled, ...(found.length > from + limit && { next: String(from + limit) }) }
  }
  const rowsOf = (run: StoredRun): Row[] => {
    const data = (run.result as { json_result?: Json } | undefined)?.json_result
    return rows.get(run.id) ?? ((Array.isArray(data) ? data : [data ?? {}]) as Row[])
  }
  const page = (run: StoredRun, query: URLSearchParams): object => {
    const q = (query.get('q') ?? '').toLowerCase()
    const found = rowsOf(run).filter((row) => JSON.stringify(Object.values(row)).toLowerCase().includes(q))
    const sort = query.get('sort')
    const field = sort?.replace(/^-/, '') ?? ''
    if (sort)
      found.sort((a, b) => String(a[field]).localeCompare(String(b[field])) * (sort.startsWith('-') ? -1 : 1))
    const offset = Number(query.get('offset') ?? 0)
    return { rows: found.slice(offset, offset + Number(query.get('limit') ?? 200)), total: found.length }
  }
  return {
    all,
    rows,
    emit,
    end,
    answer: (request, response, body) => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const [, , what, id = '', part = ''] = url.pathname.split('/')
      if (what !== 'runs') return false
      if (id === '') {
        send(response, listed(url.searchParams))
        return true
      }
      const run = all.get(id)
      if (!run) {
        send(response, { code: 'NOT_FOUND', status: 404, detail: `There is no run "${id}".` }, 404)
        return true
      }
      const isRunning = run.status === 'running' || run.status === 'queued'
      const accept = String(request.headers.accept)
      if (part === '' && isRunning && request.headers.prefer) {
        waiting.set(id, (waiting.get(id) ?? new Set()).add(response))
      } else if (part === '') send(response, run)
      else if (part === 'rows' && accept.includes('csv'))
        response.writeHead(200, { 'content-type': 'text/csv' }).end(csvOf(rowsOf(run)))
      else if (part === 'rows' && accept.includes('jsonl'))
        response.writeHead(200, { 'content-type': 'application/jsonl' }).end(
          rowsOf(run)
            .map((row) => `${JSON.stringify(row)}\n`)
            .join(''),
        )
      else if (part === 'rows') send(response, page(run, url.searchParams))
      else if (part === 'events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(`: open\n\n${(past.get(id) ?? []).join('')}`)
        if (isRunning) streams.set(id, (streams.get(id) ?? new Set()).add(response))
        else response.end()
      } else if (part === 'cancel') {
        send(response, {}, 202)
        end(id, { status: 'cancelled', code: 'CANCELLED', message: 'The run was cancelled.' })
      } else if (part === 'settlement') {
        const at = new Date().toISOString()
        const settled = {
          ...run,
          settlement: { happened: body.happened, note: body.note, by: 'ana.ruiz', at },
        }
        all.set(id, settled)
        send(response, settled)
      } else send(response, { code: 'NOT_FOUND', status: 404 }, 404)
      return true
    },
  }
}

function csvOf(rows: readonly Row[]): string {
  const { add } = cellGuard(',')
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: Json | undefined): string => {
    const text = add(
      typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value),
    )
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [names, ...rows.map((row) => names.map((name) => row[name]))]
    .map((line) => `${line.map((value) => cell(value)).join(',')}\r\n`)
    .join('')
}
