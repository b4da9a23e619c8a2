/** Servers of the Model Context Protocol, and the official SDK's own client in front of them. */
import {
  type CallToolResult,
  Client,
  type ClientCapabilities,
  type ElicitResult,
  InMemoryTransport,
  StreamableHTTPClientTransport,
  type Transport,
  type VersionNegotiationMode,
} from '@modelcontextprotocol/client'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { onTestFinished } from 'vitest'
import { READ_RESULT } from '../../runtime/faces/mcp/answer/more.ts'
import { ABOUT } from '../../runtime/faces/mcp/answer/structured.ts'
import { createServer } from '../../runtime/faces/mcp/server.ts'
import { type RunningHttp, serveHttp } from '../../runtime/faces/mcp/transport/http.ts'
import { noPrompts } from '../../runtime/integration/prompts.ts'
import { caseArguments } from '../../runtime/platforms/secops/case-arguments.ts'
import type { HttpOptions } from '../../runtime/service/admission.ts'
import type { Audit, AuditEntry } from '../../runtime/service/audit.ts'
import type { Policy } from '../../runtime/service/offers.ts'
import { type Core, createCore, type Served, type Setup } from '../../runtime/service/service.ts'
import { loadEcho } from './echo.ts'
import { schemas } from './mcp-schemas.ts'

/** What is special about a server; everything else is open and empty. */
export type CoreOptions = Partial<Omit<Setup, 'policy'>> &
  Partial<Omit<Served, 'config'>> & {
    policy?: Partial<Policy>
    config?: Record<string, unknown>
  }

/** A server's state, of the echo integration unless another is given. */
export async function makeCore({
  policy = {},
  config = {},
  integration,
  prompts = noPrompts,
  env = {},
  names = {},
  connection,
  ...options
}: CoreOptions = {}): Promise<Core> {
  const own = {
    integration: integration ?? (await loadEcho()),
    prompts,
    config: [{ values: config }],
    env,
    names,
    ...(connection === undefined ? {} : { connection }),
  }
  return createCore({
    served: [own],
    locale: 'en',
    callArguments: caseArguments(),
    log: { line: () => {}, secret: () => {} },
    ...options,
    policy: { readOnly: false, deny: [], yesWrites: false, ...policy },
  })
}

/** An audit log in memory. */
export function keepAudit(): Audit & { entries: AuditEntry[]; broken: string | undefined } {
  const entries: AuditEntry[] = []
  const audit = {
    entries,
    broken: undefined as string | undefined,
    write: async (entry: AuditEntry) => {
      entries.push(entry)
    },
    close: async () => {},
  }
  return audit
}

/** How a person answers the questions of a server, and what was asked. */
export interface Person {
  answer(question: string): ElicitResult | Promise<ElicitResult>
}

/** The revisions of the protocol: those with sessions, and the current one without. */
export const ERAS = ['legacy', { pin: '2026-07-28' }] as const satisfies VersionNegotiationMode[]

/** The SDK's client, connected; who opens it closes it. */
export async function openClient(
  transport: Transport,
  person?: Person,
  mode: VersionNegotiationMode = 'legacy',
): Promise<Client> {
  const capabilities: ClientCapabilities = person ? { elicitation: {} } : {}
  const versionNegotiation = { mode }
  const client = new Client(
    { name: 'test', version: '1.2.3' },
    { capabilities, versionNegotiation, jsonSchemaValidator: schemas },
  )
  if (person) client.setRequestHandler('elicitation/create', ({ params }) => person.answer(params.message))
  await client.connect(transport)
  return client
}

/** The SDK's client, connected; closed when the test ends. */
export async function connectClient(...given: Parameters<typeof openClient>): Promise<Client> {
  const client = await openClient(...given)
  onTestFinished(() => client.close())
  return client
}

/** Starts a server in the same process and returns the client's end of the transport. */
export function transportTo(core: Core): Transport {
  const [near, far] = InMemoryTransport.createLinkedPair()
  const gone = new AbortController()
  serveStdio(() => createServer(core, { gone: gone.signal }), { transport: far })
  return near
}

/** A client of a server in the same process. */
export const connectTo = (core: Core, person?: Person, mode?: VersionNegotiationMode): Promise<Client> =>
  connectClient(transportTo(core), person, mode)

/** A server over HTTP on a free port of 127.0.0.1; who opens it closes it. */
export const openHttp = (
  core: Core,
  options: Partial<HttpOptions> = {},
  limits: Parameters<typeof serveHttp>[2] = {},
): Promise<RunningHttp> =>
  serveHttp(core, { host: '127.0.0.1', port: 0, tokens: [], hosts: [], ...options }, limits)

/** A server over HTTP; closed when the test ends. */
export async function startHttp(...given: Parameters<typeof openHttp>): Promise<RunningHttp> {
  const running = await openHttp(...given)
  onTestFinished(() => running.close())
  return running
}

/** A client over HTTP. */
export async function connectHttp(
  url: string,
  token?: string,
  person?: Person,
  mode?: VersionNegotiationMode,
): Promise<Client> {
  const requestInit = token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit })
  return connectClient(transport, person, mode)
}

/** Calls a tool; the client holds structured content against the output schema once tools were listed. */
export async function call(
  client: Client,
  name: string,
  given: Record<string, unknown> = {},
): Promise<CallToolResult> {
  return client.callTool({ name, arguments: given })
}

/** The text of an answer. */
export function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
}

/** Names of the tools that run actions, without the one that reads stored results. */
export async function toolNamesOf(client: Client): Promise<string[]> {
  const { tools } = await client.listTools()
  return tools.map(({ name }) => name).filter((name) => name !== READ_RESULT)
}

/** The data of an answer, without the wrapping of lists and the facts about the answer. */
export function dataOf({ structuredContent }: CallToolResult): unknown {
  const { [ABOUT]: _, ...data } = (structuredContent ?? {}) as Record<string, unknown>
  return data.rows ?? data
}

interface AnswerError {
  code?: string
  problems?: { where: string; message: string }[]
}

/** What a failed answer says for programs; empty for one that did not fail. */
export const errorOf = ({ _meta }: CallToolResult): AnswerError =>
  (_meta?.['soar/error'] as AnswerError | undefined) ?? {}

/** The code of a failed answer. */
export const codeOf = (answer: CallToolResult): string | undefined => errorOf(answer).code

/** The rows of an answer. */
export function rowsOf({ structuredContent }: CallToolResult): Record<string, unknown>[] {
  const { rows } = (structuredContent ?? {}) as { rows?: unknown }
  if (!Array.isArray(rows)) throw new Error(`no rows: ${JSON.stringify(structuredContent)}`)
  return rows
}
