/** The HTTP server: tokens of an identity provider, and users that a proxy has signed in. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readNetworks } from '../../../runtime/faces/cli/serving/door.ts'
import { createGrantedSessions } from '../../../runtime/faces/mcp/index.ts'
import type { Grant, OidcOptions } from '../../../runtime/service/grants.ts'
import { startEchoServer, TOKEN } from '../../support/http-server.ts'
import { connectHttp, makeCore, toolNamesOf } from '../../support/mcp.ts'
import { echoTenant } from '../../support/runs.ts'
import { reply, serve } from '../../support/wire.ts'

const AUDIENCE = 'soar'
const person: Grant = { scopes: new Set(['read'] as const) }

/** An identity provider with keys that can be replaced. */
async function provider() {
  const keys: Record<string, unknown>[] = []
  const rotate = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    keys.splice(0, keys.length, { ...(await exportJWK(publicKey)), kid, alg: 'ES256' })
    return (
      claims: JWTPayload,
      more: { issuer?: string; audience?: string; expires?: string | number } = {},
    ) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(more.issuer ?? wire.url)
        .setAudience(more.audience ?? AUDIENCE)
        .setExpirationTime(more.expires ?? '5m')
        .sign(privateKey)
  }
  const wire = await serve((response, { url }) => {
    if (url === '/.well-known/openid-configuration')
      reply(response, { issuer: wire.url, jwks_uri: `${wire.url}/keys` })
    else reply(response, { keys })
  })
  const oidc: OidcOptions = {
    issuer: wire.url,
    audience: AUDIENCE,
    subject: 'sub',
    scopes: 'scope',
    person,
    cooldown_ms: 0,
  }
  return { wire, oidc, rotate, sign: await rotate('first') }
}

const doorOf = (more: object) => ({ hosts: [], tokens: [], ...more })

describe('an MCP client without a token', () => {
  const mcp = async () => {
    const { integration, config, env, names } = await echoTenant('http://127.0.0.1:9')
    const core = await makeCore({ integration, env, names, config: config[0]?.values ?? {} })
    return createGrantedSessions(core)
  }

  test('is told where the metadata is, which names the provider and the scopes', async () => {
    const { oidc, wire } = await provider()
    const { send, url } = await startEchoServer({ door: doorOf({ oidc }), mcp: await mcp() })
    const refused = await send('/mcp', { token: null, body: {} })
    expect(refused.status).toBe(401)
    const [, metadata = ''] =
      /^Bearer resource_metadata="([^"]+)"$/.exec(String(refused.headers['www-authenticate'])) ?? []
    expect(metadata).toBe(`${url}.well-known/oauth-protected-resource/mcp`)
    for (const path of [new URL(metadata).pathname, '/.well-known/oauth-protected-resource']) {
      expect((await send(path, { token: null })).json).toEqual({
        resource: `${url}mcp`,
        authorization_servers: [wire.url],
        bearer_methods_supported: ['header'],
        scopes_supported: expect.arrayContaining(['soar:read', 'soar:write']),
      })
    }
    // Other routes are for other clients.
    expect((await send('/v1/meta', { token: null })).headers['www-authenticate']).toBe('Bearer')
  })

  test('behind a proxy with TLS is told the https address', async () => {
    const { oidc } = await provider()
    const proxy = { trusted: () => true, person }
    const { send } = await startEchoServer({ door: doorOf({ oidc, proxy }), mcp: await mcp() })
    const headers = { 'x-forwarded-proto': 'https' }
    const { json } = await send('/.well-known/oauth-protected-resource/mcp', { token: null, headers })
    expect(json.resource).toMatch(/^https:/)
  })

  test('is told nothing of a provider if there is none', async () => {
    const { send } = await startEchoServer({ mcp: await mcp() })
    expect((await send('/.well-known/oauth-protected-resource/mcp', { token: null })).status).toBe(404)
    expect((await send('/mcp', { token: null, body: {} })).headers['www-authenticate']).toBe('Bearer')
  })

  test('with a token of the provider calls a tool that its scopes allow', async () => {
    const { oidc, sign } = await provider()
    const { url } = await startEchoServer({ door: doorOf({ oidc }), mcp: await mcp() })
    const client = await connectHttp(`${url}mcp`, await sign({ sub: 'ana', scope: 'soar:read' }))
    expect(await toolNamesOf(client)).toEqual(['echo_count', 'echo_say'])
    expect((await client.callTool({ name: 'echo_say', arguments: { text: 'hi' } })).isError).toBe(false)
  })
})

describe('a token of the provider', () => {
  test('signs a person in, with the scopes that it names', async () => {
    const { oidc, sign } = await provider()
    const { send } = await startEchoServer({ door: doorOf({ oidc }) })
    const token = await sign({ sub: 'ana', scope: 'openid soar:read soar:write other:destructive' })
    expect((await send('/v1/meta', { token })).json).toMatchObject({
      actor: { subject: 'ana', person: true },
      scopes: ['read', 'write'],
    })
    const list = await sign({ sub: 'ana', scope: ['soar:read', 'soar:connection:other'] })
    expect((await send('/v1/meta', { token: list })).json.connections).toMatchObject([{ name: 'other' }])
    const none = await sign({ sub: 'ana' })
    expect((await send('/v1/meta', { token: none })).json.scopes).toEqual(['read'])
  })

  test('that names actions plans and runs these, and no others', async () => {
    const { oidc, sign } = await provider()
    const { send, wire } = await startEchoServer({ door: doorOf({ oidc }) })
    const token = await sign({ sub: 'ana', scope: 'soar:read soar:write soar:action:say' })
    const body = { connection: 'acme', parameters: { text: 'hi' } }
    expect((await send('/v1/actions/echo/say/runs', { token, body })).status).toBe(200)
    const other = { token, body: { connection: 'acme', parameters: { path: '/' } } }
    for (const what of ['plan', 'runs']) {
      const { status, text } = await send(`/v1/actions/echo/call/${what}`, other)
      expect([status, text]).toEqual([403, expect.stringContaining('You may not run the action')])
    }
    expect(wire.seen).toEqual([])
  })

  test('a person needs a plan for a write', async () => {
    const { oidc, sign } = await provider()
    const { send, wire } = await startEchoServer({ door: doorOf({ oidc }) })
    const token = await sign({ sub: 'ana', scope: 'soar:write' })
    const body = { connection: 'acme', parameters: { path: '/' } }
    const headers = { 'idempotency-key': 'k' }
    expect((await send('/v1/actions/echo/call/runs', { token, body, headers })).status).toBe(428)
    expect(wire.seen).toEqual([])
  })

  const past = Math.floor(Date.now() / 1000) - 3600
  const WRONG: [string, (own: Awaited<ReturnType<typeof provider>>) => Promise<string> | string][] = [
    ['of another audience', ({ sign }) => sign({ sub: 'ana' }, { audience: 'other' })],
    ['of another issuer', ({ sign }) => sign({ sub: 'ana' }, { issuer: 'https://evil.example' })],
    ['that has expired', ({ sign }) => sign({ sub: 'ana' }, { expires: past })],
    ['without a subject', ({ sign }) => sign({})],
    ['with a subject that is no text', ({ sign }) => sign({ sub: 7 } as unknown as JWTPayload)],
    ['that is not valid yet', ({ sign }) => sign({ sub: 'ana', nbf: past + 7200 })],
    [
      'without a signature',
      ({ wire }) =>
        new UnsecuredJWT({ sub: 'ana' })
          .setIssuer(wire.url)
          .setAudience(AUDIENCE)
          .setExpirationTime('5m')
          .encode(),
    ],
    [
      'signed with a shared secret',
      ({ wire }) =>
        new SignJWT({ sub: 'ana' })
          .setProtectedHeader({ alg: 'HS256', kid: 'first' })
          .setIssuer(wire.url)
          .setAudience(AUDIENCE)
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode('a secret that is long enough for it')),
    ],
    [
      'with a changed payload',
      async ({ sign }) => {
        const [head, , signature] = (await sign({ sub: 'ana' })).split('.')
        return `${head}.${Buffer.from('{"sub":"root","exp":9999999999}').toString('base64url')}.${signature}`
      },
    ],
  ]
  test.each(WRONG)('%s is refused', async (_, make) => {
    const own = await provider()
    const { send } = await startEchoServer({ door: doorOf({ oidc: own.oidc }) })
    expect((await send('/v1/meta', { token: await make(own) })).status).toBe(401)
  })

  test('a new key of the provider is fetched, and an old one no longer used', async () => {
    const { oidc, sign, rotate } = await provider()
    const { send } = await startEchoServer({ door: doorOf({ oidc }) })
    const before = await sign({ sub: 'ana' })
    expect((await send('/v1/meta', { token: before })).status).toBe(200)
    const after = await (await rotate('second'))({ sub: 'ana' })
    expect((await send('/v1/meta', { token: after })).status).toBe(200)
    expect((await send('/v1/meta', { token: before })).status).toBe(401)
  })

  test('no one is signed in when the provider does not answer', async () => {
    const { oidc, sign } = await provider()
    const token = await sign({ sub: 'ana' })
    const gone = { ...oidc, issuer: 'http://127.0.0.1:9' }
    const { send } = await startEchoServer({ door: doorOf({ oidc: gone }) })
    expect((await send('/v1/meta', { token })).status).toBe(401)
  })
})

describe('a proxy', () => {
  const proxy = (trusted: string[]) => ({
    trusted: readNetworks(trusted),
    user_header: 'X-User',
    person: { scopes: new Set(['read', 'write'] as const) },
  })
  const own = { 'sec-fetch-site': 'same-origin' }

  test('names the user, if the connection comes from it', async () => {
    const { send } = await startEchoServer({ door: doorOf({ proxy: proxy(['127.0.0.0/8']) }) })
    const { json } = await send('/v1/meta', { token: null, headers: { ...own, 'x-user': 'ana' } })
    expect(json).toMatchObject({ actor: { subject: 'ana', person: true }, scopes: ['read', 'write'] })
  })

  test.each([
    ['another peer', ['10.0.0.0/8'], { ...own, 'x-user': 'ana' }, 401],
    ['another site', ['127.0.0.1'], { 'sec-fetch-site': 'cross-site', 'x-user': 'ana' }, 403],
    ['no user', ['127.0.0.1'], own, 401],
    ['an empty user', ['127.0.0.1'], { ...own, 'x-user': ' ' }, 401],
    ['a forwarded address', ['10.0.0.7'], { ...own, 'x-user': 'ana', 'x-forwarded-for': '10.0.0.7' }, 401],
  ])('%s does not sign in', async (_, trusted, headers, status) => {
    const { send } = await startEchoServer({ door: doorOf({ proxy: proxy(trusted) }) })
    expect((await send('/v1/meta', { token: null, headers: headers as Record<string, string> })).status).toBe(
      status,
    )
  })

  test('two users in one request are none', async () => {
    const { url } = await startEchoServer({ door: doorOf({ proxy: proxy(['127.0.0.1']) }) })
    const { request } = await import('undici')
    const { statusCode, body } = await request(`${url}v1/meta`, {
      headers: ['sec-fetch-site', 'same-origin', 'x-user', 'ana', 'X-User', 'root'],
    })
    await body.dump()
    expect(statusCode).toBe(401)
  })

  test('over TLS, the cookie of a session is for this host alone', async () => {
    const trusted = { trusted: readNetworks(['127.0.0.1', '::1']), person }
    const tokens = [{ subject: 'TEST', token: TOKEN, scopes: new Set(['read'] as const) }]
    const { send } = await startEchoServer({ door: { hosts: [], tokens, proxy: trusted } })
    const headers = { 'x-forwarded-proto': 'https' }
    const answer = await send('/v1/session', { token: null, body: { token: TOKEN }, headers })
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-soar-session=.*; Secure$/)
  })

  test.each([
    ['127.0.0.1', ['127.0.0.1', '::ffff:127.0.0.1'], ['127.0.0.2', '::1', '', 'x']],
    ['10.1.0.0/16', ['10.1.2.3', '::ffff:10.1.2.3'], ['10.2.0.1']],
    ['fd00::/8', ['fd12::1'], ['fe80::1', '10.0.0.1']],
  ])('the network %s', (network, inside, outside) => {
    const trusted = readNetworks([network])
    expect([inside.filter((one) => !trusted(one)), outside.filter(trusted)]).toEqual([[], []])
  })

  test.each(['', 'x', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0/8', 'fd00::/129', '10.0.0.0/-1'])(
    '"%s" is no network',
    (network) => {
      expect(() => readNetworks([network])).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }))
    },
  )
})

test('metrics count runs and responses, hold no data of a tenant, and need their scope', async () => {
  const listeners = new Set<(run: never) => void>()
  const { send } = await startEchoServer(
    { onRunEnd: (listener) => listeners.add(listener) },
    {
      onEnd: (run) => {
        for (const listener of listeners) listener(run as never)
      },
    },
  )
  onTestFinished(() => listeners.clear())
  const body = { connection: 'acme', parameters: { text: 'canary-of-a-subject' } }
  await send('/v1/actions/echo/say/runs', { body })
  const { text, headers } = await send('/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain/)
  expect(text).toMatch(/^soar_runs_total\{[^}]*action="say"[^}]*outcome="succeeded"[^}]*\} 1/m)
  expect(text).toMatch(
    /^http_server_request_duration_seconds_count\{[^}]*route="\/v1\/actions\/:integration\/:action\/runs"/m,
  )
  expect(text).toMatch(/^soar_unsettled_runs(?:\{[^}]*\})? 0/m)
  expect(text).not.toMatch(/canary|acme/)
  expect((await send('/metrics', { token: null })).status).toBe(401)
})
