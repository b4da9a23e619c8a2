/** Both eras of the protocol: revisions with sessions, and 2026-07-28, in which each request is complete. */
import type { CallToolResult, Client, ElicitResult } from '@modelcontextprotocol/client'
import { request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  call,
  codeOf,
  connectHttp,
  connectTo,
  ERAS,
  keepAudit,
  makeCore,
  type Person,
  rowsOf,
  startHttp,
  textOf,
  toolNamesOf,
} from '../../support/mcp.ts'
import { reply, serve } from '../../support/wire.ts'

const REVISION = '2026-07-28'
const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
}

/** One request of revision 2026-07-28 as it is. */
async function post(url: string, method: string, params: Record<string, unknown> = {}, more = {}) {
  const answer = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': REVISION,
      'mcp-method': method,
      ...(typeof params.name === 'string' ? { 'mcp-name': params.name } : {}),
      ...more,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 9, method, params: { _meta: META, ...params } }),
  })
  const text = await answer.body.text()
  const json = text.startsWith('{') ? text : (/^data: (.+)$/m.exec(text)?.[1] ?? '{}')
  return { status: answer.statusCode, headers: answer.headers, body: JSON.parse(json) }
}

const ways: [
  string,
  (
    core: Awaited<ReturnType<typeof makeCore>>,
    era: (typeof ERAS)[number],
    person?: Person,
  ) => Promise<Client>,
][] = [
  ['over streams', (core, era, person) => connectTo(core, person, era)],
  [
    'over HTTP',
    async (core, era, person) => connectHttp((await startHttp(core)).url, undefined, person, era),
  ],
]

describe.each(ERAS)('a client of the era %j', (era) => {
  describe.each(ways)('%s', (_, connect) => {
    test('lists, calls, reads and takes prompts', async () => {
      const client = await connect(await makeCore(), era)
      expect(await toolNamesOf(client)).toContain('echo_say')
      expect(client.getInstructions()).toContain('Each tool is one action.')
      expect((await call(client, 'echo_count', { rows: 3 })).isError).toBe(false)
      expect(rowsOf(await call(client, 'soar_read_result', { result: 1 }))).toHaveLength(3)
      const { resources } = await client.listResources()
      expect(resources.map(({ uri }) => uri)).toContain('soar://results/1')
      const { contents } = await client.readResource({ uri: 'soar://actions/say' })
      expect(contents).toHaveLength(1)
      expect((await client.listPrompts()).prompts).toEqual([])
    })

    const asked = async (result: ElicitResult) => {
      const wire = await serve((response) => reply(response, { done: true }))
      const audit = keepAudit()
      const questions: string[] = []
      const core = await makeCore({ audit, config: { base_url: wire.url } })
      const client = await connect(core, era, {
        answer: (question) => {
          questions.push(question)
          return result
        },
      })
      return { answer: await call(client, 'echo_call', { path: '/go' }), wire, audit, questions, core }
    }

    test('is asked before a change, which is made once', async () => {
      const { answer, wire, audit, questions, core } = await asked({ action: 'accept', content: {} })
      expect(answer.isError).toBe(false)
      expect(questions).toEqual([
        expect.stringMatching(
          /^Echo: Call changes the tenant\. Run it\? This cannot be undone: Nothing takes back a call\.\n\nPath: \/go$/,
        ),
      ])
      expect(wire.seen).toHaveLength(1)
      expect(audit.entries.at(-1)).toMatchObject({
        decision: 'allowed',
        confirmed: true,
        outcome: 'OK',
        who: { client: 'test/1.2.3' },
      })
      expect(core.questions.size).toBe(0)
    })

    test.each<ElicitResult>([{ action: 'decline' }, { action: 'cancel' }])(
      'is obeyed after %j',
      async (result) => {
        const { answer, wire, audit } = await asked(result)
        expect([codeOf(answer), wire.seen.length]).toEqual(['NOT_CONFIRMED', 0])
        expect(audit.entries.at(-1)).toMatchObject({ decision: 'declined', outcome: 'NOT_CONFIRMED' })
      },
    )

    test('that cannot be asked changes nothing', async () => {
      const answer = await call(await connect(await makeCore(), era), 'echo_call', { path: '/go' })
      expect(codeOf(answer)).toBe('NOT_CONFIRMED')
    })

    test('gets progress', async () => {
      const client = await connect(await makeCore(), era)
      const seen: string[] = []
      const onprogress = ({ message = '' }) => seen.push(message)
      await client.callTool({ name: 'echo_count', arguments: { rows: 5 } }, { onprogress })
      expect(seen[0]).toMatch(/^1 rows read after/)
    })

    test('learns what was wrong', async () => {
      const client = await connect(await makeCore(), era)
      expect(codeOf(await call(client, 'echo_say', {}))).toBe('PARAMETER_INVALID')
      await expect(client.callTool({ name: 'echo_cuont' })).rejects.toThrow('Did you mean "echo_count"?')
    })
  })
})

describe('revision 2026-07-28', () => {
  test('is discovered, with what the server can do and for how long that holds', async () => {
    const { url } = await startHttp(await makeCore())
    const { status, body, headers } = await post(url, 'server/discover')
    expect(status).toBe(200)
    expect(headers['mcp-session-id']).toBeUndefined()
    expect(body.result).toMatchObject({
      supportedVersions: [REVISION],
      capabilities: { tools: {}, resources: {}, prompts: {} },
      ttlMs: expect.any(Number),
    })
  })

  test('answers lists with the time for which they hold', async () => {
    const { url } = await startHttp(await makeCore())
    const { body } = await post(url, 'tools/list')
    expect(body.result).toMatchObject({ ttlMs: 3_600_000, cacheScope: 'private', resultType: 'complete' })
    expect((await post(url, 'resources/list')).body.result).toMatchObject({ ttlMs: 0 })
  })

  test('of another number is refused with the request id and the supported ones', async () => {
    const { url } = await startHttp(await makeCore())
    const _meta = { ...META, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' }
    const { status, body } = await post(
      url,
      'tools/list',
      { _meta },
      { 'mcp-protocol-version': '2099-01-01' },
    )
    expect(status).toBe(400)
    expect(body).toMatchObject({ id: 9, error: { code: -32_022, data: { supported: [REVISION] } } })
  })
})

describe('a question that is answered with a second request', () => {
  const params = { name: 'echo_call', arguments: { path: '/go' } }
  const confirm = (action: string) => ({ inputResponses: { confirm: { action, content: {} } } })

  const start = async () => {
    const wire = await serve((response) => reply(response, { done: true }))
    const tokens = ['SOC_TOKEN', 'BOT_TOKEN'].map((subject) => ({
      subject,
      token: `${subject}-of-this-test`,
    }))
    const audit = keepAudit()
    const core = await makeCore({ audit, config: { base_url: wire.url } })
    const { url } = await startHttp(core, { tokens })
    const ask = (subject: string, more: object = {}) =>
      post(url, 'tools/call', { ...params, ...more }, { authorization: `Bearer ${subject}-of-this-test` })
    const first = await ask('SOC_TOKEN')
    return { wire, core, audit, ask, requestState: String(first.body.result.requestState), first }
  }

  test('has the question and a code, and is recorded', async () => {
    const { first, audit } = await start()
    expect(first.body.result).toMatchObject({
      resultType: 'input_required',
      inputRequests: { confirm: { method: 'elicitation/create', params: { mode: 'form' } } },
    })
    expect(audit.entries).toMatchObject([{ decision: 'asked', outcome: 'INPUT_REQUIRED' }])
  })

  test('is worth one change, of the same caller and the same call', async () => {
    const { wire, ask, requestState } = await start()
    const other = await ask('BOT_TOKEN', { requestState, ...confirm('accept') })
    expect(other.body.result.resultType).toBe('input_required')
    const changed = await ask('SOC_TOKEN', {
      arguments: { path: '/everything' },
      requestState,
      ...confirm('accept'),
    })
    expect(changed.body.result.resultType).toBe('input_required')
    const made = await ask('SOC_TOKEN', { requestState, ...confirm('accept') })
    expect(made.body.result).toMatchObject({ isError: false, resultType: 'complete' })
    const again = await ask('SOC_TOKEN', { requestState, ...confirm('accept') })
    expect(again.body.result.resultType).toBe('input_required')
    expect(wire.seen.map(({ url }) => url)).toEqual(['/go'])
  })

  test.each([
    { inputResponses: { confirm: { action: 'accept' } } },
    { requestState: 'x'.repeat(32), ...confirm('accept') },
    { requestState: 'x' },
  ])('made up as %j is asked again', async (made) => {
    const { wire, ask } = await start()
    expect((await ask('SOC_TOKEN', made)).body.result.resultType).toBe('input_required')
    expect(wire.seen).toEqual([])
  })

  test('uses the quota of its caller until it is answered', async () => {
    const { ask, core, requestState } = await start()
    const open = await Promise.all(Array.from({ length: 30 }, () => ask('SOC_TOKEN')))
    const refused = open.filter(({ body }) => body.result.isError)
    expect(refused).toHaveLength(11)
    expect(textOf(refused[0]?.body.result as CallToolResult)).toContain('too many changes wait')
    expect((await ask('BOT_TOKEN')).body.result.resultType).toBe('input_required')
    const before = core.questions.size
    await ask('SOC_TOKEN', { requestState, ...confirm('decline') })
    expect(core.questions.size).toBe(before - 1)
  })
})

test('a session of 2025-06-18 gets no batch', async () => {
  const { url } = await startHttp(await makeCore())
  const client = await connectHttp(url)
  const session = String((client.transport as { sessionId?: string }).sessionId)
  const answer = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': session,
    },
    body: JSON.stringify([1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'tools/list' }))),
  })
  expect([answer.statusCode, await answer.body.json()]).toMatchObject([400, { error: { code: -32_600 } }])
})

test('a client of 2026-07-28 that hangs up cancels its call', async () => {
  const arrived = Promise.withResolvers<void>()
  const recorded = Promise.withResolvers<void>()
  const wire = await serve(() => arrived.resolve())
  const audit = keepAudit()
  const kept = audit.write
  audit.write = async (entry, sync) => {
    await kept(entry, sync)
    recorded.resolve()
  }
  const core = await makeCore({ audit, policy: { yesWrites: true }, config: { base_url: wire.url } })
  const client = await connectHttp((await startHttp(core)).url, undefined, undefined, { pin: REVISION })
  const cancel = new AbortController()
  onTestFinished(() => cancel.abort())
  const waiting = client.callTool({ name: 'echo_call', arguments: { path: '/' } }, { signal: cancel.signal })
  await arrived.promise
  cancel.abort('enough')
  await expect(waiting).rejects.toThrow()
  await recorded.promise
  expect(audit.entries).toMatchObject([{ outcome: 'OUTCOME_UNKNOWN' }])
})
