/** Addresses that answers name must not lead into a private network: how they are written, and what they resolve to. */
import { describe, expect, test, vi } from 'vitest'
import { isPublicAddress, lookupPublic, privateHost } from '../../runtime/http/public-address.ts'
import { failure, reply, serve, startRun } from '../support/wire.ts'

const dns = vi.hoisted(() => ({ answers: {} as Record<string, string[]>, asked: [] as string[] }))
vi.mock('node:dns', async (load) => {
  const real = await load<typeof import('node:dns')>()
  type Done = (error: Error | null, addresses: { address: string; family: number }[]) => void
  return {
    ...real,
    lookup: (hostname: string, _: object, done: Done) => {
      dns.asked.push(hostname)
      const addresses = (dns.answers[hostname] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }))
      done(null, addresses)
    },
  }
})

const PRIVATE = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
]

test.each(PRIVATE)('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.15.0.1',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2a00:1450::1',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each(['name', '', '300.1.1.1'])('%j is no address', (text) => {
  expect(isPublicAddress(text)).toBe(false)
  expect(privateHost(text)).toBeUndefined()
})

test.each([
  'http://2130706433/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://[::ffff:7f00:1]/',
  'http://[::1]/',
  'http://１２７.0.0.1/',
  'http://169.254.169.254./',
])('the spelling %s leads to a private address', (url) => {
  expect(privateHost(new URL(url).hostname)).toBeDefined()
})

describe('a request that may lead to public hosts only', () => {
  const get = (url: string) => ({ method: 'GET', url, public_only: true })

  test.each(['127.0.0.1', 'localhost', 'LOCALHOST.', 'files.example', '[::1]'])(
    'never reaches this computer under the name %s, though others do',
    async (name) => {
      const wire = await serve((response) => reply(response, {}))
      dns.answers = {
        localhost: ['127.0.0.1'],
        'localhost.': ['127.0.0.1'],
        'files.example': ['8.8.8.8', '127.0.0.1'],
      }
      const { http, notes } = startRun()
      // A connection that is open for others is not used for it.
      await http.request({ method: 'GET', url: wire.url })
      const error = await failure(http.request(get(`http://${name}:${wire.port}/latest/meta-data`)))
      expect(error).toMatchObject({ code: 'NETWORK_FAILED', facts: { retryable: false } })
      expect(error.values.reason).toContain('belongs to a private network')
      expect([wire.seen.length, notes.requests]).toEqual([1, 1])
    },
  )

  test('is made to the address that was looked at: the name is resolved once', async () => {
    dns.asked = []
    dns.answers = { 'files.example': ['8.8.8.8'] }
    const found = await new Promise((done) => {
      lookupPublic('files.example', { all: true }, (error, addresses) => done([error, addresses]))
    })
    expect(found).toEqual([null, [{ address: '8.8.8.8', family: 4 }]])
    const one = await new Promise((done) => {
      lookupPublic('files.example', {}, (error, address, family) => done([error, address, family]))
    })
    expect([one, dns.asked]).toEqual([
      [null, '8.8.8.8', 4],
      ['files.example', 'files.example'],
    ])
  })

  test('goes through a proxy by name, as the proxy resolves it; a private address is refused there, too', async () => {
    const proxy = await serve((response) => reply(response, {}))
    dns.asked = []
    const { http } = startRun({}, { proxy_server_address: proxy.url })
    expect((await http.request(get('http://files.example/a'))).status).toBe(200)
    expect(await failure(http.request(get('http://10.0.0.7/a')))).toMatchObject({ code: 'NETWORK_FAILED' })
    expect([proxy.seen.length, dns.asked.includes('files.example')]).toEqual([1, false])
  })
})
