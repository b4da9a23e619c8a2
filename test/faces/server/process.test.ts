/** `soar serve` as a process: its first line, its history, its end. */
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../../../simulator/index.ts'
import { arrivalOf } from '../../../testing/own/moments.ts'
import { connectHttp } from '../../support/mcp.ts'
import { firstLine, runSoar, startSoar } from '../../support/soar.ts'

/** Starts the server on a simulated tenant, with a folder of its own for its history. */
async function start(
  args: readonly string[] = [],
  folder = mkdtempSync(join(tmpdir(), 'soar-serve-')),
  more: Record<string, string> = {},
) {
  const simulator = await startSimulator()
  onTestFinished(() => simulator.close())
  const { client_id, client_secret } = simulator.credentials.api2
  const env = {
    MIMECAST_API_ROOT: simulator.url,
    MIMECAST_CLIENT_ID: client_id,
    MIMECAST_CLIENT_SECRET: client_secret,
    XDG_STATE_HOME: folder,
    HOME: folder,
    ...more,
  }
  const child = startSoar(['serve', '--listen', '127.0.0.1:0', ...args], { env })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const line = await firstLine(child)
  return { simulator, folder, child, line }
}

/** Starts it for a program. */
async function startJson(args: readonly string[] = [], folder?: string, more?: Record<string, string>) {
  const started = await start(['--json', ...args], folder, more)
  const { url, token } = JSON.parse(started.line) as { url: string; token: string }
  const send = async (path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await request(new URL(path, url), {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: body ? JSON.stringify(body) : null,
    })
    const text = await answer.body.text()
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      json: parsed(text),
    }
  }
  return { ...started, url, token, send }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

const PING = '/v1/actions/mimecast/ping/runs'

describe('soar serve', () => {
  test('prints a link for people', async () => {
    const { line } = await start(['--store', 'memory'])
    expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/session\?code=[\w-]{43}$/)
    const { statusCode, headers, body } = await request(line)
    await body.dump()
    expect([statusCode, headers.location]).toEqual([303, '/'])
  })

  test('prints address and token for programs, runs an action, and keeps its history over a restart', async () => {
    const first = await startJson()
    expect(Object.keys(JSON.parse(first.line))).toEqual(['url', 'token'])
    const { json: run } = await first.send(PING, {})
    expect(run).toMatchObject({ status: 'succeeded', connection: 'environment' })
    first.child.kill('SIGTERM')
    expect(await once(first.child, 'close')).toEqual([0, null])
    const file = join(first.folder, 'soar', 'runs.db')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
    const second = await startJson([], first.folder)
    expect((await second.send(`/v1/runs/${run.id}`)).json).toMatchObject({ id: run.id, status: 'succeeded' })
  })

  test('writes the audit log, which a token with that scope reads', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'soar-serve-'))
    const file = join(folder, 'audit.jsonl')
    const { send } = await startJson(['--store', 'memory', '--audit-log', file])
    await send(PING, {})
    await send('/v1/actions/mimecast/block-sender/runs', {}, { 'idempotency-key': 'k' })
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { action: 'mimecast/ping', decision: 'allowed', outcome: 'OK', connection: 'environment' },
      { action: 'mimecast/block-sender', decision: 'refused', outcome: 'PARAMETER_INVALID' },
    ])
    expect((await send('/v1/audit')).text).toBe(readFileSync(file, 'utf8'))
    expect((await send('/v1/audit?since=2999-01-01T00:00:00Z')).text).toBe('')
  })

  test('finishes a run before it ends, and starts none meanwhile', async () => {
    const { send, child, simulator } = await startJson(['--store', 'memory'])
    simulator.fault({ path: '*', delay_ms: 1_000, times: 1 })
    const running = send(PING, {})
    await arrivalOf(simulator, 1)
    child.kill('SIGTERM')
    expect((await running).json).toMatchObject({ status: 'succeeded' })
    expect(await once(child, 'close')).toEqual([0, null])
  })

  test('serves MCP at the same address, with the tools that the token covers', async () => {
    const { url, token, send } = await startJson(['--store', 'memory'])
    const client = await connectHttp(`${url}mcp`, token)
    const { tools } = await client.listTools()
    const names = tools.map(({ name }) => name)
    expect(names).toContain('mimecast_block_sender')
    // In no standard tool set.
    expect(names).not.toContain('mimecast_create_policy')
    const { isError } = await client.callTool({ name: 'mimecast_ping', arguments: {} })
    expect(isError).toBe(false)
    const history = await send('/v1/runs?via=mcp')
    expect(history.json).toMatchObject({ items: [{ action: { id: 'ping' }, actor: { via: 'mcp' } }] })
    expect((await request(`${url}mcp`, { method: 'POST' })).statusCode).toBe(401)
    expect((await send('/v1/meta')).status).toBe(200)
  })

  test('a token that only reads has only tools that read', async () => {
    const token = 'a-token-of-a-reader-here'
    const args = ['--store', 'memory', '--token-env', 'READER=read']
    const { url } = await startJson(args, undefined, { READER: token })
    const client = await connectHttp(`${url}mcp`, token)
    const { tools } = await client.listTools()
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true)
    expect(tools.length).toBeGreaterThan(5)
  })
})

describe('soar serve does not start', () => {
  test.each([
    [['--listen', '0.0.0.0:0'], '--allow-host'],
    [['--listen', '192.0.2.1:1'], 'reachable from other machines'],
    [['--listen', '0.0.0.0:0', '--allow-host', 'x'], 'reachable from other machines'],
    [['--proxy-user-header', 'X-User'], 'requires --trusted-proxy'],
    [['--trusted-proxy', 'x'], '--trusted-proxy must be'],
    [['--oidc-issuer', 'http://idp.example', '--oidc-audience', 'x'], 'with https'],
    [['--oidc-issuer', 'https://idp.example'], 'together'],
    [['--token-env', 'ABSENT'], 'at least 16 characters'],
    [['--token-env', 'ABSENT=red'], 'unknown scope "red"'],
    [['--keep-runs', '3'], '--keep-runs must be'],
    [['--person-scopes', 'x'], 'unknown scope'],
  ])('%j', async (args, reason) => {
    const { cli } = await import('../../support/cli.ts')
    const { code, stderr } = await cli(['serve', '--listen', '127.0.0.1:0', '--store', 'memory', ...args])
    expect(stderr).toContain(reason)
    expect(code).toBe(2)
  })

  test('leaves no uploaded table behind with a history in memory', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'soar-serve-tmp-'))
    const { child, url, token } = await startJson(['--store', 'memory'], undefined, { TMPDIR: temporary })
    const uploaded = await request(new URL('/v1/tables', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: 'sender\nmallory@evil.example\n',
    })
    await uploaded.body.dump()
    expect(uploaded.statusCode).toBe(201)
    expect(readdirSync(temporary)).toHaveLength(1)
    child.kill('SIGTERM')
    await once(child, 'close')
    expect(readdirSync(temporary)).toEqual([])
  })

  test('does not make a folder for a file of history in a folder that does not exist', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'soar-serve-')), 'typo')
    const { code, stdout, stderr } = await runSoar(['serve', '--store', join(folder, 'runs.db')])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`Cannot write the history ${join(folder, 'runs.db')}`)
    expect(existsSync(folder)).toBe(false)
  })

  test('names all that is missing before it listens for other machines', async () => {
    const { code, stdout, stderr } = await runSoar(['serve', '--listen', '0.0.0.0:0'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('0.0.0.0 is reachable from other machines. Name an environment variable')
    expect(stderr).toContain('0.0.0.0 accepts any address. Name the host')
  })
})
