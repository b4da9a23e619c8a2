/** The worker that floods a server, so that the good client beside it has a thread of its own. */
import { workerData } from 'node:worker_threads'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { request } from 'undici'

/** A call of a tool. */
export interface ToolCall {
  name: string
  arguments: Record<string, unknown>
}

/** One flood. */
export interface Flood {
  kind: 'sessions' | 'questions' | 'calls'
  url: string
  count: number
  call: ToolCall
  /** Numbers: how many requests were sent, answered, and answered with a failure. */
  counts: Int32Array<SharedArrayBuffer>
}

const { kind, url, count, call, counts } = workerData as Flood

const add = (at: 0 | 1 | 2): void => {
  Atomics.add(counts, at, 1)
  Atomics.notify(counts, at)
}

const one = async (send: () => Promise<boolean>): Promise<void> => {
  add(0)
  const isDone = await send().catch(() => false)
  if (!isDone) add(2)
  add(1)
}

async function openSession(): Promise<boolean> {
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '0' } },
    }),
  })
  await answer.body.dump()
  return answer.statusCode === 200
}

async function connect(): Promise<Client> {
  const isAsked = kind === 'questions'
  const client = new Client(
    { name: 'flood', version: '1' },
    { capabilities: isAsked ? { elicitation: {} } : {} },
  )
  // A person who never answers.
  if (isAsked) client.setRequestHandler('elicitation/create', () => new Promise(() => {}))
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  return client
}

if (kind === 'sessions') for (let at = 0; at < count; at++) await one(openSession)
else {
  const client = await connect()
  const send = async () => (await client.callTool(call)).isError !== true
  await Promise.all(Array.from({ length: count }, () => one(send)))
}
