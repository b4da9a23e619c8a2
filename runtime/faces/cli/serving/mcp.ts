/** The MCP server of `soar serve`: each caller sees the tools that it may use. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { noPrompts } from '../../../integration/prompts.ts'
import { callArguments } from '../../../platforms/registry.ts'
import type { LogSink } from '../../../safety/log.ts'
import type { Audit } from '../../../service/audit.ts'
import type { Grant } from '../../../service/grants.ts'
import type { Policy } from '../../../service/offers.ts'
import type { RunService } from '../../../service/runs/service.ts'
import { servedWith } from '../../../service/served.ts'
import type { Core, Served, Setup } from '../../../service/service.ts'
import type { NamedTenant } from '../../../service/tenants.ts'
import type { Call } from '../line/command.ts'
import type { OpenedIntegrations } from './served.ts'

/** Sessions of MCP clients. */
interface ClientSessions {
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    caller: { subject: string; grant: Grant },
  ): Promise<void>
  sweep(now: number): void
  close(): Promise<void>
}

/** What the face for MCP offers. */
export interface McpFace {
  createCore(setup: Setup): Promise<Core>
  createGrantedSessions(core: Core): ClientSessions
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

/** Creates the server. If an integration has several connections, each call names one. */
export async function openMcp({ options }: Call, parts: McpParts) {
  const { opened, tenants, policy, locale, log, audit, runs, face } = parts
  const served: Served[] = []
  for (const { integration, prompts } of opened.opened) {
    const own = tenants.filter((tenant) => tenant.integration === integration)
    if (own.length === 0) {
      log.line(
        'warn',
        { integration: integration.spec.id },
        'No MCP tools: the integration has no connection.',
      )
      continue
    }
    const connections = own.map(({ name, integration: _, ...tenant }) => ({ ...tenant, connection: name }))
    served.push(servedWith({ integration, prompts: (await prompts?.()) ?? noPrompts }, connections))
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
  const sessions = face.createGrantedSessions(core)
  const sweeper = setInterval(() => sessions.sweep(Date.now()), 60_000)
  sweeper.unref()
  return {
    handle: (
      request: IncomingMessage,
      response: ServerResponse,
      caller: { subject: string; grant: Grant },
    ): Promise<void> => sessions.handle(request, response, caller),
    close: async (): Promise<void> => {
      clearInterval(sweeper)
      await sessions.close()
    },
  }
}
