/** What clients learn of the server: identity, templates, completions; and from which pages they may ask. */
import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { openIntegration } from '../../../testing/own/subjects.ts'
import { call, connectTo, ERAS, makeCore, startHttp } from '../../support/mcp.ts'

describe.each(ERAS)('in the era %j', (era) => {
  test('the server has a title, a description, a website and an icon', async () => {
    const integration = await openIntegration()
    const client = await connectTo(await makeCore({ integration }), undefined, era)
    expect(client.getServerVersion()).toMatchObject({
      name: 'soar-mimecast',
      title: 'Mimecast',
      description: integration.spec.description,
      websiteUrl: integration.spec.documentation,
      icons: [{ src: expect.stringMatching(/^data:image\/svg\+xml;base64,/), mimeType: 'image/svg+xml' }],
    })
    // Nothing that is listed changes while the server runs, but for results, which their answers name.
    expect(client.getServerCapabilities()).toEqual({
      tools: { listChanged: false },
      resources: { listChanged: false, subscribe: false },
      prompts: { listChanged: false },
      completions: {},
    })
  })

  test('templates name pages and results, and their variables are completed', async () => {
    const client = await connectTo(await makeCore({ policy: { readOnly: true } }), undefined, era)
    await call(client, 'echo_say', { text: 'hi' })
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      'soar://actions/{id}',
      'soar://results/{number}',
    ])
    const complete = async (uri: string, name: string, value: string) => {
      const { completion } = await client.complete({
        ref: { type: 'ref/resource', uri },
        argument: { name, value },
      })
      return completion.values
    }
    expect(await complete('soar://actions/{id}', 'id', 's')).toEqual(['say'])
    expect(await complete('soar://actions/{id}', 'id', '')).toEqual(['count', 'say'])
    expect(await complete('soar://results/{number}', 'number', '')).toEqual(['1'])
    expect(await complete('file:///{path}', 'path', '')).toEqual([])
    const prompt = { ref: { type: 'ref/prompt' as const, name: 'x' }, argument: { name: 'a', value: '' } }
    expect((await client.complete(prompt)).completion.values).toEqual([])
  })
})

test('an unknown method of revision 2026-07-28 is 404', async () => {
  const { url } = await startHttp(await makeCore())
  const answer = await request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'nonsense/method',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'nonsense/method',
      params: {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
  })
  expect([answer.statusCode, await answer.body.json()]).toMatchObject([404, { error: { code: -32_601 } }])
})

describe('a web page', () => {
  const tokens = [{ subject: 'SOC_TOKEN', token: 'a-token-of-this-test' }]
  const preflight = async (url: string, origin: string) => {
    const answer = await request(url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    await answer.body.dump()
    return answer
  }

  test('of an allowed origin may ask, also before it has sent its token', async () => {
    const { url } = await startHttp(await makeCore(), { tokens, hosts: ['page.example.com'] })
    const answer = await preflight(url, 'https://page.example.com')
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([
      204,
      'https://page.example.com',
    ])
    expect(answer.headers['access-control-allow-headers']).toContain('mcp-session-id')
    const call = await request(url, {
      method: 'POST',
      headers: {
        origin: 'https://page.example.com',
        authorization: 'Bearer a-token-of-this-test',
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
      }),
    })
    expect([call.statusCode, call.headers['access-control-allow-origin']]).toEqual([
      200,
      'https://page.example.com',
    ])
    expect(call.headers['access-control-expose-headers']).toContain('mcp-session-id')
  })

  test('of another origin may not', async () => {
    const { url } = await startHttp(await makeCore(), { tokens })
    const answer = await preflight(url, 'https://evil.example')
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([403, undefined])
  })
})
