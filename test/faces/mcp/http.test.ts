/** The server over streamable HTTP: who is let in, how many, and what is left of those that go. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Client } from '@modelcontextprotocol/client'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { RunningHttp } from '../../../runtime/faces/mcp/transport/http.ts'
import { createAdmission, readHttpOptions } from '../../../runtime/service/admission.ts'
import {
  type CoreOptions,
  call,
  connectHttp,
  keepAudit,
  makeCore,
  startHttp,
  textOf,
} from '../../support/mcp.ts'
import { reply, serve } from '../../support/wire.ts'

const TOKENS = [
  { subject: 'SOC_TOKEN', token: 'a-token-of-the-soc-team' },
  { subject: 'BOT_TOKEN', token: 'a-token-of-the-bot-here' },
]

const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '0' } },
}

const start = async (options: CoreOptions = {}, ...rest: [object?, object?]): Promise<RunningHttp> =>
  startHttp(await makeCore(options), ...rest)

/** One request as it is; nothing of the SDK between. */
async function raw(
  url: string,
  body: string | object,
  headers: Record<string, string> = {},
  method: 'POST' | 'GET' | 'PUT' | 'OPTIONS' = 'POST',
) {
  const answer = await request(url, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: method === 'POST' ? (typeof body === 'string' ? body : JSON.stringify(body)) : null,
  })
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
}

describe('the options', () => {
  const env = { GOOD: 'x'.repeat(16), SHORT: 'x' }
  test.each([
    ['nonsense', [], [], 'address and a port'],
    ['127.0.0.1', [], [], 'address and a port'],
    ['127.0.0.1:99999', [], [], 'address and a port'],
    ['192.0.2.1:80', [], [], 'is reachable from other machines'],
    ['0.0.0.0:80', ['GOOD'], [], '--allow-host'],
    ['127.0.0.1:80', ['SHORT'], [], 'at least 16 characters'],
    ['127.0.0.1:80', ['ABSENT'], [], 'ABSENT'],
  ])('%s %j %j are refused', (address, variables, hosts, reason) => {
    expect(() => readHttpOptions(address, variables, hosts, env)).toThrow(
      expect.objectContaining({ values: { reason: expect.stringContaining(reason) } }),
    )
  })

  test.each(['127.0.0.1:0', 'localhost:8300', '[::1]:8300', '127.9.9.9:1'])(
    '%s needs no token',
    (address) => {
      expect(readHttpOptions(address, [], [], env).tokens).toEqual([])
    },
  )
})

describe('the door', () => {
  const options = { host: '0.0.0.0', port: 80, tokens: TOKENS, hosts: ['soar.example.com'] }
  const good = { host: 'soar.example.com', authorization: 'Bearer a-token-of-the-soc-team' }

  test.each([
    [{}, 403],
    [{ host: 'evil.example' }, 403],
    [{ host: 'soar.example.com.evil.example' }, 403],
    [{ ...good, host: 'soar.example.com@evil.example' }, 403],
    [{ ...good, origin: 'https://evil.example' }, 403],
    [{ ...good, origin: 'https://evil.example/soar.example.com' }, 403],
    [{ ...good, origin: 'null' }, 403],
    [{ host: good.host }, 401],
    [{ ...good, authorization: 'Bearer ' }, 401],
    [{ ...good, authorization: 'Bearer a-token-of-the-soc-tea' }, 401],
    [{ ...good, authorization: 'Basic a-token-of-the-soc-team' }, 401],
  ])('is shut to %j', (headers, status) => {
    expect(createAdmission(options, 80)(headers)).toMatchObject({ status })
  })

  test.each([good, { ...good, host: 'SOAR.example.com:8443', origin: 'https://soar.example.com' }])(
    'is open to %j, and knows who came',
    (headers) => {
      expect(createAdmission(options, 80)(headers)).toEqual({ subject: 'SOC_TOKEN' })
    },
  )
})

describe('HTTP', () => {
  test('serves the SDK client', async () => {
    const { url } = await start()
    const client = await connectHttp(url)
    await client.listTools()
    const answer = await call(client, 'echo_say', { text: 'hi' })
    expect(answer).toMatchObject({ isError: false, structuredContent: { said: ['hi'] } })
  })

  test('asks the person over the stream of the call', async () => {
    const wire = await serve((response) => reply(response, {}))
    const { url } = await start({ config: { base_url: wire.url } })
    const client = await connectHttp(url, undefined, { answer: () => ({ action: 'accept' }) })
    expect((await call(client, 'echo_call', { path: '/' })).isError).toBe(false)
    expect(wire.seen).toHaveLength(1)
  })

  test('refuses a page of another name or origin, and whoever has no token', async () => {
    const { url } = await start({}, { tokens: TOKENS })
    const [soc] = TOKENS
    const authorization = `Bearer ${soc?.token}`
    const answers = [
      await raw(url, initialize, { authorization, host: 'rebound.example:80' }),
      await raw(url, initialize, { authorization, origin: 'https://evil.example' }),
      await raw(url, initialize),
      await raw(url, initialize, { authorization: 'Bearer wrong' }),
      await raw(url, initialize, { authorization }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 401, 401, 200])
    expect(answers[2]?.headers['www-authenticate']).toBe('Bearer')
    expect(answers.map(({ text }) => text).join()).not.toContain(soc?.token)
  })

  test('keeps the sessions and results of one subject from another', async () => {
    const audit = keepAudit()
    const { url } = await start({ audit }, { tokens: TOKENS })
    const [soc, bot] = TOKENS.map(({ token }) => token)
    const one = await connectHttp(url, soc)
    const other = await connectHttp(url, bot)
    await call(one, 'echo_say', { text: 'hi' })
    await call(other, 'echo_say', { text: 'ho' })
    const resultsOf = async (client: Client) => {
      const { resources } = await client.listResources()
      return resources.map(({ uri }) => uri).filter((uri) => uri.includes('results'))
    }
    expect([await resultsOf(one), await resultsOf(other)]).toEqual([
      ['soar://results/1'],
      ['soar://results/2'],
    ])
    await expect(other.readResource({ uri: 'soar://results/1' })).rejects.toMatchObject({ code: -32_602 })
    expect(audit.entries.map(({ who }) => who.subject)).toEqual(['SOC_TOKEN', 'BOT_TOKEN'])
    const session = String((one.transport as { sessionId?: string }).sessionId)
    const stolen = { authorization: `Bearer ${bot}`, 'mcp-session-id': session }
    expect((await raw(url, { jsonrpc: '2.0', id: 9, method: 'tools/list' }, stolen)).status).toBe(404)
  })

  test.each<[string, string | object, Record<string, string>, number]>([
    ['what is not JSON', '{', {}, 400],
    ['what is no message', { hello: 1 }, {}, 400],
    ['another type', '{}', { 'content-type': 'text/plain' }, 415],
    ['a call before a session', { jsonrpc: '2.0', id: 1, method: 'tools/list' }, {}, 400],
    ['a session nobody has', initialize, { 'mcp-session-id': 'x' }, 404],
    ['20 MB', { ...initialize, more: 'x'.repeat(20_000_000) }, {}, 413],
  ])('refuses %s by the protocol, and leaves nothing behind', async (_, body, headers, status) => {
    const running = await start()
    const answer = await raw(running.url, body, headers).catch((error: Error) => error)
    // A client that is still sending when it is refused may see the connection end first.
    if (answer instanceof Error) expect(status).toBe(413)
    else {
      expect(answer.status).toBe(status)
      expect(JSON.parse(answer.text)).toMatchObject({
        jsonrpc: '2.0',
        id: null,
        error: { code: expect.any(Number) },
      })
    }
    expect(running.sessions.size).toBe(0)
    expect((await raw(running.url, initialize)).status).toBe(200)
  })

  test('has nothing at other paths and for other methods', async () => {
    const { url } = await start()
    expect((await raw(url.replace('/mcp', '/'), initialize)).status).toBe(404)
    for (const method of ['GET', 'PUT', 'OPTIONS'] as const) {
      const answer = await raw(url, '', {}, method)
      expect([answer.status, answer.headers.allow]).toEqual([405, 'POST'])
    }
  })

  test('ends idle sessions', async () => {
    const hour = 3_600_000
    const running = await start({}, {}, { most: 2, idle: hour })
    await raw(running.url, initialize)
    await raw(running.url, initialize)
    running.sessions.sweep(Date.now() + hour / 2)
    expect(running.sessions.size).toBe(2)
    running.sessions.sweep(Date.now() + 2 * hour)
    expect(running.sessions.size).toBe(0)
  })

  test('at the limit, the session idle for longest makes room, of the caller that has most', async () => {
    const [greedy, modest] = TOKENS.map(({ token }) => ({ authorization: `Bearer ${token}` }))
    const running = await start({}, { tokens: TOKENS }, { most: 4 })
    const first = await raw(running.url, initialize, modest)
    for (let at = 0; at < 20; at++) expect((await raw(running.url, initialize, greedy)).status).toBe(200)
    expect(running.sessions.size).toBe(4)
    const ping = { jsonrpc: '2.0', id: 2, method: 'ping' }
    const still = await raw(running.url, ping, {
      ...modest,
      'mcp-session-id': String(first.headers['mcp-session-id']),
    })
    expect(still.status).toBe(200)
  })

  test('sockets that say nothing keep no client out', async () => {
    const running = await start()
    const { hostname, port } = new URL(running.url)
    const sockets = Array.from({ length: 600 }, () => connect(Number(port), hostname).on('error', () => {}))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
    })
    await Promise.all(sockets.slice(0, 500).map((socket) => once(socket, 'connect').catch(() => {})))
    expect((await raw(running.url, initialize)).status).toBe(200)
  })

  test('ends a session that its client ends', async () => {
    const running = await start()
    const client = await connectHttp(running.url)
    expect(running.sessions.size).toBe(1)
    await (client.transport as unknown as { terminateSession(): Promise<void> }).terminateSession()
    expect(running.sessions.size).toBe(0)
  })

  test('takes 200 calls of several clients at once and answers each with its own', async () => {
    const running = await start()
    const clients = await Promise.all(Array.from({ length: 4 }, () => connectHttp(running.url)))
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const client = clients[at % clients.length]
        if (!client) throw new Error('no client')
        return (await call(client, 'echo_say', { text: `call ${at}` })).structuredContent
      }),
    )
    answers.forEach((answer, at) => {
      expect(answer).toMatchObject({ said: [`call ${at}`] })
    })
  })

  test('lets a call that its client left go on to its end, which is recorded; the server stays up', async () => {
    const arrived = Promise.withResolvers<() => void>()
    const wire = await serve((response) => arrived.resolve(() => reply(response, { done: true })))
    const recorded = Promise.withResolvers<void>()
    const audit = keepAudit()
    const kept = audit.write
    audit.write = async (entry, sync) => {
      await kept(entry, sync)
      recorded.resolve()
    }
    const core = await makeCore({ audit, policy: { yesWrites: true }, config: { base_url: wire.url } })
    const running = await startHttp(core)
    const { headers } = await raw(running.url, initialize)
    const { hostname, port } = new URL(running.url)
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'echo_call', arguments: { path: '/' } },
    })
    const socket = connect(Number(port), hostname)
    socket.write(
      [
        'POST /mcp HTTP/1.1',
        `Host: ${hostname}:${port}`,
        'Content-Type: application/json',
        'Accept: application/json, text/event-stream',
        `Mcp-Session-Id: ${String(headers['mcp-session-id'])}`,
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    )
    const respond = await arrived.promise
    socket.destroy()
    respond()
    await recorded.promise
    expect(audit.entries).toMatchObject([{ outcome: 'OK', requests: 1 }])
    const client = await connectHttp(running.url)
    expect((await call(client, 'echo_say', { text: 'still here' })).isError).toBe(false)
    expect(core.pending.size).toBe(0)
  })

  test('ends the stream of a call that is cancelled, and stops the call', async () => {
    const arrived = Promise.withResolvers<void>()
    const wire = await serve(() => arrived.resolve())
    const audit = keepAudit()
    const core = await makeCore({ audit, policy: { yesWrites: true }, config: { base_url: wire.url } })
    const running = await startHttp(core)
    const { headers } = await raw(running.url, initialize)
    const session = { 'mcp-session-id': String(headers['mcp-session-id']) }
    const params = { name: 'echo_call', arguments: { path: '/' } }
    const waiting = raw(running.url, { jsonrpc: '2.0', id: 7, method: 'tools/call', params }, session)
    await arrived.promise
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } }
    expect((await raw(running.url, cancel, session)).status).toBe(202)
    expect((await waiting).text).toBe('')
    await running.close()
    expect(audit.entries).toMatchObject([{ outcome: 'OUTCOME_UNKNOWN' }])
  })

  test('that closes cancels what is under way', async () => {
    const arrived = Promise.withResolvers<void>()
    const wire = await serve(() => arrived.resolve())
    const audit = keepAudit()
    const core = await makeCore({ audit, policy: { yesWrites: true }, config: { base_url: wire.url } })
    const running = await startHttp(core)
    const client = await connectHttp(running.url)
    const waiting = call(client, 'echo_call', { path: '/' }).catch((error: Error) => error)
    await arrived.promise
    await running.close()
    expect(audit.entries).toMatchObject([{ outcome: 'OUTCOME_UNKNOWN' }])
    await client.close()
    expect(await waiting).toBeInstanceOf(Error)
  })

  test('answers in the words of the action', async () => {
    const { url } = await start({ locale: 'fr' })
    const answer = await call(await connectHttp(url), 'echo_say', {})
    expect(textOf(answer)).toContain('Code\u00a0: PARAMETER_INVALID')
  })
})
