/** The HTTP server: who is let in, and how. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { POLICY } from '../../../runtime/faces/server/page/headers.ts'
import { type Answer, startTestServer, type TestServer, TOKEN } from '../../support/http-server.ts'

const statusAndCode = ({ status, json }: Answer) => [status, json.code]

describe('a request without a valid token', () => {
  test.each([
    ['none', {}],
    ['an empty one', { authorization: '' }],
    ['a wrong one', { authorization: 'Bearer nonsense' }],
    ['a part of the right one', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['a longer one', { authorization: `Bearer ${TOKEN}x` }],
    ['the right one as Basic', { authorization: `Basic ${TOKEN}` }],
    ['the right one as a cookie', { cookie: `soar-session=${TOKEN}`, 'sec-fetch-site': 'same-origin' }],
  ])('%s: 401', async (_, headers) => {
    const { send } = await startTestServer()
    const answer = await send('/v1/meta', { token: null, headers: headers as Record<string, string> })
    expect(statusAndCode(answer)).toEqual([401, 'UNAUTHENTICATED'])
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test('an unknown path says nothing about paths that exist', async () => {
    const { send } = await startTestServer()
    expect(statusAndCode(await send('/v1/nonsense', { token: null }))).toEqual([404, 'NOT_FOUND'])
  })
})

describe('a request from elsewhere', () => {
  test.each([
    ['another Host', { host: 'evil.example' }],
    ['another Origin', { origin: 'https://evil.example' }],
    ['an Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['the Origin null', { origin: 'null' }],
  ])('%s: 403, also with the token and for the page', async (_, headers) => {
    const { send } = await startTestServer()
    for (const path of ['/v1/meta', '/', '/healthz'])
      expect(statusAndCode(await send(path, { headers }))).toEqual([403, 'FORBIDDEN'])
  })

  test('no response allows another site to read it', async () => {
    const { send } = await startTestServer()
    const answer = await send('/v1/meta', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

/** Opens the link of a server, and returns the cookie. */
async function signIn({ send, link }: TestServer): Promise<string> {
  const { pathname, search } = new URL(link() ?? '')
  const { status, headers } = await send(pathname + search, { token: null })
  expect([status, headers.location]).toEqual([303, '/'])
  return String(headers['set-cookie'])
}

describe('the link', () => {
  test('signs a person in, once, with a cookie for this site alone', async () => {
    const server = await startTestServer()
    const before = server.link()
    const cookie = await signIn(server)
    expect(cookie).toMatch(/^soar-session=[\w-]{43}; Path=\/; Max-Age=28800; HttpOnly; SameSite=Strict$/)
    expect(server.link()).not.toBe(before)
    const { pathname, search } = new URL(before ?? '')
    expect(statusAndCode(await server.send(pathname + search, { token: null }))).toEqual([
      401,
      'UNAUTHENTICATED',
    ])
    const own = { cookie: cookie.split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' }
    const { json } = await server.send('/v1/meta', { token: null, headers: own })
    expect(json).toMatchObject({ actor: { subject: 'ana', person: true } })
  })

  test.each(['HEAD', 'POST', 'PUT'] as const)('is not used up by %s', async (method) => {
    const server = await startTestServer()
    const { pathname, search } = new URL(server.link() ?? '')
    await server.send(pathname + search, { method, token: null })
    await signIn(server)
  })

  test('is not used up by a program that prepares a preview', async () => {
    const server = await startTestServer()
    const { pathname, search } = new URL(server.link() ?? '')
    const answer = await server.send(pathname + search, {
      token: null,
      headers: { 'sec-fetch-mode': 'no-cors' },
    })
    expect(statusAndCode(answer)).toEqual([403, 'FORBIDDEN'])
    await signIn(server)
  })
})

describe('a session', () => {
  test.each(['cross-site', 'same-site', 'none', undefined])(
    'is of no use to a request whose Sec-Fetch-Site is %s',
    async (site) => {
      const server = await startTestServer()
      const cookie = (await signIn(server)).split(';')[0] ?? ''
      const headers = site === undefined ? { cookie } : { cookie, 'sec-fetch-site': site }
      expect(statusAndCode(await server.send('/v1/meta', { token: null, headers }))).toEqual([
        403,
        'FORBIDDEN',
      ])
    },
  )

  test('ends when the person signs out, but not because another site asks for it', async () => {
    const server = await startTestServer()
    const cookie = (await signIn(server)).split(';')[0] ?? ''
    const own = { token: null, headers: { cookie, 'sec-fetch-site': 'same-origin' } }
    const foreign = { token: null, headers: { cookie, 'sec-fetch-site': 'cross-site' } }
    await server.send('/v1/session', { ...foreign, method: 'DELETE' })
    expect((await server.send('/v1/meta', own)).status).toBe(200)
    expect((await server.send('/v1/session', { ...own, method: 'DELETE' })).status).toBe(204)
    expect((await server.send('/v1/meta', own)).status).toBe(401)
  })

  test('begins with a token, and has its scopes', async () => {
    const token = 'a-token-that-only-reads'
    const reader = { subject: 'READER', token, scopes: new Set(['read'] as const) }
    const { send } = await startTestServer({ door: { hosts: [], tokens: [reader] } })
    const wrong = await send('/v1/session', { token: null, body: { token: 'nonsense' } })
    expect(statusAndCode(wrong)).toEqual([401, 'UNAUTHENTICATED'])
    const foreign = { token: null, body: { token }, headers: { 'sec-fetch-site': 'cross-site' } }
    expect(statusAndCode(await send('/v1/session', foreign))).toEqual([403, 'FORBIDDEN'])
    const { status, headers } = await send('/v1/session', { token: null, body: { token } })
    expect(status).toBe(204)
    const cookie = String(headers['set-cookie']).split(';')[0] ?? ''
    const own = { token: null, headers: { cookie, 'sec-fetch-site': 'same-origin' } }
    expect((await send('/v1/meta', own)).json).toMatchObject({
      actor: { subject: 'READER', person: true },
      scopes: ['read'],
    })
  })
})

describe('a body', () => {
  test.each([
    ['text', 'x', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_TYPE'],
    ['a form', 'token=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_TYPE'],
    ['no JSON', '{', {}, 400, 'REQUEST_INVALID'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 400, 'REQUEST_INVALID'],
    ['a list', '[]', {}, 400, 'REQUEST_INVALID'],
    ['an unknown field', '{"tokens":"x"}', {}, 400, 'REQUEST_INVALID'],
    ['another type', '{"token":1}', {}, 400, 'REQUEST_INVALID'],
    ['2 MB', JSON.stringify({ token: 'x'.repeat(2_000_000) }), {}, 413, 'TOO_LARGE'],
  ])('%s is refused', async (_, body, headers, status, code) => {
    const { send } = await startTestServer()
    expect(statusAndCode(await send('/v1/session', { body, headers }))).toEqual([status, code])
  })
})

describe('every response', () => {
  test.each(['/', '/v1/meta', '/v1/nonsense', '/healthz'])('%s has the safe headers', async (path) => {
    const { send } = await startTestServer()
    for (const token of [TOKEN, null]) {
      expect((await send(path, { token })).headers).toMatchObject({
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
    }
  })
})

describe('the page', () => {
  const page = mkdtempSync(join(tmpdir(), 'soar-page-'))
  mkdirSync(join(page, 'assets'))
  writeFileSync(join(page, 'index.html'), '<!doctype html>')
  writeFileSync(join(page, 'assets/app-AbCd1234.js'), 'script')
  writeFileSync(join(page, 'assets/app-AbCd1234.js.br'), 'compressed')
  writeFileSync(join(page, 'secret.pem'), 'not a file of the page')

  test.each(['/', '/actions', '/runs/run_1', '/actions/echo/say.it?x=1'])(
    '%s is the document',
    async (path) => {
      const { send } = await startTestServer({ page })
      const { status, text, headers } = await send(path, { token: null })
      expect([status, text, headers['cache-control']]).toEqual([200, '<!doctype html>', 'no-store'])
    },
  )

  test('its files are immutable, and compressed for those who accept that', async () => {
    const { send } = await startTestServer({ page })
    const path = '/assets/app-AbCd1234.js'
    const plain = await send(path, { token: null, headers: { 'accept-encoding': 'gzip, br;q=0' } })
    expect(plain).toMatchObject({ text: 'script', headers: { vary: 'Accept-Encoding' } })
    const small = await send(path, { token: null, headers: { 'accept-encoding': 'gzip, br' } })
    expect(small).toMatchObject({
      text: 'compressed',
      headers: {
        'content-encoding': 'br',
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    })
    const again = await send(path, { token: null, headers: { 'if-none-match': String(small.headers.etag) } })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  test.each(['/assets/other.js', '/assets/other', '/assets/app-AbCd1234.js.br', '/v1', '/metrics/x'])(
    '%s is not there',
    async (path) => {
      const { send } = await startTestServer({ page })
      expect((await send(path, { token: null })).status).toBe(404)
    },
  )

  test.each(['/%2e%2e/secret.pem', '/secret.pem', '/..%2fsecret.pem'])('%s is the document', async (path) => {
    const { send } = await startTestServer({ page })
    expect((await send(path, { token: null })).text).toBe('<!doctype html>')
  })
})
