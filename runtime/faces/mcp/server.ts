/** Binds the core to the protocol: one SDK server per client. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import {
  type CallToolRequest,
  CallToolRequestSchema,
  ElicitResultSchema,
  ErrorCode,
  GetPromptRequestSchema,
  type Implementation,
  type JSONRPCRequest,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  type RequestId,
  type ServerNotification,
  type ServerRequest,
  type ServerResult,
} from '@modelcontextprotocol/sdk/types.js'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv-provider.js'
import type { IntegrationSpec } from '../../integration/integration.ts'
import { visibleLine } from '../../safety/control-characters.ts'
import type { Caller } from '../../service/audit.ts'
import { type Core, track } from '../../service/service.ts'
import { callTool, recordRefused } from './call/call.ts'
import type { Channel } from './call/channel.ts'
import { readResultTool } from './call/read-result.ts'
import { getPrompt, listPrompts } from './prompts.ts'
import { protocolError } from './protocol-error.ts'
import { listResources, readResource } from './resources.ts'
import { toTool } from './tools.ts'

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/** The properties of one client. */
export interface Client {
  /** The owner of the bearer token it uses. */
  subject?: string
  /** What quotas count: the subject, or the session; nothing for the only client of a server. */
  caller?: string
  /** Aborted when no client is left to answer a question. */
  gone: AbortSignal
  /** Called when a request was cancelled and so gets no answer. */
  cancelled?: (requestId: RequestId) => void
}

/** Milliseconds that a person has to answer. */
const PATIENCE = 5 * 60_000

/** The first code that JSON-RPC leaves to servers. */
const BUSY = -32_000

/** An accepted form without fields is a yes. */
const YES = { type: 'object' as const, properties: {} }

const jsonSchemaValidator = new AjvJsonSchemaValidator()

/**
 * A server for one client, not yet connected. Requests are routed here and not by `setRequestHandler`, which reports
 * arguments of the wrong type as a server error instead of a client error.
 */
export function createServer(core: Core, client: Client): Server {
  const specs = core.served.map(({ integration }) => integration.spec)
  const server = new Server(identityOf(specs), {
    capabilities: { tools: {}, resources: {}, prompts: {} },
    instructions: core.t('instructions', {
      description: specs.map(({ description }) => description).join(' '),
    }),
    jsonSchemaValidator,
  })
  const routes = makeRoutes(core, client, server)
  server.fallbackRequestHandler = async (request, extra) => {
    const route = Object.hasOwn(routes, request.method) ? routes[request.method] : undefined
    if (!route) throw protocolError(ErrorCode.MethodNotFound, 'Method not found')
    extra.signal.addEventListener('abort', () => client.cancelled?.(extra.requestId), { once: true })
    const answer = track(core, client.caller ?? '', async () => route(request, extra))
    if (answer) return answer
    await recordRefused(core, request, channelOf(server, client, extra), 'BUSY')
    throw protocolError(BUSY, 'The server is handling too many requests. Retry later.')
  }
  server.onerror = (err) => core.log.line('debug', { err }, 'Protocol.')
  return server
}

/** The server's name, title and version; of several integrations, those of each. */
function identityOf(specs: readonly IntegrationSpec[]): Implementation {
  const [only] = specs
  if (only && specs.length === 1) return { name: `soar-${only.id}`, title: only.name, version: only.version }
  return {
    name: 'soar',
    title: specs.map(({ name }) => name).join(', '),
    version: specs.map(({ id, version }) => `${id} ${version}`).join(', '),
  }
}

type Route = (request: JSONRPCRequest, extra: Extra) => ServerResult | Promise<ServerResult>

interface Schema<T> {
  safeParse(
    data: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } }
}

/** Parses a request with the SDK's own schema. Throws a protocol error with every problem. */
function read<T>(schema: Schema<T>, request: JSONRPCRequest): T {
  const parsed = schema.safeParse(withoutNulls(request))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw protocolError(ErrorCode.InvalidParams, `Not a ${request.method} request. ${faults.join('; ')}`)
}

/** Some clients send null for what they leave out, and an empty cursor for the first page. */
function withoutNulls(request: JSONRPCRequest): JSONRPCRequest {
  const given = Object.entries(request.params ?? {})
  const params = given.filter(([name, value]) => value !== null && !(name === 'cursor' && value === ''))
  return { ...request, params: Object.fromEntries(params) }
}

/** Lists have one page each. */
function wholeList(request: { params?: { cursor?: string | undefined } | undefined }): void {
  if (request.params?.cursor === undefined) return
  throw protocolError(ErrorCode.InvalidParams, 'Unknown cursor: lists have one page.')
}

function makeRoutes(core: Core, client: Client, server: Server): Record<string, Route> {
  return {
    'tools/list': (request) => {
      wholeList(read(ListToolsRequestSchema, request))
      const tools = [...core.offers.tools.values()].map((offer) => toTool(offer, core.callArguments, core.t))
      return { tools: [...tools, readResultTool(core.t)] }
    },
    'tools/call': async (request, extra) => {
      const channel = channelOf(server, client, extra)
      let params: CallToolRequest['params']
      try {
        params = read(CallToolRequestSchema, request).params
      } catch (fault) {
        await recordRefused(core, request, channel, 'REQUEST_INVALID')
        throw fault
      }
      return callTool(core, params.name, params.arguments ?? {}, channel)
    },
    'resources/list': (request) => {
      wholeList(read(ListResourcesRequestSchema, request))
      return { resources: listResources(core, client.subject) }
    },
    'resources/templates/list': (request) => {
      wholeList(read(ListResourceTemplatesRequestSchema, request))
      return { resourceTemplates: [] }
    },
    'resources/read': (request) =>
      readResource(core, read(ReadResourceRequestSchema, request).params.uri, client.subject),
    'prompts/list': (request) => {
      wholeList(read(ListPromptsRequestSchema, request))
      return { prompts: listPrompts(core) }
    },
    'prompts/get': (request) => {
      const { name, arguments: given = {} } = read(GetPromptRequestSchema, request).params
      return getPrompt(core, name, given)
    },
  }
}

function channelOf(server: Server, { subject, caller = '', gone }: Client, extra: Extra): Channel {
  const token = extra._meta?.progressToken
  const canAsk = server.getClientCapabilities()?.elicitation?.form !== undefined
  return {
    who: { client: nameOf(server), ...(subject === undefined ? {} : { subject }) },
    caller,
    signal: extra.signal,
    ...(token === undefined
      ? {}
      : {
          progress: (progress) => {
            const params = { progressToken: token, ...progress }
            // A client that no longer listens misses only this notification.
            extra.sendNotification({ method: 'notifications/progress', params }).catch(() => {})
          },
        }),
    ...(canAsk ? { ask: (question) => ask(extra, gone, question) } : {}),
  }
}

/** Asks over the stream of the call itself: over HTTP it may be the only one. A missing answer is a no. */
async function ask({ signal, sendRequest }: Extra, gone: AbortSignal, message: string): Promise<boolean> {
  const params = { mode: 'form' as const, message, requestedSchema: YES }
  const options = { timeout: PATIENCE, signal: AbortSignal.any([signal, gone]) }
  try {
    const answer = await sendRequest({ method: 'elicitation/create', params }, ElicitResultSchema, options)
    return answer.action === 'accept'
  } catch {
    return false
  }
}

function nameOf(server: Server): Caller['client'] {
  const { name = 'unknown', version = '' } = server.getClientVersion() ?? {}
  return visibleLine(`${name}/${version}`.slice(0, 120))
}
