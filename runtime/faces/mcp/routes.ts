/** What the server answers to each method of the protocol. */
import {
  type JSONRPCRequest,
  ProtocolErrorCode,
  type Result,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Core } from '../../service/service.ts'
import { callTool, recordRefused } from './call/call.ts'
import { readResultTool } from './call/read-result.ts'
import { type Client, channelOf, isModern } from './client.ts'
import { complete, resourceTemplates } from './completion.ts'
import { read, requests, wholeList } from './params.ts'
import { getPrompt, listPrompts } from './prompts.ts'
import { protocolError } from './protocol-error.ts'
import { listResources, readResource } from './resources.ts'
import { toolsOf } from './tools.ts'

/** The methods that have routes. The SDK answers the others, with the status that HTTP clients expect. */
const METHODS: ReadonlySet<string> = new Set([
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'completion/complete',
  'prompts/list',
  'prompts/get',
])

/** Whether a method has a route. */
export const isRouted = (method: string): boolean => METHODS.has(method)

type Route = (request: JSONRPCRequest, context: ServerContext) => Promise<Result>

/** Milliseconds for which clients may keep what does not change while the server runs. */
const STABLE = 3_600_000

/** Since 2026-07-28 an answer says for how long it may be kept. What depends on the caller's rights is private. */
const cached = (result: Result, context: ServerContext, ttlMs: number): Result =>
  isModern(context) ? { ...result, ttlMs, cacheScope: 'private' } : result

/** Answers a request, or throws a protocol error. */
export function createRouter(core: Core, client: Client, server: Server): Route {
  const routes: Record<string, Route> = {
    'tools/list': async (request, context) => {
      await wholeList(request)
      return cached({ tools: [...toolsOf(core), readResultTool(core.t)] }, context, STABLE)
    },
    'tools/call': async (request, context) => {
      const channel = channelOf(server, client, context)
      const { params } = await read(requests.CallToolRequest, request).catch(async (fault: unknown) => {
        await recordRefused(core, request, channel, 'REQUEST_INVALID')
        throw fault
      })
      return callTool(core, params.name, params.arguments ?? {}, channel)
    },
    'resources/list': async (request, context) => {
      await wholeList(request)
      return cached({ resources: listResources(core, client.subject) }, context, 0)
    },
    'resources/templates/list': async (request, context) => {
      await wholeList(request)
      return cached({ resourceTemplates: resourceTemplates(core) }, context, STABLE)
    },
    'resources/read': async (request, context) => {
      const { params } = await read(requests.ReadResourceRequest, request)
      return cached(readResource(core, params.uri, client.subject), context, STABLE)
    },
    'completion/complete': async (request) => {
      const { params } = await read(requests.CompleteRequest, request)
      return complete(core, params, client.subject)
    },
    'prompts/list': async (request, context) => {
      await wholeList(request)
      return cached({ prompts: listPrompts(core) }, context, STABLE)
    },
    'prompts/get': async (request) => {
      const { params } = await read(requests.GetPromptRequest, request)
      return getPrompt(core, params.name, params.arguments ?? {})
    },
  }
  return async (request, context) => {
    const route = Object.hasOwn(routes, request.method) ? routes[request.method] : undefined
    if (!route) throw protocolError(ProtocolErrorCode.MethodNotFound, 'Method not found')
    return route(request, context)
  }
}
