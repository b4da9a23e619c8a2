/** Several connections of an integration in one server: who chooses the tenant, and who may. */
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadIntegration } from '../../../runtime/integration/folder.ts'
import { noPrompts } from '../../../runtime/integration/prompts.ts'
import { readHttpOptions } from '../../../runtime/service/admission.ts'
import { everything, readGrant } from '../../../runtime/service/grants.ts'
import { restricted } from '../../../runtime/service/restricted.ts'
import type { RunPage } from '../../../runtime/service/runs/run.ts'
import { servedWith } from '../../../runtime/service/served.ts'
import type { ServedConnection } from '../../../runtime/service/service.ts'
import { copyEcho, folderWith } from '../../support/author.ts'
import { cli } from '../../support/cli.ts'
import { loadEcho } from '../../support/echo.ts'
import {
  type CoreOptions,
  call,
  codeOf,
  connectHttp,
  connectTo,
  ERAS,
  keepAudit,
  makeCore,
  startHttp,
  textOf,
  toolNamesOf,
} from '../../support/mcp.ts'
import { openMimecast } from '../../support/mimecast.ts'
import { bot, given, openEcho } from '../../support/runs.ts'
import { json, serve } from '../../support/server.ts'

/** Two tenants, and a server that offers both. */
async function open(options: CoreOptions = {}, names: readonly string[] = ['acme', 'globex']) {
  const reached: string[] = []
  const connections = names.map(async (connection): Promise<ServedConnection> => {
    const server = await serve((_, response) => {
      reached.push(connection)
      json(response, { of: connection })
    })
    onTestFinished(() => server.close())
    return {
      connection,
      config: [{ values: { base_url: server.url } }],
      env: {},
      names: {},
      ...(connection === 'acme' && { label: 'Acme Corp', kind: 'production' as const }),
    }
  })
  const integration = options.integration ?? (await loadEcho())
  const { prompts = noPrompts } = options
  const audit = keepAudit()
  const served = [servedWith({ integration, prompts }, await Promise.all(connections))]
  const core = await makeCore({ audit, policy: { yesWrites: true }, ...options, served })
  return { core, audit, reached }
}

describe('a server of several connections', () => {
  test('has tools that require one of them, with its label', async () => {
    const { core } = await open()
    const { tools } = await (await connectTo(core)).listTools()
    const schema = tools.find(({ name }) => name === 'echo_call')?.inputSchema
    expect(schema?.required).toEqual(['connection', 'path'])
    expect(schema?.properties?.connection).toEqual({
      type: 'string',
      enum: ['acme', 'globex'],
      description: 'Connection whose tenant the call is for: acme (Acme Corp, production); globex.',
    })
    const { core: alone } = await open({}, ['acme'])
    const { tools: plain } = await (await connectTo(alone)).listTools()
    expect(JSON.stringify(plain)).not.toContain('acme')
  })

  test('runs a call on the tenant that it names, and records which', async () => {
    const { core, audit, reached } = await open()
    const client = await connectTo(core)
    await client.listTools()
    for (const connection of ['globex', 'acme', ['globex']]) {
      const answer = await call(client, 'echo_call', { path: '/', connection })
      expect([answer.isError, textOf(answer)]).toEqual([
        false,
        expect.stringContaining(`Call (${[connection].flat()[0]}) succeeded.`),
      ])
    }
    expect(reached).toEqual(['globex', 'acme', 'globex'])
    expect(audit.entries.map(({ connection }) => connection)).toEqual(['globex', 'acme', 'globex'])
    expect(JSON.stringify(audit.entries.map(({ inputs }) => inputs))).not.toContain('globex')
  })

  test.each([
    [undefined],
    [null],
    [''],
    ['acm'],
    ['ACME'],
    [['acme', 'globex']],
    [{ name: 'acme' }],
    ['__proto__'],
  ])('refuses a call whose connection is %j, and sends nothing', async (connection: unknown) => {
    const { core, reached, audit } = await open()
    const client = await connectTo(core)
    const answer = await call(client, 'echo_call', {
      path: '/',
      ...(connection !== undefined && { connection }),
    })
    expect(codeOf(answer)).toBe('PARAMETER_INVALID')
    expect(textOf(answer)).toContain('"connection" must name one of these connections: acme, globex.')
    expect([reached, audit.entries]).toMatchObject([[], [{ action: 'call', outcome: 'PARAMETER_INVALID' }]])
  })

  test('with one connection takes its name, and refuses another one', async () => {
    const { core, reached } = await open({}, ['acme'])
    const client = await connectTo(core)
    expect((await call(client, 'echo_call', { path: '/', connection: 'acme' })).isError).toBe(false)
    expect(codeOf(await call(client, 'echo_call', { path: '/', connection: 'globex' }))).toBe(
      'PARAMETER_INVALID',
    )
    expect(reached).toEqual(['acme'])
  })

  test('leaves a parameter of an action alone that has that name', async () => {
    const echo = copyEcho()
    echo.edit(
      'manifests/call.yaml',
      '  body: {',
      '  connection: { label: Connection, description: X., type: string }\n  body: {',
    )
    const { core, reached } = await open({ integration: await loadIntegration(echo.root) })
    const client = await connectTo(core)
    const { tools } = await client.listTools()
    const { properties = {} } = tools.find(({ name }) => name === 'echo_call')?.inputSchema ?? {}
    expect(properties).toMatchObject({
      soar_connection: { enum: ['acme', 'globex'] },
      connection: { description: 'X.' },
    })
    await call(client, 'echo_call', { path: '/', connection: 'acme', soar_connection: 'globex' })
    expect(reached).toEqual(['globex'])
  })

  test('records the connection of a run in the history', async () => {
    const runs = await openEcho()
    const { integration, config } = runs.tenant
    const connections = ['acme', 'other'].map((connection) => ({ connection, config, env: {}, names: {} }))
    const core = await makeCore({
      served: [servedWith({ integration, prompts: noPrompts }, connections)],
      runs: runs.service,
      policy: { yesWrites: true },
    })
    const client = await connectTo(core)
    for (const connection of ['other', 'acme'])
      expect((await call(client, 'echo_call', { path: '/', connection })).isError).toBe(false)
    const { items } = given<RunPage>(await runs.service.list(bot, {}))
    expect(items.map(({ connection }) => connection).sort()).toEqual(['acme', 'other'])
  })
})

test('the call that undoes a change is for the connection of the change', async () => {
  const { integration, simulator } = await openMimecast()
  const config = [{ values: { api_root: simulator.url, ...simulator.credentials.api2 } }]
  const connections = ['acme', 'globex'].map((connection) => ({ connection, config, env: {}, names: {} }))
  const served = [servedWith({ integration, prompts: noPrompts }, connections)]
  const client = await connectTo(await makeCore({ served, policy: { yesWrites: true } }))
  const user = { email_address: 'alice@example.com' }
  const answer = await call(client, 'mimecast_lock_user', { connection: 'globex', ...user })
  const { undo } = (answer.structuredContent as { soar: { undo?: { tool: string; arguments: object } } }).soar
  expect(undo).toMatchObject({ arguments: { connection: 'globex' } })
  const name = undo?.tool ?? ''
  expect(name).toBe('mimecast_unlock_user')
  expect((await client.callTool({ name, arguments: { ...undo?.arguments } })).isError).toBe(false)
})

describe.each(ERAS)('a question in the era %j', (era) => {
  test('names the connection, and its answer is for that one alone', async () => {
    const { core, reached } = await open({ policy: {} })
    const asked: string[] = []
    const person = {
      answer: (question: string) => {
        asked.push(question)
        return { action: question.includes('(acme)') ? ('accept' as const) : ('decline' as const) }
      },
    }
    const client = await connectTo(core, person, era)
    for (const connection of ['acme', 'globex']) await call(client, 'echo_call', { path: '/', connection })
    expect(asked.map((question) => question.split(' changes ')[0])).toEqual([
      'Echo: Call (acme)',
      'Echo: Call (globex)',
    ])
    expect(reached).toEqual(['acme'])
  })
})

describe('a token', () => {
  const http = async (names: readonly string[] = ['acme', 'globex', 'initech']) => {
    const { core, reached } = await open({}, names)
    const env = { ALL: 'a-token-for-everything', TWO: 'a-token-for-two-of-them', ONE: 'a-token-for-only-one' }
    const words = ['ALL', 'TWO=connection:acme,connection:initech', 'ONE=read,connection:globex']
    const { tokens } = readHttpOptions('127.0.0.1:0', words, [], env)
    const { url } = await startHttp(core, { tokens })
    const connect = async (name: keyof typeof env) => connectHttp(url, env[name])
    return { connect, reached }
  }

  test('reaches the connections that it is for, and offers no others', async () => {
    const { connect, reached } = await http()
    const choices = async (name: 'ALL' | 'TWO' | 'ONE') => {
      const { tools } = await (await connect(name)).listTools()
      const { properties = {} } = tools.find((tool) => tool.name === 'echo_say')?.inputSchema ?? {}
      return (properties.connection as { enum?: string[] } | undefined)?.enum
    }
    expect(await choices('ALL')).toEqual(['acme', 'globex', 'initech'])
    expect(await choices('TWO')).toEqual(['acme', 'initech'])
    expect(await choices('ONE')).toBeUndefined()
    const two = await connect('TWO')
    expect(codeOf(await call(two, 'echo_call', { path: '/', connection: 'globex' }))).toBe(
      'PARAMETER_INVALID',
    )
    expect((await call(two, 'echo_call', { path: '/', connection: 'initech' })).isError).toBe(false)
    expect(reached).toEqual(['initech'])
  })

  test('that only reads is offered what reads, and its only connection is used', async () => {
    const { connect, reached } = await http()
    const one = await connect('ONE')
    expect(await toolNamesOf(one)).toEqual(['echo_count', 'echo_say'])
    await expect(call(one, 'echo_call', { path: '/' })).rejects.toThrow('your token lacks the scope for it')
    const answer = await call(one, 'echo_say', { text: 'hi', connection: 'acme' })
    expect(codeOf(answer)).toBe('PARAMETER_INVALID')
    expect((await call(one, 'echo_say', { text: 'hi' })).isError).toBe(false)
    expect(reached).toEqual([])
  })

  test('that names actions is offered these, by their ids with or without the integration', async () => {
    const { core } = await open()
    const toolsOf = (...words: string[]) => [
      ...restricted(core, readGrant(words, '--token-env X')).offers.tools.keys(),
    ]
    expect(toolsOf('action:say', 'action:echo.call')).toEqual(['echo_call', 'echo_say'])
    expect(toolsOf('read', 'action:say', 'action:call')).toEqual(['echo_say'])
    expect(toolsOf('action:twin.say')).toEqual([])
  })

  test('for none of the connections is offered nothing', async () => {
    const { core } = await open()
    const none = restricted(core, { ...everything, connections: new Set(['initech']) })
    expect([none.offers.tools.size, none.served]).toEqual([0, []])
    expect(none.offers.withheld.get('echo_say')).toBe('your token is for other connections')
  })

  test('with a scope that does not exist is refused before the server starts', () => {
    const read = () => readHttpOptions('127.0.0.1:0', ['T=raed'], [], { T: 'a-token-of-this-test' })
    expect(read).toThrow(
      expect.objectContaining({ values: { reason: expect.stringContaining('Did you mean "read"?') } }),
    )
    expect(readGrant(['read'], 'x').scopes).toEqual(new Set(['read']))
  })
})

test('a prompt asks for the connection, completes it, and tells the assistant to use it', async () => {
  const prompts = {
    ...noPrompts,
    prompts: {
      greet: {
        title: 'Greet',
        description: 'Says hello.',
        arguments: {
          who: { label: 'Who', description: 'Whom.', values: ['Ann', 'Bob'], values_from: { count: 'name' } },
        },
        text: 'Greet {{ args.who }} with {{ tools.say }}.',
      },
    },
  }
  const { core } = await open({ prompts })
  const client = await connectTo(core)
  const [prompt] = (await client.listPrompts()).prompts
  expect(prompt?.arguments?.map(({ name, required }) => [name, required])).toEqual([
    ['connection', true],
    ['who', false],
  ])
  const complete = async (name: string, value: string) => {
    const ref = { type: 'ref/prompt' as const, name: 'greet' }
    return (await client.complete({ ref, argument: { name, value } })).completion.values
  }
  expect(await complete('connection', 'G')).toEqual(['globex'])
  expect(await complete('who', '')).toEqual(['Ann', 'Bob'])
  expect(await complete('who', 'b')).toEqual(['Bob'])
  expect(await complete('__proto__', '')).toEqual([])
  const { messages } = await client.getPrompt({
    name: 'greet',
    arguments: { connection: 'acme', who: 'Ann' },
  })
  expect(messages[0]?.content).toMatchObject({
    text: 'Greet Ann with echo_say.\n\nUse the connection acme in every call.',
  })
  await expect(client.getPrompt({ name: 'greet', arguments: { connection: 'x' } })).rejects.toThrow(
    '"connection" must name one of these connections: acme, globex.',
  )
})

test('the command line takes --connection several times', async () => {
  const folder = folderWith({
    'connections.yaml': 'acme: { base_url: http://127.0.0.1:9 }\nglobex: { base_url: http://127.0.0.1:9 }\n',
  })
  chmodSync(join(folder.root, 'connections.yaml'), 0o600)
  const lines = [
    {
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '0' } },
    },
    { method: 'tools/list' },
  ].map((message, id) => `${JSON.stringify({ jsonrpc: '2.0', id, ...message })}\n`)
  const { stdout, stderr } = await cli(
    ['mcp', '--connections', 'connections.yaml', '--connection', 'acme', '--connection', 'globex'],
    { cwd: folder.root, stdin: lines.join('') },
  )
  expect(stderr).toBe('')
  expect(stdout).toContain('"enum":["acme","globex"]')
})
