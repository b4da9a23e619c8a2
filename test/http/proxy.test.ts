import { request as ask } from 'node:http'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { chooseProxy, isExempt } from '../../runtime/http/proxy.ts'
import { pem } from '../../testing/own/repository.ts'
import { failure, listen, reply, type Seen, serve, startRun, type Wire } from '../support/wire.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A forwarding and tunnelling proxy that wants `user:p@ss` unless told otherwise. */
async function startProxy(options: { status?: number; open?: boolean; certificate?: string } = {}) {
  const tunnels: string[] = []
  const allowed = `Basic ${Buffer.from('user:p@ss').toString('base64')}`
  const may = (headers: Seen['headers']) =>
    options.open === true || headers['proxy-authorization'] === allowed
  const forward = (response: import('node:http').ServerResponse, seen: Seen) => {
    if (!may(seen.headers)) return response.writeHead(407).end()
    const { 'proxy-authorization': _, ...headers } = seen.headers
    const onward = ask(seen.url, { method: seen.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers)
      answer.pipe(response)
    })
    return onward.end(seen.body)
  }
  const wire = await serve(forward, options.certificate, (server) =>
    server.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '')
      socket.on('error', () => undefined)
      const status = options.status ?? (may(request.headers) ? 200 : 407)
      if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
      const { port } = new URL(`http://${request.url}`)
      const onward = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        onward.pipe(socket).pipe(onward)
      })
      onward.on('error', () => socket.destroy())
      return socket
    }),
  )
  return { ...wire, tunnels }
}

const credentials = { proxy_username: 'user', proxy_password: 'p@ss' }
const secure = (): Promise<Wire> => serve((response) => reply(response, { secure: true }), 'host.pem')
const get = (url: string) => ({ method: 'GET', url })

describe('a proxy', () => {
  test('forwards plain requests, with its credentials and without passing them on', async () => {
    const wire = await serve((response) => reply(response, { ok: true }))
    const proxy = await startProxy()
    const { http, notes } = startRun({}, { proxy_server_address: proxy.url, ...credentials })
    expect((await http.request(get(`${wire.url}/a?b=c`))).status).toBe(200)
    expect(proxy.seen).toMatchObject([{ url: `${wire.url}/a?b=c`, headers: { host: wire.host } }])
    expect(wire.seen[0]?.headers).not.toHaveProperty('proxy-authorization')
    expect(notes.secrets).toEqual(['p@ss', Buffer.from('user:p@ss').toString('base64')])
  })

  test('tunnels https, so that it sees the host and nothing else', async () => {
    const wire = await secure()
    const proxy = await startProxy()
    const { http } = startRun(
      {},
      { proxy_server_address: proxy.url, ...credentials, ca_certificate: pem('ca.pem') },
    )
    expect((await http.request({ ...get(wire.url), headers: () => ({ authorization: 't0p' }) })).status).toBe(
      200,
    )
    expect([proxy.tunnels, proxy.seen]).toEqual([[wire.host], []])
    expect(wire.seen[0]?.headers.authorization).toBe('t0p')
  })

  test.each(['forwarding', 'tunnelling'])('may itself speak https (%s)', async (way) => {
    const wire = way === 'tunnelling' ? await secure() : await serve((response) => reply(response, {}))
    const proxy = await startProxy({ open: true, certificate: 'host.pem' })
    const { http } = startRun({}, { proxy_server_address: proxy.url, ca_certificate: pem('ca.pem') })
    expect((await http.request(get(wire.url))).status).toBe(200)
    expect(proxy.seen.length + proxy.tunnels.length).toBe(1)
  })

  test.each(['http', 'https'])(
    'that wants other credentials is named, and not asked again (%s)',
    async (scheme) => {
      const wire = scheme === 'https' ? await secure() : await serve((response) => reply(response, {}))
      const proxy = await startProxy()
      const { http } = startRun(
        { safe: false },
        { proxy_server_address: `http://user:wrong@${proxy.host}`, ca_certificate: pem('ca.pem') },
      )
      const error = await failure(http.request({ method: 'POST', url: wire.url }))
      expect(error).toMatchObject({
        code: 'NETWORK_FAILED',
        values: {
          host: wire.host,
          reason: `the proxy ${proxy.host} returned status 407: it requires another user name and password`,
        },
        facts: { unsent: true },
      })
      expect([proxy.seen.length + proxy.tunnels.length, wire.seen.length]).toEqual([1, 0])
    },
  )

  test.each([
    [403, 1],
    [502, 3],
  ])('that refuses the tunnel with %i is asked %i times', async (status, times) => {
    const proxy = await startProxy({ status })
    const { http } = startRun({ safe: false }, { proxy_server_address: proxy.url })
    const error = await failure(http.request({ method: 'POST', url: 'https://host.example/' }))
    expect(error.code).toBe('NETWORK_FAILED')
    expect(error.values.reason).toBe(`the proxy ${proxy.host} returned status ${status}`)
    expect(proxy.tunnels).toHaveLength(times)
  })

  test.each(['http', 'https'])('that cannot be reached is named (%s)', async (scheme) => {
    const { http } = startRun({ safe: false }, { proxy_server_address: 'http://127.0.0.1:9' })
    const error = await failure(http.request({ method: 'POST', url: `${scheme}://host.example/` }))
    expect(error.code).toBe('NETWORK_FAILED')
    expect(error.values).toEqual({
      host: 'host.example',
      reason: 'via the proxy 127.0.0.1:9: connection refused (ECONNREFUSED)',
    })
  })

  test('that cuts the tunnel before it stands has sent nothing', async () => {
    const cut = await listen((socket) => socket.once('data', () => socket.destroy()))
    const { http, notes } = startRun({ safe: false }, { proxy_server_address: cut.url })
    const error = await failure(http.request({ method: 'POST', url: 'https://host.example/' }))
    expect([error.code, error.facts.unsent, notes.requests]).toEqual(['NETWORK_FAILED', true, 0])
  })
})

describe('which proxy', () => {
  const env = { HTTPS_PROXY: 'http://secure:1', http_proxy: 'plain:2', NO_PROXY: 'skip.example' }
  const chosen = (url: string, options: Partial<Parameters<typeof chooseProxy>[1]>) =>
    chooseProxy(new URL(url), { env: {}, ...options })?.url.href

  test.each([
    ['https://a.example', 'http://secure:1/'],
    ['http://a.example', 'http://plain:2/'],
    ['https://skip.example', undefined],
  ])('the environment names for %s: %s', (url, proxy) => {
    expect(chosen(url, { env })).toBe(proxy)
  })

  test('HTTP_PROXY serves https, too, when it stands alone, and lower case wins', () => {
    expect(
      chosen('https://a.example', { env: { HTTP_PROXY: 'http://upper:1', http_proxy: 'http://lower:2' } }),
    ).toBe('http://lower:2/')
  })

  test('a configured one takes every request, whatever the environment says', () => {
    const options = { env: { ...env, NO_PROXY: '*' }, proxy_server_address: 'http://mine:3' }
    expect(chosen('https://a.example', options)).toBe('http://mine:3/')
  })

  test('none is used without a word about one', () => {
    expect(chosen('https://a.example', {})).toBeUndefined()
  })

  test('credentials come from the address, decoded, or from beside it', () => {
    const of = (options: object) => chooseProxy(new URL('http://a'), { env: {}, ...options })?.authorization
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
    expect(of({ proxy_server_address: 'http://us%40er:p%3Aw@mine:3' })).toBe(basic('us@er:p:w'))
    expect(of({ proxy_server_address: 'http://user:%zz@mine:3' })).toBe(basic('user:%zz'))
    expect(of({ proxy_server_address: 'http://old:old@mine:3', ...credentials })).toBe(basic('user:p@ss'))
    expect(of({ proxy_server_address: 'http://user@mine:3' })).toBe(basic('user:'))
  })

  test.each(['socks5://mine:3', 'http://', 'ht tp://mine'])(
    '%s is refused, its password hidden',
    (address) => {
      const given = address.replace('//mine', '//u:s3cret@mine')
      expect(() => chosen('http://a', { proxy_server_address: given })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID' }),
      )
      try {
        chosen('http://a', { proxy_server_address: given })
      } catch (error) {
        expect(JSON.stringify(error)).not.toContain('s3cret')
      }
    },
  )
})

describe('NO_PROXY', () => {
  test.each([
    ['*', 'https://any.example', true],
    ['a.example', 'https://a.example', true],
    ['a.example', 'https://sub.A.example', true],
    ['.a.example', 'https://sub.a.example', true],
    ['*.a.example', 'https://sub.a.example', true],
    ['a.example', 'https://ba.example', false],
    ['b.example, a.example', 'https://a.example', true],
    ['a.example:8443', 'https://a.example:8443', true],
    ['a.example:8443', 'https://a.example', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:80', 'http://a.example', true],
    ['10.1.2.3', 'http://10.1.2.3', true],
    ['10.0.0.0/8', 'http://10.1.2.3', true],
    ['10.0.0.0/8', 'http://11.1.2.3', false],
    ['10.0.0.0/99', 'http://10.1.2.3', false],
    ['nonsense/8', 'http://10.1.2.3', false],
    ['fd00::/8', 'http://[fd00::1]', true],
    ['[fd00::1]:80', 'http://[fd00::1]', true],
    ['fd00::1', 'http://[fd00::1]', true],
    ['0.3', 'http://10.1.2.3', false],
    ['10.0.0.0/', 'http://10.0.0.1', false],
    ['10.0.0.0/', 'http://203.0.113.9', false],
    ['0.0.0.0/0', 'http://10.0.0.1', false],
    ['10.0.0.1/0', 'http://10.0.0.1', true],
    ['10.0.0.0/ 8', 'http://10.0.0.1', false],
    ['10.0.0.0/+8', 'http://10.0.0.1', false],
    ['10.0.0.0/8x', 'http://10.0.0.1', false],
    ['10.0.0.0/8/8', 'http://10.0.0.1', false],
    ['10.0.0.1/32', 'http://10.0.0.1', true],
    ['fd00::/', 'http://[fd00::1]', false],
    ['fd00::/129', 'http://[fd00::1]', false],
    ['::/0', 'http://[fd00::1]', false],
    ['fd00::/8', 'http://10.0.0.1', false],
    ['a.example', 'https://a.example.', true],
    ['a.example.', 'https://sub.a.example', true],
    ['bücher.example', 'https://bücher.example', true],
    ['xn--bcher-kva.example', 'https://sub.bücher.example', true],
    ['http://a.example', 'http://a.example', true],
    ['https://a.example:8443/x', 'https://a.example:8443', true],
    ['a.example,*', 'https://b.example', false],
    ['  *  ', 'https://b.example', true],
    ['..a.example', 'https://a.example', false],
    ['b.example\ta.example', 'https://a.example', true],
    ['', 'https://a.example', false],
    [' , ', 'https://a.example', false],
    ['.', 'https://a.example', false],
  ])('"%s" for %s: %s', (list, url, exempt) => {
    expect(isExempt(new URL(url), list)).toBe(exempt)
  })
})
