/** Three stories of an analyst on a simulated tenant, each through the command line, MCP and the HTTP API. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Result, UndoRequest } from '../runtime/contract/result.ts'
import type { Simulator } from '../simulator/index.ts'
import { commandLine } from '../testing/command-line.ts'
import { environmentOf } from '../testing/own/subjects.ts'
import { startSimulatedServer } from './support/http-server.ts'
import { call, connectTo, dataOf, makeCore, textOf } from './support/mcp.ts'
import { openMimecast, STORY_END } from './support/mimecast.ts'
import { rows } from './support/rows.ts'

/** What a step of a story gives back, whichever way it took. */
interface Step {
  message: string
  data: unknown
  undo: UndoRequest | undefined
}

/** One way to run actions on a tenant. */
interface Way {
  simulator: Simulator
  /** Runs an action that must succeed; a write is confirmed. */
  run(action: string, parameters: Record<string, unknown>): Promise<Step>
  /** Runs an action that must succeed for every value of one parameter, and returns the ids of the results. */
  forEach(
    action: string,
    column: string,
    values: readonly string[],
    rest: Record<string, string>,
  ): Promise<string[]>
}

/** A table with one column. */
const csvOf = (column: string, values: readonly string[]): string =>
  [column, ...values.map((value) => `"${value}"`), ''].join('\n')
/** The request of a tool call. */
const requestOf = (tool: string, parameters: object = {}): UndoRequest => ({
  action: tool.replace('mimecast_', '').replaceAll('_', '-'),
  parameters: { ...parameters },
})
const idOf = (data: unknown): string => String((data as { id: unknown }).id)

const WAYS: Record<string, () => Promise<Way>> = {
  'soar run': async () => {
    const { integration, simulator } = await openMimecast()
    return {
      simulator,
      run: async (action, parameters) => {
        const { stdout } = await commandLine(['run'], {
          stdin: JSON.stringify({ action, parameters, config: simulator.config.api2 }),
          open: async () => ({ integration }),
        })
        const result = JSON.parse(stdout) as Result
        expect(result).toMatchObject({ is_success: true })
        return { message: result.output_message, data: result.json_result, undo: result.undo }
      },
      forEach: async (action, column, values, rest) => {
        const fixed = Object.entries(rest).flatMap(([name, value]) => ['--param', `${name}=${value}`])
        const { lines, stderr } = await rows(
          [action, '--in-format', 'csv', '--column', `${column}=${column}`, ...fixed, '--yes'],
          csvOf(column, values),
          { env: environmentOf(simulator), open: async () => ({ integration }) },
        )
        expect([lines.filter(({ has_error }) => has_error), stderr]).toEqual([[], expect.any(String)])
        return lines.map(idOf)
      },
    }
  },
  MCP: async () => {
    const { integration, simulator } = await openMimecast()
    const core = await makeCore({ integration, config: simulator.config.api2 })
    const client = await connectTo(core, {
      answer: () => ({ action: 'accept', content: { confirm: true } }),
    })
    const way: Way = {
      simulator,
      // An assistant has no tables: it calls the tool once for each value.
      forEach: async (action, column, values, rest) => {
        const steps: Step[] = []
        for (const value of values) steps.push(await way.run(action, { ...rest, [column]: value }))
        return steps.map(({ data }) => idOf(data))
      },
      run: async (action, parameters) => {
        const answer = await call(client, `mimecast_${action.replaceAll('-', '_')}`, parameters)
        expect([answer.isError ?? false, textOf(answer)]).toEqual([false, expect.any(String)])
        const { undo } = (
          answer.structuredContent as { soar: { undo?: { tool?: string; arguments?: object } } }
        ).soar
        return {
          message: textOf(answer),
          data: dataOf(answer),
          undo: undo?.tool === undefined ? undefined : requestOf(undo.tool, undo.arguments),
        }
      },
    }
    return way
  },
  'the HTTP API': async () => {
    const tables = mkdtempSync(join(tmpdir(), 'soar-stories-'))
    onTestFinished(() => rmSync(tables, { recursive: true, force: true }))
    const { simulator, send } = await startSimulatedServer({}, { tables })
    return {
      simulator,
      forEach: async (action, column, values, parameters) => {
        const { json: table } = await send('/v1/tables', {
          body: csvOf(column, values),
          headers: { 'content-type': 'text/csv' },
        })
        const { json: run } = await send(`/v1/tables/${table.id}/runs`, {
          body: {
            action: `mimecast/${action}`,
            connection: 'acme',
            columns: { [column]: column },
            parameters,
          },
          headers: { 'idempotency-key': randomUUID(), prefer: 'wait=60' },
        })
        expect(run).toMatchObject({ status: 'succeeded', table: { counts: { succeeded: values.length } } })
        const { text } = await send(`/v1/runs/${run.id}/output?format=jsonl`)
        return text
          .trimEnd()
          .split('\n')
          .map((line) => idOf(JSON.parse(line)))
      },
      run: async (action, parameters) => {
        const { status, json } = await send(`/v1/actions/mimecast/${action}/runs`, {
          body: { connection: 'acme', parameters },
          headers: { 'idempotency-key': randomUUID(), prefer: 'wait=60' },
        })
        expect([status, json.status]).toEqual([200, 'succeeded'])
        const result = json.result as Result
        return { message: result.output_message, data: result.json_result, undo: result.undo }
      },
    }
  },
}

const rowsOf = ({ data }: Step): Record<string, unknown>[] => data as Record<string, unknown>[]
const rowOf = ({ data }: Step): Record<string, unknown> => data as Record<string, unknown>
const undo = (way: Way, { undo: request }: Step): Promise<Step> =>
  way.run(request?.action ?? 'none', request?.parameters ?? {})
const writesOf = ({ requests }: Simulator): string[] =>
  requests.map(({ path }) => path).filter((path) => /create|delete|update-user|permit-or-block/.test(path))

describe.each(Object.entries(WAYS))('through %s', (_name, open) => {
  test('a reported email is triaged: who else got it, removal, its link blocked, and the block undone', async () => {
    const way = await open()
    const day = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
    const reported = rowsOf(await way.run('list-reported-emails', day))
    const phish = reported.find(({ classification }) => classification === 'Malicious') ?? {}
    const { message_aggregate_id, message_id } = phish
    expect(rowOf(await way.run('get-reported-email', { message_aggregate_id })).message_id).toBe(message_id)
    expect(rowsOf(await way.run('list-threat-reports', { message_aggregate_id })).length).toBeGreaterThan(0)

    const seeded = ['dana@example.com', 'info@example.com'].map((to) => ({
      status: 'archived' as const,
      to: [to],
      message_id: String(message_id).replace(/[<>]/g, ''),
      minutes_ago: (STORY_END - Date.parse('2026-03-09T10:01:00Z')) / 60_000,
    }))
    way.simulator.seed({ mails: seeded })
    const found = rowsOf(await way.run('search-messages', { message_id, ...day }))
    expect(JSON.stringify(found)).toContain('dana@example.com')
    expect(JSON.stringify(found)).toContain('info@example.com')
    expect(writesOf(way.simulator)).toEqual([])

    const removal = await way.run('create-remediation-incident', {
      message_ids: message_id,
      reason: 'reported phishing',
      ...day,
    })
    // Removed messages can be restored in the vendor's console only.
    expect(removal.undo).toBeUndefined()
    const incident = await way.run('get-remediation-incident', { id: rowOf(removal).id })
    expect(rowOf(incident).reason).toBe('reported phishing')

    const url = 'https://parcel.evil.example/verify'
    const before = way.simulator.state.managed_urls.size
    const block = await way.run('block-url', { url })
    expect(way.simulator.state.managed_urls.size).toBe(before + 1)
    await undo(way, block)
    expect(way.simulator.state.managed_urls.size).toBe(before)
    expect(writesOf(way.simulator)).toEqual([
      '/api/ttp/remediation/create',
      '/api/ttp/url/create-managed-url',
      '/api/ttp/url/delete-managed-url',
    ])
  })

  test('a compromised account is looked into, locked, and released again', async () => {
    const way = await open()
    const email_address = 'ap@example.com'
    await way.run('get-aliases', { email_address })
    await way.run('search-messages', { sender: email_address })
    await way.run('list-audit-events', { query: email_address })
    const lock = await way.run('lock-user', { email_address })
    expect(rowOf(lock).account_locked).toBe(true)
    const release = await undo(way, lock)
    expect(rowOf(release)).toMatchObject({ email_address, account_locked: false })
    expect(writesOf(way.simulator)).toEqual(['/api/user/update-user', '/api/user/update-user'])
  })

  test('a campaign of 500 messages is cleaned from a list of Message-IDs, none of them twice', async () => {
    const way = await open()
    const ids = Array.from({ length: 500 }, (_, at) => `<campaign.${at}@evil.example>`)
    // One incident takes 100 Message-IDs.
    const batches = Array.from({ length: 5 }, (_, at) => ids.slice(at * 100, at * 100 + 100).join(','))
    const incidents = await way.forEach('create-remediation-incident', 'message_ids', batches, {
      reason: 'campaign of evil.example',
    })
    expect(new Set(incidents).size).toBe(5)
    const removed: unknown[] = []
    for (const id of incidents) {
      const { data } = await way.run('get-remediation-incident', { id })
      removed.push(...((data as { message_ids: string[] }).message_ids ?? []))
    }
    expect([removed.length, new Set(removed)]).toEqual([500, new Set(ids)])
    expect(writesOf(way.simulator)).toHaveLength(5)
  })
})
