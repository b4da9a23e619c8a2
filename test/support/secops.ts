/** The platform's side of the secops dialect: contexts in, documents out, a scripted vendor in between. */
import { readFileSync } from 'node:fs'
import type { Integration } from '../../runtime/integration/integration.ts'
import { openIntegration } from '../../testing/own/subjects.ts'
import { cli } from './cli.ts'
import { loadEcho } from './echo.ts'
import { type Seen, serve } from './wire.ts'

/** A file of test/fixtures/secops, as it is. */
export const platformText = (name: string): string =>
  readFileSync(new URL(`../fixtures/secops/${name}.json`, import.meta.url), 'utf8')

/** A file of test/fixtures/secops, parsed. */
export const platformData = <T>(name: string): T => JSON.parse(platformText(name)) as T

/** The result document, with what is JSON in it parsed. */
export interface PlatformAnswer {
  code: number
  stdout: string
  stderr: string
  document: {
    Message: string
    ResultObjectJson: string | null
    ResultValue: unknown
    DebugOutput: string
    ExecutionState: number
  }
  /** By key of ResultObjectJson. */
  data: Record<string, Record<string, unknown>>
  /** `RawJson` of the JSON result; undefined where there is none. */
  json: unknown
  /** Lines of the table Results. */
  table: string[] | undefined
}

/** Sends what a platform sends to `soar run --dialect secops`. Text and bytes go as they are. */
export async function sendAction(
  integration: Integration,
  context: unknown,
  options: { argv?: string[]; env?: Record<string, string> } = {},
): Promise<PlatformAnswer> {
  const stdin = typeof context === 'string' || Buffer.isBuffer(context) ? context : JSON.stringify(context)
  const argv = ['run', '--dialect', 'secops', '--log-level', 'silent', ...(options.argv ?? [])]
  const answer = await cli(argv, { stdin, env: options.env ?? {}, open: async () => ({ integration }) })
  const document = JSON.parse(answer.stdout) as PlatformAnswer['document']
  const data = JSON.parse(document.ResultObjectJson ?? '{}') as PlatformAnswer['data']
  const raw = data.JsonResult?.RawJson
  return {
    ...answer,
    document,
    data,
    json: typeof raw === 'string' ? JSON.parse(raw) : undefined,
    table: (data.Results_None ?? data.Results)?.CSVLines as string[] | undefined,
  }
}

/** The second integration with what it would say for this platform. */
export async function echoOnPlatform(secops: Record<string, unknown> = {}): Promise<Integration> {
  const echo = await loadEcho()
  return { ...echo, spec: { ...echo.spec, dialects: { secops: secops as never } } }
}

let loading: Promise<Integration> | undefined

/** The repository's own integration, loaded once. */
export function ownIntegration(): Promise<Integration> {
  loading ??= openIntegration()
  return loading
}

/** One scripted answer. */
export interface Scripted {
  status?: number
  body?: unknown
  text?: string
}

/** A vendor that answers by path, once per answer, and 599 when it has none left. */
export async function scriptedVendor(
  answers: Record<string, Scripted | Scripted[]>,
): Promise<{ url: string; seen: Seen[] }> {
  const left = new Map(Object.entries(answers).map(([path, list]) => [path, [list].flat()]))
  return serve((response, { url }) => {
    const answer = left.get(url)?.shift()
    const { status = 200, body, text } = answer ?? { status: 599, text: 'no answer left' }
    const type = body === undefined ? 'text/html' : 'application/json'
    response.writeHead(status, { 'content-type': type }).end(body === undefined ? text : JSON.stringify(body))
  })
}
