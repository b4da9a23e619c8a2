import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTransport } from '../../runtime/http/transport.ts'
import { english, writeProblems } from '../../runtime/i18n/sentences.ts'
import { fixture, pem } from '../../testing/own/repository.ts'
import { failure, listen, reply, serve, startRun } from '../support/wire.ts'

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.restoreAllMocks()
})

const post = (url: string) => ({ method: 'POST', url, body: '{}' })
const secure = (certificate = 'host.pem') => serve((response) => reply(response, {}), certificate)

describe('a certificate', () => {
  test('of an unknown authority is refused before anything is sent, and not tried again', async () => {
    const wire = await secure()
    const { http, notes } = startRun({ safe: false })
    const error = await failure(http.request(post(wire.url)))
    expect(error).toMatchObject({
      code: 'CERTIFICATE_UNTRUSTED',
      values: { host: wire.host },
      facts: { unsent: true },
    })
    expect(error.values.reason).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
    expect([wire.seen, notes.lines, notes.requests]).toEqual([[], [], 0])
  })

  test('made for another host is refused', async () => {
    const wire = await secure('other.pem')
    const error = await failure(startRun({}, { ca_certificate: pem('ca.pem') }).http.request(post(wire.url)))
    expect(error.code).toBe('CERTIFICATE_UNTRUSTED')
    expect(error.values.reason).toBe('it was issued for another host name (ERR_TLS_CERT_ALTNAME_INVALID)')
  })

  test.each([
    ['as PEM text', pem('ca.pem')],
    ['as PEM text on one line', pem('ca.pem').replaceAll('\n', '\\n')],
    ['as the path of a PEM file', fixture('tls', 'ca.pem')],
    ['beside another one', pem('other.pem') + pem('ca.pem')],
  ])('is trusted when its authority is given %s', async (_, ca_certificate) => {
    const wire = await secure()
    const { http, notes } = startRun({}, { ca_certificate })
    expect((await http.request(post(wire.url))).status).toBe(200)
    expect(notes.lines).toEqual([])
  })

  test('is not looked at with verify_ssl off, which each run is warned of once', async () => {
    const wire = await secure('other.pem')
    const plain = await serve((response) => reply(response, {}))
    const { http, notes } = startRun({}, { verify_ssl: false })
    await http.request(post(plain.url))
    expect(notes.lines).toEqual([])
    await http.request(post(wire.url))
    await http.request(post(wire.url))
    expect(notes.lines).toMatchObject([{ level: 'warn', fields: { code: 'tls_off', host: wire.host } }])
    expect(notes.lines[0]?.message).toContain(wire.host)
  })

  test('cannot be read from a port that speaks no TLS', async () => {
    const wire = await listen((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n')))
    const error = await failure(
      startRun({ safe: false }).http.request(post(wire.url.replace('http', 'https'))),
    )
    expect(error).toMatchObject({ code: 'NETWORK_FAILED', facts: { unsent: true } })
    expect(error.values.reason).toContain('check that this port serves HTTPS')
  })
})

describe('ca_certificate', () => {
  const broken = pem('ca.pem').replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')

  test.each([
    ['a file that is not there', '/nowhere/ca.pem', /got "\/nowhere\/ca.pem" \(ENOENT\)/],
    ['a folder', fileURLToPath(new URL('../fixtures', import.meta.url)), /EISDIR/],
    ['a file without a certificate', fileURLToPath(import.meta.url), /it contains no certificate/],
    ['a key instead', pem('host.key'), /got "PEM text" \(it contains no certificate\)/],
    ['a damaged certificate', broken, /it contains a certificate that cannot be read/],
  ])('that is %s is refused at once', (_, ca_certificate, sentence) => {
    let problems: ReturnType<typeof writeProblems> = []
    try {
      createTransport({ env: {}, ca_certificate })
    } catch (error) {
      const { code, facts } = error as import('../../runtime/contract/errors.ts').ActionError
      expect(code).toBe('CONFIG_INVALID')
      problems = writeProblems(english, facts.problems ?? [])
    }
    expect(problems).toHaveLength(1)
    expect(problems[0]?.message).toMatch(sentence)
    expect(problems[0]?.message).not.toContain('BEGIN')
  })

  test('that is blank counts as not given', () => {
    expect(() => createTransport({ env: {}, ca_certificate: ' ' })).not.toThrow()
  })
})
