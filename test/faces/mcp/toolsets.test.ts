/** Which tools a model gets: the tool sets of the manifests, and the operator's choice. */
import { describe, expect, test } from 'vitest'
import { TOOLSETS, type Toolset } from '../../../runtime/contract/toolsets.ts'
import { loadIntegration } from '../../../runtime/integration/folder.ts'
import type { Policy } from '../../../runtime/service/offers.ts'
import { offeredToolsets, toolsetsOf } from '../../../runtime/service/toolsets.ts'
import { openIntegration } from '../../../testing/own/subjects.ts'
import { copyEcho } from '../../support/author.ts'
import { cli } from '../../support/cli.ts'
import { call, connectTo, makeCore, toolNamesOf } from '../../support/mcp.ts'

const mimecast = await openIntegration()

const offered = async (policy: Partial<Policy>): Promise<string[]> => {
  const { offers } = await makeCore({ integration: mimecast, policy })
  return [...offers.tools.keys()]
}

describe('the standard tool sets', () => {
  test('have at most 40 tools with those of the server, and all that the prompts and the public server name', async () => {
    const client = await connectTo(
      await makeCore({ integration: mimecast, policy: { toolsets: 'standard', experimental: true } }),
    )
    const { tools } = await client.listTools()
    expect(tools.length).toBeLessThanOrEqual(40)
    const actions = tools.map(({ _meta }) => _meta?.['soar/action'])
    const needed = [
      'ping',
      'simple-archive-search',
      'advanced-archive-search',
      'permit-sender',
      'block-sender',
      'release-message',
      'reject-message',
      'report-message',
      'get-hold-message-list',
      'get-message-details',
      'get-ttp-url-logs',
      'create-block-sender-policy',
    ]
    expect(needed.filter((id) => !actions.includes(id))).toEqual([])
  })

  test('are half as long to read as all tools', async () => {
    const size = async (toolsets?: 'standard'): Promise<number> => {
      const core = await makeCore({
        integration: mimecast,
        policy: toolsets === undefined ? {} : { toolsets },
      })
      return JSON.stringify((await (await connectTo(core)).listTools()).tools).length
    }
    const [some, all] = [await size('standard'), await size()]
    expect(some / all).toBeLessThan(0.5)
  })

  test('can undo what they do: the action that a manifest names for it is there, too', async () => {
    const { offers } = await makeCore({ integration: mimecast, policy: { toolsets: 'standard' } })
    const manifests = new Map([...offers.tools.values()].map(({ action }) => [action.id, action.manifest]))
    const ways = [...manifests].flatMap(([id, { undo }]) =>
      undo?.action === undefined ? [] : [{ id, back: undo.action }],
    )
    const backs = new Set(ways.map(({ back }) => back))
    expect(ways.length).toBeGreaterThan(4)
    // An action that undoes another one needs no way back itself.
    expect(ways.filter(({ id, back }) => !manifests.has(back) && !backs.has(id))).toEqual([])
  })

  test('of an integration that names none are all of its tools', async () => {
    const client = await connectTo(await makeCore({ policy: { toolsets: 'standard' } }))
    expect(await toolNamesOf(client)).toEqual(['echo_call', 'echo_count', 'echo_misbehave', 'echo_say'])
  })
})

describe('a tool set', () => {
  test('has the actions whose manifests name it; together they have every action', async () => {
    const sets = await Promise.all(TOOLSETS.map((set) => offered({ toolsets: [set] })))
    expect([...new Set(sets.flat())].sort()).toEqual((await offered({})).sort())
    expect(sets.every((names) => names.includes('mimecast_ping'))).toBe(true)
    const [triage, , investigation = [], administration] = sets
    expect(triage).toContain('mimecast_list_reported_emails')
    expect(administration).toContain('mimecast_create_policy')
    const { offers } = await makeCore({ integration: mimecast, policy: { readOnly: true } })
    expect(investigation.filter((name) => !offers.tools.has(name))).toEqual([])
  })

  test('gets a new action by its manifest alone', async () => {
    const echo = copyEcho()
    echo.edit('manifests/count.yaml', 'effect: read', 'effect: read\ntoolsets: [triage]')
    const integration = await loadIntegration(echo.root)
    const { offers } = await makeCore({ integration, policy: { toolsets: 'standard' } })
    expect([...offers.tools.keys()]).toEqual(['echo_count'])
  })

  test.each<[Parameters<typeof toolsetsOf>[0], Toolset[]]>([
    [{ effect: 'read' }, ['investigation']],
    [{ effect: 'write' }, ['administration']],
    [{ effect: 'destructive' }, ['administration']],
    [{ effect: 'write', toolsets: ['triage'] }, ['triage']],
  ])('of the manifest %j is %j', (manifest, sets) => {
    expect(toolsetsOf(manifest)).toEqual(sets)
  })

  test('that the operator chooses is chosen for every integration', () => {
    expect(offeredToolsets(['triage'], [{ effect: 'read' }])).toEqual(['triage'])
    expect(offeredToolsets(undefined, [{ effect: 'read' }])).toEqual(TOOLSETS)
  })
})

describe('a tool outside the offered sets', () => {
  test('is refused with the option that adds it, and the instructions name the other sets', async () => {
    const client = await connectTo(
      await makeCore({ integration: mimecast, policy: { toolsets: ['triage'] } }),
    )
    await expect(call(client, 'mimecast_create_policy')).rejects.toThrow(
      'it is in the tool set administration, and the server offers triage; --toolset administration adds it',
    )
    expect(client.getInstructions()).toMatch(
      /tool sets triage\. Its operator can add containment, investigation, administration with --toolset\.$/,
    )
  })

  test('is offered if --allow names it and no set is chosen', async () => {
    const list = async (...args: string[]) => {
      const { stdout } = await cli(['mcp', ...args], { stdin: `${JSON.stringify(initialize)}\n${LIST}\n` })
      const [, answer] = stdout.trimEnd().split('\n')
      const { result } = JSON.parse(answer ?? '') as { result: { tools: { name: string }[] } }
      return result.tools.map(({ name }) => name)
    }
    expect(await list('--toolset', 'investigation')).toEqual(['echo_count', 'echo_say', 'soar_read_result'])
    expect(await list('--toolset', 'administration,triage', '--toolset', 'all')).toContain('echo_say')
    expect(await list('--toolset', 'administration', '--allow', 'say,call')).toEqual([
      'echo_call',
      'soar_read_result',
    ])
    expect(await list('--allow', 'call')).toEqual(['echo_call', 'soar_read_result'])
  })

  test('is not served at all if the name of the set is wrong', async () => {
    const { code, stderr } = await cli(['mcp', '--toolset', 'triags'])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('--toolset names "triags", which is not a tool set. Did you mean "triage"?'),
    ])
  })
})

const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '0' } },
}
const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
