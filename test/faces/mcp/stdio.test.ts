/** The server over standard input and output: framing, and as a real process. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Frame, splitFrames } from '../../../runtime/faces/mcp/transport/frames.ts'
import { serveStdio } from '../../../runtime/faces/mcp/transport/stdio.ts'
import { cli } from '../../support/cli.ts'
import { echoRoot } from '../../support/echo.ts'
import {
  type CoreOptions,
  call,
  codeOf,
  connectClient,
  keepAudit,
  makeCore,
  textOf,
  toolNamesOf,
} from '../../support/mcp.ts'
import { serve } from '../../support/server.ts'
import { endOf, product, startSoar } from '../../support/soar.ts'

const initialize = {
  jsonrpc: '2.0',
  id: 'init',
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '0' } },
}
const callOf = (id: number, name: string, args: object): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})

interface Message {
  id?: unknown
  error?: { code: number; message: string }
  result?: { isError?: boolean; tools?: unknown[] }
}

/** Sends lines to a server in this process and answers what it wrote, when it has ended. */
async function talk(lines: (string | object)[], options: CoreOptions = {}): Promise<Message[]> {
  let written = ''
  const core = await makeCore(options)
  const input = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
  const write = async (text: string): Promise<void> => {
    written += text
  }
  await serveStdio(core, { input, write }, new AbortController().signal)
  const messages = written.split('\n').filter((line) => line !== '')
  return messages.map((line) => JSON.parse(line) as Message)
}

async function framesOf(chunks: (string | Uint8Array)[], most: number): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of splitFrames(chunks, most)) frames.push(frame)
  return frames
}

describe('frames', () => {
  test('are the lines, however the stream is cut into chunks', async () => {
    const lines = fc.array(fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')))
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.nat(64)), async (texts, cuts) => {
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''))
        const chunks: Buffer[] = []
        let from = 0
        for (const length of cuts) {
          chunks.push(bytes.subarray(from, from + length))
          from += length
        }
        chunks.push(bytes.subarray(from))
        const expected = texts.map((text) => ({ text: Buffer.from(text).toString() }))
        expect(await framesOf(chunks, 1_000_000)).toEqual(expected)
      }),
    )
  })

  test.each([
    [`{"jsonrpc":"2.0","id":7,"method":"x","params":"${'x'.repeat(3000)}"}`, 7],
    [`{"method":"x","params":"${'x'.repeat(3000)}","jsonrpc":"2.0","id":"a-1"}`, 'a-1'],
    [`{"method":"x","params":{"p":"${'x'.repeat(3000)}","id":5}}`, null],
    ['x'.repeat(3000), null],
  ])('that are too long keep the id of their request alone: %#', async (line, id) => {
    const chunks = [...(line.match(/.{1,100}/gs) ?? []), '\nnext\n']
    expect(await framesOf(chunks, 1000)).toEqual([{ bad: 'too long', id }, { text: 'next' }])
  })
})

describe('standard input', () => {
  test('of any rubbish is answered line by line, and the server goes on', async () => {
    const answers = await talk([
      '{',
      'null',
      '[]',
      '42',
      '{"jsonrpc":"1.0","id":1,"method":"ping"}',
      '{"jsonrpc":"2.0","id":2,"method":5}',
      '\u0000\u0001',
      '',
      initialize,
      { jsonrpc: '2.0', id: 3, method: 'tools/list' },
    ])
    expect(answers.map(({ id, error }) => [id, error?.code])).toEqual([
      [null, -32_700],
      [null, -32_600],
      [null, -32_600],
      [null, -32_600],
      [1, -32_600],
      [2, -32_600],
      [null, -32_700],
      ['init', undefined],
      [3, undefined],
    ])
  })

  test.each<[string, object]>([
    ['arguments that are no object', { name: 'echo_say', arguments: 'text' }],
    ['a name that is no text', { name: 7 }],
    ['no name', {}],
    ['a page that does not exist', { name: 'echo_say', arguments: [] }],
  ])('with %s is refused as the fault of the client', async (_, params) => {
    const [, answer] = await talk([initialize, { jsonrpc: '2.0', id: 1, method: 'tools/call', params }])
    expect(answer).toMatchObject({ id: 1, error: { code: -32_602 } })
  })

  test('with a method, a tool or a page nobody knows is refused', async () => {
    const answers = await talk([
      initialize,
      { jsonrpc: '2.0', id: 1, method: 'tools/destroy' },
      { jsonrpc: '2.0', id: 2, method: 'toString' },
      callOf(3, '__proto__', {}),
      { jsonrpc: '2.0', id: 4, method: 'tools/list', params: { cursor: 'next' } },
      { jsonrpc: '2.0', id: 5, method: 'prompts/get', params: { name: 'none' } },
    ])
    expect(answers.slice(1).map(({ id, error }) => [id, error?.code])).toEqual(
      expect.arrayContaining([
        [1, -32_601],
        [2, -32_601],
        [3, -32_602],
        [4, -32_602],
        [5, -32_602],
      ]),
    )
  })

  test('with 20 MB in an argument is refused by the id of its request, and the server goes on', async () => {
    const answers = await talk([
      initialize,
      callOf(1, 'echo_say', { text: 'x'.repeat(20_000_000) }),
      callOf(2, 'echo_say', { text: 'hi' }),
    ])
    const byId = new Map(answers.map((answer) => [answer.id, answer]))
    expect(byId.get(1)?.error).toEqual({ code: -32_600, message: 'The message is larger than 4 MB.' })
    expect(byId.get(2)).toMatchObject({ result: { isError: false } })
  })

  test('that ends is the end of the server, once everything asked for is answered and recorded', async () => {
    const server = await serve(async (_, response) => {
      response.end('{}')
    })
    const audit = keepAudit()
    const options = { audit, config: { base_url: server.url }, policy: { yesWrites: true } }
    const answers = await talk([initialize, callOf(1, 'echo_call', { path: '/' })], options)
    expect(answers.at(-1)).toMatchObject({ id: 1, result: { isError: false } })
    expect(audit.entries).toMatchObject([{ outcome: 'OK' }])
    await server.close()
  })

  test('takes 200 calls at once and answers each', async () => {
    const calls = Array.from({ length: 200 }, (_, id) => callOf(id, 'echo_count', { rows: id }))
    const answers = await talk([initialize, ...calls])
    expect(answers).toHaveLength(201)
    expect(new Set(answers.map(({ id }) => id)).size).toBe(201)
    expect(answers.every(({ result }) => result !== undefined && result.isError !== true)).toBe(true)
  })

  test('with more requests than the server keeps is told so', async () => {
    const calls = Array.from({ length: 1200 }, (_, id) => callOf(id, 'echo_say', { text: 'hi' }))
    const answers = await talk([initialize, ...calls])
    const busy = answers.filter(({ error }) => error?.code === -32_000)
    expect([answers.length, busy.length]).toEqual([1201, 200])
  })
})

test('started by hand it says what it waits for', async () => {
  const { code, stdout, stderr } = await cli(['mcp'], { tty: { stdin: true } })
  expect([code, stdout]).toEqual([0, ''])
  expect(stderr).toContain('waiting for a client')
})

describe('the process', () => {
  const env = { SOAR_ROOT: echoRoot, ECHO_API_KEY: 'very-secret-key' }
  const connectProcess = (args: string[], more: Record<string, string> = {}) =>
    connectClient(
      new StdioClientTransport({
        command: process.execPath,
        args: [product, 'mcp', ...args],
        env: { ...env, ...more },
        stderr: 'ignore',
      }),
    )

  test('writes nothing but frames to standard output and JSON lines to standard error', async () => {
    const child = startSoar(['mcp', '--log-level', 'debug'], { env })
    const lines = [
      initialize,
      callOf(1, 'echo_say', { text: 'hi' }),
      '{',
      callOf(2, 'echo_misbehave', { how: 'throw' }),
    ]
    child.stdin.end(
      lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    )
    const { code, stdout, stderr } = await endOf(child)
    expect(code).toBe(0)
    const frames = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(frames).toHaveLength(4)
    expect(frames.every(({ jsonrpc }) => jsonrpc === '2.0')).toBe(true)
    for (const line of stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level')
    expect(stdout + stderr).not.toContain('very-secret-key')
  })

  test('lists, calls, and records what was called', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'soar-mcp-')), 'audit.jsonl')
    const client = await connectProcess(['--audit', file, '--read-only'])
    expect(await toolNamesOf(client)).toEqual(['echo_count', 'echo_say'])
    const answer = await call(client, 'echo_say', { text: 'hi' })
    expect(answer).toMatchObject({ isError: false, structuredContent: { said: ['hi'] } })
    await client.close()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ tool: 'echo_say', outcome: 'OK' })
  })

  test('that is told to end cancels what is under way, records it, and ends', async () => {
    const server = await serve(() => {
      child.kill('SIGTERM')
    })
    const file = join(mkdtempSync(join(tmpdir(), 'soar-mcp-')), 'audit.jsonl')
    const child = startSoar(['mcp', '--yes-writes', '--audit', file], {
      env: { ...env, ECHO_BASE_URL: server.url },
    })
    child.stdin.write(
      `${JSON.stringify(initialize)}\n${JSON.stringify(callOf(1, 'echo_call', { path: '/' }))}\n`,
    )
    const [code] = await once(child, 'close')
    await server.close()
    expect(code).toBe(0)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      outcome: 'OUTCOME_UNKNOWN',
      decision: 'allowed',
    })
  })

  test('without a configuration starts, and each call says what is missing', async () => {
    const client = await connectProcess(['--yes-writes'], { ECHO_BASE_URL: 'nonsense' })
    const answer = await call(client, 'echo_call', { path: '/' })
    expect(codeOf(answer)).toBe('CONFIG_INVALID')
    expect(textOf(answer)).toContain('Base URL')
  })

  test.each<[string[], string, number?]>([
    [['--allow', 'sya'], 'which is not an action'],
    [['--token-env', 'X'], 'require --http'],
    [['--max-characters', '100'], '--max-characters must be a whole number from 4000 to'],
    [['--http', 'nonsense'], '--http must be an address and a port'],
    [['--http', '0.0.0.0:0'], '--token-env'],
    [['--audit', '/nowhere/at/all'], '--audit', 1],
  ])('with %j does not start, and says why', async (args, reason, exitCode = 2) => {
    const child = startSoar(['mcp', ...args], { env })
    child.stdin.end()
    const { code, stdout, stderr } = await endOf(child)
    expect([code, stdout]).toEqual([exitCode, ''])
    expect(stderr).toContain(reason)
  })
})
