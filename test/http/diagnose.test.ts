import { describe, expect, test } from 'vitest'
import { english } from '../../runtime/contract/phrases.ts'
import { diagnose } from '../../runtime/http/diagnose.ts'
import { ProxyFailure } from '../../runtime/http/proxy.ts'

const coded = (code: string, message = 'what Node says') => Object.assign(new Error(message), { code })

describe('a diagnosis', () => {
  test.each([
    ['CERT_HAS_EXPIRED', 'trust', 'it has expired (CERT_HAS_EXPIRED)'],
    ['ENOTFOUND', 'retryable', 'the host name is unknown (ENOTFOUND)'],
    ['EHOSTUNREACH', 'retryable', 'there is no route to the host (EHOSTUNREACH)'],
    ['UND_ERR_CONNECT_TIMEOUT', 'retryable', 'no connection within 10 s (UND_ERR_CONNECT_TIMEOUT)'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'retryable', /^the TLS handshake failed/],
    ['UND_ERR_DESTROYED', 'lasting', 'what Node says (UND_ERR_DESTROYED)'],
    ['UND_ERR_INVALID_ARG', 'lasting', 'what Node says (UND_ERR_INVALID_ARG)'],
    ['ENEW', 'retryable', 'what Node says (ENEW)'],
  ])('of %s is %s, in plain words', (code, kind, reason) => {
    const found = diagnose(coded(code))
    expect(found.kind).toBe(kind)
    expect(english(found.reason)).toMatch(reason)
  })

  test('names the proxy in front, and sees through what it wraps', () => {
    const wrapped = new ProxyFailure('refused', undefined, coded('ECONNREFUSED'))
    expect(english(diagnose(wrapped, 'gate:3128').reason)).toBe(
      'via the proxy gate:3128: connection refused (ECONNREFUSED)',
    )
    const refused = diagnose(new ProxyFailure('no', 403), 'gate:3128')
    expect([refused.kind, english(refused.reason)]).toEqual([
      'lasting',
      'the proxy gate:3128 returned status 403',
    ])
  })

  test('cuts a text that nobody knows, and takes anything', () => {
    expect(english(diagnose(new Error('x'.repeat(900))).reason)).toHaveLength(200)
    expect(english(diagnose('thrown text').reason)).toBe('thrown text')
  })
})
