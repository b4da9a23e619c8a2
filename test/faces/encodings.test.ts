/** Wherever bytes come in, they are UTF-8 or UTF-16 with a mark, or they are refused and nothing is done with them. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkCommand } from '../../runtime/faces/cli/commands/check.ts'
import { createTransport } from '../../runtime/faces/mcp/transport/stdio.ts'
import { loadIntegration } from '../../runtime/integration/folder.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { copyEcho, say } from '../support/author.ts'
import { cli } from '../support/cli.ts'
import { echoRoot } from '../support/echo.ts'
import { makeCore, startHttp } from '../support/mcp.ts'
import { needs } from '../support/needs.ts'
import { rows } from '../support/rows.ts'
import { inShell } from '../support/shell.ts'

const utf8 = (text: string): Buffer => Buffer.from(text)
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const marked = (text: string): Buffer => Buffer.from(`\uFEFF${text}`)
const wide = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le')

const SILENT = { SOAR_LOG: 'silent' }

/** A file of the test's own; readable by its owner alone, as a connections file must be. */
async function fileWith(bytes: Buffer): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'soar-bytes-')), 'file')
  await writeFile(file, bytes, { mode: 0o600 })
  return file
}

/** Every way in: how bytes get there, and what a good answer shows. */
const WAYS: Record<
  string,
  { text: string; give: (bytes: Buffer) => Promise<{ code: number; stdout: string }> }
> = {
  'the request of run': {
    text: '{"action":"say","parameters":{"text":"müller"}}',
    give: (stdin) => cli(['run'], { stdin, env: SILENT }),
  },
  '--context of run': {
    text: '{"who":"müller"}',
    give: async (bytes) =>
      cli(['run', 'say', '--template', 'text={{ context.who }}', '--context', await fileWith(bytes)], {
        env: SILENT,
      }),
  },
  'the context of render': {
    text: '{"who":"müller"}',
    give: (stdin) => cli(['render', '{{ who }}'], { stdin }),
  },
  '--request of rows': {
    text: '{"parameters":{"text":"müller"}}',
    give: async (bytes) =>
      cli(['rows', 'say', '--once', '--request', await fileWith(bytes)], { env: SILENT }),
  },
  'JSON lines': {
    text: '{"a":"müller"}\n',
    give: (stdin) => cli(['rows', 'say', '--column', 'text=a'], { stdin, env: SILENT }),
  },
  CSV: {
    text: 'a,b\nmüller,1\n',
    give: (stdin) => cli(['rows', 'say', '--column', 'text=a', '--in-format', 'csv'], { stdin, env: SILENT }),
  },
  'a connections file': {
    text: 'acme: { base_url: "http://müller.test" }',
    give: async (bytes) =>
      cli(
        [
          'run',
          'call',
          '--param',
          'path=/x',
          '--dry-run',
          '--connection',
          'acme',
          '--connections',
          await fileWith(bytes),
        ],
        { env: SILENT },
      ),
  },
  'the configuration of doctor': {
    text: '{"action":"call","config":{"müller":"x"}}',
    give: (stdin) => cli(['doctor', '--json'], { stdin }),
  },
}

describe.each(Object.entries(WAYS))('%s', (_, { text, give }) => {
  test.each([
    ['UTF-8', utf8],
    ['UTF-8 with a mark', marked],
    ['UTF-16 with a mark', wide],
  ])('is read as %s', async (_encoding, encode) => {
    expect((await give(encode(text))).stdout).toMatch(/müller|xn--mller-kva/)
  })

  test.each([
    ['Latin-1', latin1],
    ['UTF-16 without a mark', (given: string) => Buffer.from(given, 'utf16le')],
  ])('is refused as %s, and nothing replaces its bytes', async (_encoding, encode) => {
    const { code, stdout } = await give(encode(text))
    expect(code).toBeGreaterThan(0)
    expect(stdout).not.toMatch(/\uFFFD|"has_error":false|"is_success":true/)
  })
})

test('two senders of a table in Latin-1 are two faults, not one other sender', async () => {
  const { code, lines } = await rows(['say', '--column', 'text=from', '--in-format', 'csv'], '', {
    env: SILENT,
    stdin: latin1('from,to\nm\xfcller@x.test,a\nm\xf6ller@x.test,a\nok@x.test,a\n'),
  })
  expect([code, lines.map(({ error }) => error)]).toEqual([
    1,
    ['Line 2 is not UTF-8. Save the table as UTF-8.', 'Line 3 is not UTF-8. Save the table as UTF-8.', null],
  ])
})

test('a state file may have a byte order mark; in another encoding it is refused and stays as it is', async () => {
  const state = '{"soar_state":1,"integration":"echo","connector":"feed","state":4}'
  const good = await cli(['connect', 'feed', '--state', await fileWith(marked(state))])
  expect(good.code).toBe(0)
  const { code, stderr } = await cli(['connect', 'feed', '--state', await fileWith(latin1(`${state}\xe9`))])
  expect([code, stderr]).toEqual([1, expect.stringContaining('is damaged: not UTF-8 at line 1, column 67')])
})

describe('the files of an author', () => {
  const PROMPT = 'title: Greet\ndescription: Says it.\ntext: Hello.\n'
  /** UTF-8 but for the last line. */
  const mixed = (text: string): Buffer => {
    const end = text.lastIndexOf('#')
    return Buffer.concat([utf8(text.slice(0, end)), latin1(text.slice(end))])
  }
  /** A copy of the echo integration whose file ends in a comment of these bytes, and the line of that comment. */
  async function echoWith(file: string, encode: (text: string) => Buffer) {
    const { root } = copyEcho()
    const path = join(root, file)
    await mkdir(dirname(path), { recursive: true })
    const text = await readFile(path, 'utf8').catch(() => PROMPT)
    await writeFile(path, encode(`${text.trimEnd()}\n# M\xfcller\n`))
    return { root, line: text.trimEnd().split('\n').length + 1 }
  }

  test.each(['integration.yaml', 'manifests/say.yaml', 'manifests/locales/fr.yaml', 'prompts/greet.yaml'])(
    '%s is refused with its place if it is not UTF-8, and read with a byte order mark',
    async (file) => {
      const bad = await echoWith(file, mixed)
      const place = `${file}:${bad.line}:4 The file is not UTF-8 at line ${bad.line}, column 4. Save it as UTF-8.`
      expect(await say(checkCommand, { root: bad.root })).toMatchObject({
        code: 1,
        out: expect.stringContaining(place),
      })
      const good = await echoWith(file, wide)
      expect((await say(checkCommand, { root: good.root })).out).not.toContain('The file is')
    },
  )

  test('a manifest that is not UTF-8 is refused when it is run', async () => {
    const { root, line } = await echoWith('manifests/say.yaml', mixed)
    const integration = await loadIntegration(root)
    const { error } = await runAction(integration, { action: 'say', parameters: { text: 'x' } })
    expect(error).toMatchObject({
      code: 'MANIFEST_INVALID',
      reason: expect.stringContaining(`manifests/say.yaml:${line}:4 The file is not UTF-8`),
    })
  })
})

describe('messages of MCP', () => {
  const sayCall = (text: string) =>
    `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo_say","arguments":{"text":"${text}"}}}`

  test.each([
    [latin1(`${sayCall('m\xfcller')}\n${sayCall('ok')}\n`), [7, -32_700], 1],
    [marked(`${sayCall('müller')}\n`), undefined, 1],
    [wide(`${sayCall('müller')}\n`), undefined, 1],
    [Buffer.from(sayCall('ok'), 'utf16le'), [null, -32_700], 0],
  ])('on standard input: %#', async (bytes, refused, taken) => {
    const answers: { id: unknown; error: { code: number } }[] = []
    const messages: unknown[] = []
    const transport = createTransport({
      input: [bytes],
      write: async (text) => {
        answers.push(JSON.parse(text))
      },
    })
    transport.onmessage = (message) => messages.push(message)
    await transport.start()
    await transport.ended
    expect(answers.map(({ id, error }) => [id, error.code])).toEqual(refused === undefined ? [] : [refused])
    expect(messages).toHaveLength(taken)
    expect(JSON.stringify(messages)).not.toContain('\uFFFD')
  })

  test('over HTTP', async () => {
    const { url } = await startHttp(await makeCore())
    const params = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'raw', version: '0' },
    }
    const initialize = { jsonrpc: '2.0', id: 0, method: 'initialize', params }
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
    const send = (body: Buffer) => fetch(url, { method: 'POST', headers, body })
    const bad = await send(latin1(JSON.stringify({ ...initialize, note: 'm\xfcller' })))
    expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: -32_700 } }])
    expect((await send(marked(JSON.stringify(initialize)))).status).toBe(200)
  })
})

describe('what Node has decoded before we see it', needs('bash'), () => {
  const env = { SOAR_ROOT: echoRoot, ...SILENT }

  test('an argument in Latin-1 is refused, and so is one in the middle of a character', async () => {
    for (const argument of ['text=m\\xfcller', 'text=a\\xe2\\x82']) {
      const { code, stdout } = await inShell(`soar run say --param $'${argument}'`, { env })
      expect([code, JSON.parse(stdout).output_message]).toEqual([
        2,
        expect.stringContaining('Argument 4 is not UTF-8'),
      ])
    }
    expect((await inShell(`soar run say --param text=müller`, { env })).stdout).toContain('müller')
  })

  test('a variable of the configuration in Latin-1 is refused, also through a connection', async () => {
    const call = 'soar run call --param path=/x --dry-run'
    const own = await inShell(`ECHO_API_KEY=$'caf\\xe9' ${call}`, { env })
    expect([own.code, JSON.parse(own.stdout).error.reason]).toEqual([
      1,
      expect.stringContaining('The environment variable ECHO_API_KEY for "API Key" is not UTF-8.'),
    ])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: variables are written so in connections files
    const file = await fileWith(utf8('acme: { api_key: "${KEY}" }'))
    const named = await inShell(`KEY=$'caf\\xe9' ${call} --connection acme --connections ${file}`, { env })
    expect([named.code, JSON.parse(named.stdout).error.reason]).toEqual([
      1,
      expect.stringContaining('names the environment variable KEY, which is not UTF-8'),
    ])
  })
})
