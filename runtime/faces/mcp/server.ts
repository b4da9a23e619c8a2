/** Binds the core to the protocol: one SDK server per client or request. */
import { type Implementation, Server } from '@modelcontextprotocol/server'
import { TOOLSETS } from '../../contract/toolsets.ts'
import type { IntegrationSpec } from '../../integration/integration.ts'
import { type Core, track } from '../../service/service.ts'
import { recordRefused } from './call/call.ts'
import { type Client, callerOf, channelOf } from './client.ts'
import { protocolError } from './protocol-error.ts'
import { createRouter, isRouted } from './routes.ts'

/** The first code that JSON-RPC leaves to servers. */
const BUSY = -32_000

/** Milliseconds for which clients may keep what the server says of itself. */
const STABLE = 3_600_000

/**
 * What the server can do. It notifies no client of changes: tools and prompts stay the same while it runs, and answers name
 * the results that are added.
 */
const CAPABILITIES = {
  tools: { listChanged: false },
  resources: { listChanged: false, subscribe: false },
  prompts: { listChanged: false },
  completions: {},
}

/**
 * A server for one client, not yet connected. Requests are routed here and not by `setRequestHandler`, which reports
 * arguments of the wrong type as a server error instead of a client error.
 */
export function createServer(core: Core, client: Client): Server {
  const specs = core.served.map(({ integration }) => integration.spec)
  const server = new Server(identityOf(specs, core.logo), {
    capabilities: CAPABILITIES,
    instructions: instructionsOf(core, specs),
    cacheHints: { 'server/discover': { ttlMs: STABLE, cacheScope: 'public' } },
  })
  server.onerror = (err) => core.log.line('debug', { err }, 'Protocol.')
  if (client.method !== undefined && !isRouted(client.method)) return server
  const route = createRouter(core, client, server)
  server.fallbackRequestHandler = async (request, context) => {
    const { signal, id } = context.mcpReq
    signal.addEventListener('abort', () => client.cancelled?.(id), { once: true })
    const answer = track(core, callerOf(server, client, context), () => route(request, context))
    if (answer) return answer
    await recordRefused(core, request, channelOf(server, client, context), 'BUSY')
    throw protocolError(BUSY, 'The server is handling too many requests. Retry later.')
  }
  return server
}

/** What a model reads before it calls anything. */
function instructionsOf({ t, offers }: Core, specs: readonly IntegrationSpec[]): string {
  const start = t('instructions', { description: specs.map(({ description }) => description).join(' ') })
  const others = TOOLSETS.filter((set) => !offers.toolsets.has(set))
  if (others.length === 0) return start
  return `${start} ${t('other_toolsets', { offered: [...offers.toolsets].join(', '), others: others.join(', ') })}`
}

/** The server's name, title and version; of several integrations, those of each. */
function identityOf(specs: readonly IntegrationSpec[], logo: string | undefined): Implementation {
  const [only] = specs
  if (only && specs.length === 1) {
    return {
      name: `soar-${only.id}`,
      title: only.name,
      version: only.version,
      description: only.description,
      ...(only.documentation === undefined ? {} : { websiteUrl: only.documentation }),
      ...(logo === undefined ? {} : { icons: [{ src: logo, mimeType: 'image/svg+xml', sizes: ['any'] }] }),
    }
  }
  return {
    name: 'soar',
    title: specs.map(({ name }) => name).join(', '),
    version: specs.map(({ id, version }) => `${id} ${version}`).join(', '),
  }
}
