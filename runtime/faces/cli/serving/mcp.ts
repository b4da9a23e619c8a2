/** The MCP server of `soar serve`: each caller sees the tools that it may use. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { noPrompts } from '../../../integration/prompts.ts'
import { callArguments } from '../../../platforms/registry.ts'
import type { LogSink } from '../../../safety/log.ts'
import type { Audit } from '../../../service/audit.ts'
import type { Grant } from '../../../service/grants.ts'
import type { Offer, Policy } from '../../../service/offers.ts'
import type { RunService } from '../../../service/runs/service.ts'
import type { Core, Served, Setup } from '../../../service/service.ts'
import type { NamedTenant } from '../../../service/tenants.ts'
import type { Call } from '../line/command.ts'
import type { OpenedIntegrations } from './served.ts'

/** Sessions of MCP clients. */
interface ClientSessions {
  handle(request: IncomingMessage, response: ServerResponse, subject: string | undefined): Promise<void>
  sweep(now: number): void
  close(): Promise<void>
}

/** What the face for MCP offers. */
export interface McpFace {
  createCore(setup: Setup): Promise<Core>
  createSessions(core: Core): ClientSessions
}

/** What the server is made of. */
export interface McpParts {
  opened: OpenedIntegrations
  tenants: readonly NamedTenant[]
  policy: Policy
  locale: string
  log: LogSink
  audit?: Audit
  /** Starts the runs of the tools. */
  runs: RunService
  /** The face, which the command has loaded. */
  face: McpFace
}

/**
 * Creates the server. An integration with several connections has no tools, because a tool does not name one: the operator
 * chooses it with --connection.
 */
export async function openMcp({ options }: Call, parts: McpParts) {
  const { opened, tenants, policy, locale, log, audit, runs, face } = parts
  const served: Served[] = []
  for (const { integration, prompts } of opened.opened) {
    const own = tenants.filter((tenant) => tenant.integration === integration)
    const [tenant] = own
    if (tenant === undefined || own.length > 1) {
      const fields = { integration: integration.spec.id, connections: own.map(({ name }) => name) }
      log.line('warn', fields, 'No MCP tools: name one connection of this integration with --connection.')
      continue
    }
    const { config, env, names, name } = tenant
    served.push({
      integration,
      prompts: (await prompts?.()) ?? noPrompts,
      config,
      env,
      names,
      connection: name,
    })
  }
  const core = await face.createCore({
    served,
    broken: opened.broken,
    locale,
    policy: { ...policy, connectors: false },
    callArguments: await callArguments(options),
    ...(audit ? { audit } : {}),
    runs,
    log,
  })
  const byGrant = new Map<string, ClientSessions>()
  const sessionsOf = (grant: Grant) => {
    const key = JSON.stringify([[...grant.scopes].sort(), grant.connections && [...grant.connections].sort()])
    const known = byGrant.get(key)
    if (known) return known
    const sessions = face.createSessions(restricted(core, grant))
    byGrant.set(key, sessions)
    return sessions
  }
  const sweeper = setInterval(() => {
    for (const sessions of byGrant.values()) sessions.sweep(Date.now())
  }, 60_000)
  sweeper.unref()
  return {
    handle: (
      request: IncomingMessage,
      response: ServerResponse,
      { subject, grant }: { subject: string; grant: Grant },
    ): Promise<void> => sessionsOf(grant).handle(request, response, subject),
    close: async (): Promise<void> => {
      clearInterval(sweeper)
      await Promise.all([...byGrant.values()].map((sessions) => sessions.close()))
    },
  }
}

/** The same server with the tools that a grant covers. */
function restricted(core: Core, { scopes, connections }: Grant): Core {
  const tools = new Map<string, Offer<Served>>()
  const withheld = new Map(core.offers.withheld)
  for (const [name, offer] of core.offers.tools) {
    const { connection = '' } = offer.served
    if (!scopes.has(offer.action.manifest.effect)) withheld.set(name, 'your token lacks the scope for it')
    else if (connections && !connections.has(connection))
      withheld.set(name, 'your token is for other connections')
    else tools.set(name, offer)
  }
  return { ...core, offers: { ...core.offers, tools, withheld } }
}
