/** Several integrations in one server. */
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadIntegration } from '../../../runtime/integration/folder.ts'
import { noPrompts, type PromptSet } from '../../../runtime/integration/prompts.ts'
import type { Served } from '../../../runtime/service/service.ts'
import { toolNames } from '../../../runtime/service/tool-names.ts'
import { copyEcho } from '../../support/author.ts'
import { loadEcho } from '../../support/echo.ts'
import {
  call,
  connectClient,
  connectTo,
  keepAudit,
  makeCore,
  textOf,
  toolNamesOf,
} from '../../support/mcp.ts'
import { json, serve } from '../../support/server.ts'
import { twinRoot, withSoarYaml } from '../../support/several.ts'
import { product } from '../../support/soar.ts'

const served = async (config: Record<string, unknown>[] = [{}, {}], prompts = noPrompts): Promise<Served[]> =>
  [await loadEcho(), await loadIntegration(twinRoot)].map((integration, at) => ({
    integration,
    prompts,
    config: [{ values: config[at] ?? {} }],
    env: {},
    names: {},
  }))

describe('a server of two integrations', () => {
  test('offers the tools of both, each with the displayed id of its action', async () => {
    const client = await connectTo(await makeCore({ served: await served() }))
    const { tools } = await client.listTools()
    expect(tools.map(({ name, _meta }) => [name, _meta?.['soar/action']])).toEqual([
      ['echo_call', 'echo.call'],
      ['echo_count', 'count'],
      ['echo_misbehave', 'misbehave'],
      ['echo_say', 'say'],
      ['twin_call', 'twin.call'],
      ['twin_tell', 'tell'],
      ['soar_read_result', undefined],
    ])
    expect(client.getServerVersion()).toMatchObject({ name: 'soar', title: 'Echo, Twin Mail' })
    const { resources } = await client.listResources()
    expect(resources.map(({ uri }) => uri)).toContain('soar://actions/twin.call')
    const { contents } = await client.readResource({ uri: 'soar://actions/twin.call' })
    expect(JSON.stringify(contents)).toContain('Posts to the address of the configuration.')
  })

  test('runs each action on the tenant of its integration, and records which', async () => {
    const server = await serve((_, response) => json(response, {}))
    onTestFinished(() => server.close())
    const audit = keepAudit()
    const own = await served([
      { base_url: server.url, api_key: 'canary-of-echo' },
      { base_url: server.url, token: 'canary-of-twin' },
    ])
    const client = await connectTo(await makeCore({ served: own, audit, policy: { yesWrites: true } }))
    for (const name of ['echo_call', 'twin_call']) {
      const answer = await call(client, name, { path: '/' })
      expect([answer.isError, JSON.stringify(answer).includes('canary')]).toEqual([false, false])
    }
    const headers = server.received.map((one) => [one.headers['x-api-key'], one.headers['x-twin-token']])
    expect(headers).toEqual([
      ['canary-of-echo', undefined],
      [undefined, 'canary-of-twin'],
    ])
    expect(audit.entries.map(({ tool, action }) => [tool, action])).toEqual([
      ['echo_call', 'echo.call'],
      ['twin_call', 'twin.call'],
    ])
  })

  test('asks for consent with the name of the integration', async () => {
    const asked: string[] = []
    const client = await connectTo(await makeCore({ served: await served() }), {
      answer: (question) => {
        asked.push(question)
        return { action: 'decline' }
      },
    })
    await call(client, 'twin_call', { path: '/' })
    expect(asked[0]).toContain('Twin Mail: Call')
  })

  test('takes short ids, full ids and tool names in its policy, and refuses an ambiguous one', async () => {
    const offered = async (allow: string[]): Promise<string[]> => {
      const core = await makeCore({ served: await served(), policy: { allow } })
      return [...core.offers.tools.keys()]
    }
    expect(await offered(['twin.call', 'say', 'twin_tell'])).toEqual(['echo_say', 'twin_call', 'twin_tell'])
    await expect(offered(['call'])).rejects.toMatchObject({
      message: expect.stringContaining('Use one of these ids: echo.call, twin.call.'),
    })
    await expect(offered(['twin.tel'])).rejects.toMatchObject({
      message: expect.stringContaining('Did you mean "twin.tell"?'),
    })
  })

  test('names prompts with their integration where both have one of that name', async () => {
    const set = (...names: string[]): PromptSet => ({
      ...noPrompts,
      prompts: Object.fromEntries(
        names.map((name) => [
          name,
          { title: name, description: name, arguments: {}, text: 'Use {{ tools.call }} or {{ tools.say }}.' },
        ]),
      ),
    })
    const [echo, twin] = await served()
    if (!echo || !twin) throw new Error('two are served')
    const both = [
      { ...echo, prompts: set('greet', 'own') },
      { ...twin, prompts: set('greet') },
    ]
    const client = await connectTo(await makeCore({ served: both }))
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual(['echo.greet', 'own', 'twin.greet'])
    // The tools of a prompt are those of its integration.
    expect(JSON.stringify(await client.getPrompt({ name: 'own' }))).toContain('Use echo_call or echo_say.')
    await expect(client.getPrompt({ name: 'twin.greet' })).rejects.toThrow('say')
  })

  test('withholds the tools of a broken integration and a broken manifest, and offers the others', async () => {
    const echo = copyEcho()
    echo.write('manifests/count.yaml', ': : :')
    const [, twin] = await served()
    if (!twin) throw new Error('two are served')
    const own = { ...twin, integration: await loadIntegration(echo.root) }
    const core = await makeCore({
      served: [own, twin],
      broken: [{ name: 'lost', ids: ['call'], reason: 'Cannot load it.' }],
    })
    const client = await connectTo(core)
    await expect(call(client, 'lost_call')).rejects.toThrow('is not offered here: Cannot load it.')
    await expect(call(client, 'echo_count')).rejects.toThrow('Invalid manifest of "count"')
    expect(textOf(await call(client, 'twin_tell'))).toContain('Told once.')
    expect(core.offers.faults).toEqual(['Cannot load it.', expect.stringContaining('Invalid manifest')])
  })
})

test('every action has a tool name that no other action has', () => {
  const word = fc.stringMatching(/^[a-c]{1,2}$/)
  const id = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('-'))
  const all = fc.uniqueArray(fc.record({ name: id, ids: fc.uniqueArray(id, { maxLength: 8 }) }), {
    selector: ({ name }) => name,
    maxLength: 5,
  })
  fc.assert(
    fc.property(all, (members) => {
      const toolOf = toolNames(members)
      const names = members.flatMap(({ name, ids }) => ids.map((own) => toolOf(name, own).name))
      expect(new Set(names).size).toBe(names.length)
    }),
  )
  const two = [
    { name: 'a', ids: ['b-c'] },
    { name: 'a-b', ids: ['c', 'd'] },
  ]
  const nameOf = (name: string, id: string) => toolNames(two)(name, id).name
  expect([nameOf('a', 'b-c'), nameOf('a-b', 'c'), nameOf('a-b', 'd')]).toEqual(['a__b_c', 'a_b__c', 'a_b_d'])
})

test('the built product serves what soar.yaml names, and reports what is broken', async () => {
  const broken = copyEcho()
  broken.edit('integration.yaml', 'runtime: 1', 'runtime: 2')
  const folder = withSoarYaml([broken.root, twinRoot])
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [product, 'mcp'],
    cwd: folder.root,
    env: { HOME: folder.root },
    stderr: 'pipe',
  })
  let log = ''
  transport.stderr?.on('data', (chunk: Buffer) => {
    log += String(chunk)
  })
  const client = await connectClient(transport)
  expect(await toolNamesOf(client)).toEqual(['twin_call', 'twin_tell'])
  await expect(call(client, 'echo_say', { text: 'x' })).rejects.toThrow('Cannot load the integration at')
  expect(textOf(await call(client, 'twin_tell'))).toContain('Told once.')
  await client.close()
  expect(log).toContain('integration.yaml')
})
