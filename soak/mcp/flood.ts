/** Clients that take what they can from the built server, and one good client beside them. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { request } from 'undici'
import type { Report } from '../part.ts'

const SESSIONS = 1_000
const QUESTIONS = 1_100
const CALLS = 200

type Answer = () => Promise<{ action: 'decline' }>

async function open(url: string, answer?: Answer): Promise<Client> {
  const client = new Client(
    { name: 'soak', version: '1' },
    { capabilities: answer ? { elicitation: {} } : {} },
  )
  if (answer) client.setRequestHandler('elicitation/create', answer)
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  return client
}

/** Floods and measures. `read` is a call that succeeds, `write` one that asks a person. */
export async function flood(
  url: string,
  read: { name: string; arguments: Record<string, unknown> },
  write: { name: string; arguments: Record<string, unknown> },
  say: (line: string) => void,
): Promise<Report> {
  const broken: string[] = []
  const good = async (when: string): Promise<void> => {
    const started = performance.now()
    const client = await open(url)
    const { isError } = await client.callTool(read)
    const ms = Math.round(performance.now() - started)
    await client.close()
    say(`a good client beside ${when} is served within ${ms} ms`)
    if (isError) broken.push(`a good client beside ${when} is not served`)
  }
  await good('nothing')

  for (let at = 0; at < SESSIONS; at++) {
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
    if (answer.statusCode !== 200) broken.push(`session ${at}: status ${answer.statusCode}`)
  }
  await good(`${SESSIONS} sessions`)

  const asked = Promise.withResolvers<void>()
  const silent = await open(url, () => {
    asked.resolve()
    return new Promise(() => {})
  })
  for (let at = 0; at < QUESTIONS; at++) silent.callTool(write).catch(() => {})
  await asked.promise
  await good(`${QUESTIONS} unanswered questions`)
  await silent.close()

  const client = await open(url)
  const started = performance.now()
  const answers = await Promise.all(Array.from({ length: CALLS }, () => client.callTool(read)))
  say(`${CALLS} calls at once are answered within ${Math.round(performance.now() - started)} ms`)
  const failed = answers.filter(({ isError }) => isError).length
  if (failed > 0) broken.push(`${failed} of ${CALLS} calls at once failed`)
  await client.close()
  return { cases: SESSIONS + QUESTIONS + CALLS, broken }
}
