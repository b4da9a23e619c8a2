/** The MCP server of the built product against the official suite, foreign clients and floods. */
import { loadIntegration } from '../../runtime/integration/folder.ts'
import { toolNames } from '../../runtime/service/tool-names.ts'
import { startSimulator } from '../../simulator/index.ts'
import { product, repository } from '../../testing/own/repository.ts'
import { firstLine, startNode } from '../../testing/process.ts'
import type { Part, Report } from '../part.ts'
import { bundle } from './bundle.ts'
import { conformance } from './conformance.ts'
import { flood } from './flood.ts'
import { inspect } from './inspector.ts'
import { foreignClients } from './python.ts'

export const part: Part = async ({ say }) => {
  const simulator = await startSimulator()
  const integration = await loadIntegration(repository)
  const config = Object.entries(integration.spec.config).flatMap(([field, { env }]) => {
    const value = simulator.config.api2[field as keyof typeof simulator.config.api2]
    return env === undefined || value === undefined ? [] : [[env, String(value)] as const]
  })
  const environment = Object.fromEntries(config)
  const start = async (...args: string[]) => {
    const child = startNode(product, ['mcp', '--http', '127.0.0.1:0', ...args], { env: environment })
    return { child, url: await firstLine(child) }
  }
  const reports: Report[] = []
  const open = await start('--yes-writes', '--toolset', 'all')
  const asking = await start()
  try {
    reports.push(await conformance(open.url, say))
    reports.push(await inspect(open.url, environment, say))
    reports.push(await bundle(say))
    reports.push(await foreignClients(open.url, await callsOf(integration), say))
    const write = {
      name: 'mimecast_block_sender',
      arguments: { sender: 'mallory@evil.example', recipient: 'alice@corp.example' },
    }
    reports.push(
      await flood(
        { url: asking.url, pid: asking.child.pid },
        { name: 'mimecast_ping', arguments: {} },
        write,
        say,
      ),
    )
  } finally {
    open.child.kill()
    asking.child.kill()
    await simulator.close()
  }
  return {
    cases: reports.reduce((sum, { cases }) => sum + cases, 0),
    broken: reports.flatMap(({ broken }) => broken),
  }
}

/** The example of every tool for the first configuration, and those that succeed at any time and in any order. */
async function callsOf(
  integration: Awaited<ReturnType<typeof loadIntegration>>,
): Promise<{ calls: Record<string, unknown>; reads: string[] }> {
  const ids = await integration.ids()
  const toolOf = toolNames([{ name: integration.spec.id, ids }])
  const calls: Record<string, unknown> = {}
  const reads: string[] = []
  for (const id of ids) {
    const { manifest } = await integration.action(id)
    const { example, kind, experimental, effect } = manifest
    if (kind === 'connector' || experimental !== undefined || example.config?.api_version === '1.0') continue
    const { name } = toolOf(integration.spec.id, id)
    calls[name] = example.parameters
    // The vendor searches a limited time before now, and the windows of the examples are long past.
    if (effect === 'read' && !('start_time' in (example.parameters ?? {}))) reads.push(name)
  }
  return { calls, reads }
}
