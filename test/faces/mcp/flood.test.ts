/** One client cannot keep the server from serving others, and malformed calls are refused. */
import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toolsOf } from '../../../runtime/faces/mcp/tools.ts'
import { createTurns } from '../../../runtime/faces/mcp/transport/turns.ts'
import { createQuota } from '../../../runtime/service/quota.ts'
import { createSlots } from '../../../runtime/service/slots.ts'
import {
  call,
  codeOf,
  connectHttp,
  connectTo,
  keepAudit,
  makeCore,
  startHttp,
  textOf,
} from '../../support/mcp.ts'
import { reply, serve } from '../../support/wire.ts'

const post = async (url: string, body: object, headers: Record<string, string> = {}) => {
  const answer = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() }
}

const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '0' } },
}

describe('one client', () => {
  test('with hundreds of calls at once does not come before one with a single call', async () => {
    const running = await startHttp(await makeCore())
    const open = async (): Promise<Record<string, string>> => {
      const { headers } = await post(running.url, initialize)
      return { 'mcp-session-id': String(headers['mcp-session-id']) }
    }
    const callIn = (session: Record<string, string>, id: number) =>
      post(
        running.url,
        {
          jsonrpc: '2.0',
          id,
          method: 'tools/call',
          params: { name: 'echo_say', arguments: { text: 'hi' } },
        },
        session,
      )
    const [flooding, good] = [await open(), await open()]
    let answered = 0
    const first = Promise.withResolvers<void>()
    const flood = Array.from({ length: 200 }, async (_, id) => {
      const { status, text } = await callIn(flooding, id)
      answered++
      first.resolve()
      return status === 200 && text.includes('"isError":false')
    })
    await first.promise
    expect((await callIn(good, 1)).text).toContain('"isError":false')
    // In the order of arrival it would be the last one.
    expect(answered).toBeLessThan(100)
    expect(await Promise.all(flood)).not.toContain(false)
  })

  test('gets a turn after every other one that waits, and no turn is lost', async () => {
    const turns = createTurns()
    const order: string[] = []
    const caller = ['a', 'a', 'a', 'a', 'b', 'c', 'b', 'a']
    const all = caller.map((one) => turns.take(one).then(() => order.push(one)))
    await Promise.all(all)
    expect(order.join('')).toBe('abcabaaa')
    await turns.take('d').then(() => order.push('d'))
    expect(order).toHaveLength(9)
  })

  test('cannot occupy all connections', async () => {
    const wire = await serve(() => {})
    const running = await startHttp(
      await makeCore({ policy: { yesWrites: true }, config: { base_url: wire.url } }),
      {},
      { own: 4 },
    )
    const { headers } = await post(running.url, initialize)
    const session = { 'mcp-session-id': String(headers['mcp-session-id']) }
    const params = { name: 'echo_call', arguments: { path: '/' } }
    const refused = Promise.withResolvers<string>()
    const calls = Array.from({ length: 5 }, (_, id) =>
      post(running.url, { jsonrpc: '2.0', id, method: 'tools/call', params }, session).then(
        ({ status, text }) => {
          if (status === 503) refused.resolve(text)
        },
        () => undefined,
      ),
    )
    expect(await refused.promise).toContain('too many requests in progress')
    const client = await connectHttp(running.url)
    expect((await call(client, 'echo_say', { text: 'hi' })).isError).toBe(false)
    await running.close()
    await Promise.all(calls)
  })

  test('and every other one get the tools that were made once, also with other rights', async () => {
    const core = await makeCore()
    const [one] = toolsOf(core)
    const tools = new Map([...core.offers.tools].slice(0, 2))
    const [again] = toolsOf({ ...core, offers: { ...core.offers, tools } })
    expect(again).toBe(one)
    expect(again?.name).toBe('echo_call')
  })

  test('with 1,100 unanswered questions leaves room for others, and has its own quota', async () => {
    const wire = await serve((response) => reply(response, {}))
    const audit = keepAudit()
    const running = await startHttp(await makeCore({ audit, config: { base_url: wire.url } }))
    const asked = Promise.withResolvers<void>()
    let questions = 0
    const flooder = await connectHttp(running.url, undefined, {
      answer: () => {
        questions++
        asked.resolve()
        return new Promise(() => {})
      },
    })
    const answers = Array.from({ length: 1_100 }, () =>
      call(flooder, 'echo_call', { path: '/' }).catch(() => undefined),
    )
    await asked.promise
    const [refused] = await Promise.all([
      Promise.race(answers),
      call(await connectHttp(running.url), 'echo_say', { text: 'hi' }).then((answer) => {
        expect(answer.isError).toBe(false)
      }),
    ])
    const good = await connectHttp(running.url, undefined, {
      answer: () => ({ action: 'accept', content: {} }),
    })
    expect((await call(good, 'echo_call', { path: '/good' })).isError).toBe(false)
    if (refused) expect(codeOf(refused)).toBe('NOT_CONFIRMED')
    expect(questions).toBeLessThanOrEqual(20)
    expect(wire.seen.map(({ url }) => url)).toEqual(['/good'])
    await flooder.close()
  })

  test('opens 1,000 sessions and ends none: others are served', async () => {
    const running = await startHttp(await makeCore())
    for (let at = 0; at < 1_000; at++) expect((await post(running.url, initialize)).status).toBe(200)
    expect(running.sessions.size).toBeLessThanOrEqual(100)
    const answers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = await connectHttp(running.url)
        return Promise.all(Array.from({ length: 50 }, () => call(client, 'echo_say', { text: 'hi' })))
      }),
    )
    expect(answers.flat().filter(({ isError }) => isError)).toEqual([])
  })

  test('holds at most three quarters of the places', async () => {
    const slots = createSlots(4)
    const { signal } = new AbortController()
    const greedy = Array.from({ length: 6 }, () => slots.take(signal, 'greedy'))
    const [release] = await Promise.all(greedy.slice(0, 3))
    const modest = await slots.take(signal, 'modest')
    const second = slots.take(signal, 'modest')
    release?.()
    await greedy[3]
    modest()
    await second
  })
})

test('a quota never lets one caller keep another one out', () => {
  const step = fc.record({
    caller: fc.constantFrom('a', 'b', 'c', 'd'),
    leaves: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const quota = createQuota({ own: 5, all: 8 })
      const open = new Map<string, (() => void)[]>()
      for (const { caller, leaves } of steps) {
        const own = open.get(caller) ?? []
        if (leaves) {
          const leave = own.pop()
          leave?.()
          leave?.()
        } else {
          const leave = quota.enter(caller)
          if (own.length === 0) expect(leave).toBeDefined()
          if (leave) own.push(leave)
        }
        expect(own.length).toBeLessThanOrEqual(5)
        open.set(caller, own)
        expect(quota.size).toBe([...open.values()].reduce((sum, { length }) => sum + length, 0))
      }
    }),
  )
})

describe('over HTTP', () => {
  test('a body that does not arrive in time is answered with 408', async () => {
    const running = await startHttp(await makeCore(), {}, { arrival: 50 })
    const { hostname, port } = new URL(running.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    )
    const [answer] = await once(socket, 'data')
    expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /)
    socket.destroy()
  })

  test('600 bodies that do not arrive keep no client out', async () => {
    const running = await startHttp(await makeCore())
    const { hostname, port } = new URL(running.url)
    const sockets = Array.from({ length: 600 }, () => {
      const socket = connect(Number(port), hostname).on('error', () => {})
      socket.write(
        `POST /mcp HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
      )
      return socket
    })
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
    })
    await Promise.all(sockets.map((socket) => once(socket, 'connect').catch(() => {})))
    expect((await post(running.url, initialize)).status).toBe(200)
  })

  test('/mcp/ is /mcp, a bare GET is 405, and /health needs no token', async () => {
    const tokens = [{ subject: 'SOC_TOKEN', token: 'a-token-of-this-test' }]
    const { url } = await startHttp(await makeCore(), { tokens })
    const authorization = 'Bearer a-token-of-this-test'
    expect((await post(`${url}/`, initialize, { authorization })).status).toBe(200)
    const bare = await request(url, { method: 'GET', headers: { authorization } })
    expect([bare.statusCode, bare.headers.allow]).toEqual([405, 'POST'])
    await bare.body.dump()
    const health = await request(url.replace('/mcp', '/health'), { headers: { host: 'probe' } })
    expect([health.statusCode, await health.body.json()]).toEqual([200, { status: 'ok' }])
  })

  test('a refused Host or Origin names the remedy, in the answer and once in the log', async () => {
    const logged: unknown[] = []
    const log = { line: (...line: unknown[]) => logged.push(line), secret: () => {} }
    const { url } = await startHttp(await makeCore({ log }))
    for (let at = 0; at < 3; at++) {
      const answer = await post(url, initialize, { host: 'soar.example.com' })
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('--allow-host')])
    }
    const { origin } = new URL(url)
    const other = await post(url, initialize, { origin: origin.replace('http:', 'https://evil.example#') })
    expect(other.text).toContain('--allow-host')
    expect(logged).toHaveLength(2)
  })
})

describe('a call', () => {
  test('with null arguments or an empty cursor is one without', async () => {
    const running = await startHttp(await makeCore())
    const { headers } = await post(running.url, initialize)
    const session = { 'mcp-session-id': String(headers['mcp-session-id']) }
    const ask = async (method: string, params: object): Promise<string> =>
      (await post(running.url, { jsonrpc: '2.0', id: 1, method, params }, session)).text
    expect(await ask('tools/call', { name: 'echo_count', arguments: null })).toContain('PARAMETER_INVALID')
    expect(await ask('tools/list', { cursor: null })).toContain('echo_say')
    expect(await ask('tools/list', { cursor: '' })).toContain('echo_say')
    expect(await ask('tools/list', { cursor: 'x' })).toContain('Unknown cursor')
  })

  test('that is malformed has its line in the audit log', async () => {
    const audit = keepAudit()
    const running = await startHttp(await makeCore({ audit }))
    const { headers } = await post(running.url, initialize)
    const session = { 'mcp-session-id': String(headers['mcp-session-id']) }
    const params = { name: 'echo_say', arguments: 'text' }
    await post(running.url, { jsonrpc: '2.0', id: 1, method: 'tools/call', params }, session)
    expect(audit.entries).toMatchObject([
      { tool: 'echo_say', decision: 'denied', outcome: 'REQUEST_INVALID', who: { client: 'raw/0' } },
    ])
  })

  test('whose arguments are 200 levels deep has its line, whatever it is', async () => {
    const audit = keepAudit()
    const client = await connectTo(await makeCore({ audit, policy: { yesWrites: true } }))
    for (const levels of [199, 200, 201, 400]) {
      let deep: unknown = 'end'
      for (let level = 0; level < levels; level++) deep = [deep]
      const answer = await call(client, 'echo_call', { path: deep, body: deep })
      expect([answer.isError, codeOf(answer)]).toEqual([true, 'PARAMETER_INVALID'])
      expect(textOf(answer).length).toBeLessThan(20_000)
    }
    expect(audit.entries.map(({ outcome }) => outcome)).toEqual(Array(4).fill('PARAMETER_INVALID'))
  })
})
