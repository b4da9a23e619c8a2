/** Properties of recordings: nothing is lost, nothing secret is kept. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../runtime/contract/json.ts'
import { bodyBytes, recordBody } from '../../runtime/http/record/body.ts'
import { requestDifferences } from '../../runtime/http/record/compare.ts'
import { differences } from '../../runtime/http/record/differences.ts'
import { createHide } from '../../runtime/http/record/hide.ts'
import { createPseudonyms } from '../../runtime/run/record/pseudonyms.ts'
import { createRedactor } from '../../runtime/safety/redact.ts'

const options = { seed: 20_260_310, numRuns: 500 }
const plain = createHide((text) => text)
/** The bytes that a replay delivers. */
const again = (body: string | Uint8Array, type = ''): string =>
  bodyBytes(recordBody(body, type, plain)).toString('latin1')

describe('a body', () => {
  test('of any bytes is the same in a replay', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(again(bytes)).toBe(Buffer.from(bytes).toString('latin1'))
      }),
      options,
    )
  })

  test('of any JSON means the same in a replay, however it is spelled', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(JSON.parse(Buffer.from(again(text), 'latin1').toString())).toEqual(JSON.parse(text))
      }),
      options,
    )
  })

  test.each(['1.0', '[1e3]', '{"a":1,"a":2}', '{"2":1,"1":2}', '12345678901234567890', '{"__proto__":1}'])(
    '%s is kept letter by letter',
    (text) => {
      expect(again(text)).toBe(text)
    },
  )

  test('of a form keeps every name and value', () => {
    const pairs = fc.array(fc.tuple(fc.stringMatching(/^[a-e]{1,3}$/), fc.string()), { maxLength: 6 })
    fc.assert(
      fc.property(pairs, (given) => {
        const form = new URLSearchParams(given).toString()
        const sent = new URLSearchParams(again(form, 'application/x-www-form-urlencoded'))
        const sorted = (params: URLSearchParams) => [...params].map((pair) => pair.join('=')).sort()
        expect(sorted(sent)).toEqual(sorted(new URLSearchParams(form)))
      }),
      options,
    )
  })
})

describe('a secret', () => {
  const secret = 'sEcReT/of+this&run="x"'
  const redactor = createRedactor()
  redactor.add(secret)
  const hide = createHide((text) => redactor.redact(text))
  const spellings = [
    (text: string) => text,
    encodeURIComponent,
    (text: string) => JSON.stringify(text).slice(1, -1),
    (text: string) => Buffer.from(text).toString('base64'),
    (text: string) => text.toUpperCase(),
  ]

  test('is in no form of a body, wherever it is and however it is spelled', () => {
    const parts = fc.tuple(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(...spellings),
      fc.uint8Array({ maxLength: 40 }),
    )
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom('', 'application/x-www-form-urlencoded'),
        ([before, spell, after], type) => {
          const written = spell(secret)
          const body = Buffer.concat([before, Buffer.from(` ${written} `), after])
          const kept = JSON.stringify(recordBody(body, type, hide) ?? null)
          expect(kept).not.toContain(written)
          expect(bodyBytes(recordBody(body, type, hide)).toString()).not.toContain(written)
        },
      ),
      options,
    )
  })

  test.each([
    ['{"access_token":"abc","token_type":"Bearer"}', '{"json":{"access_token":"***","token_type":"Bearer"}}'],
    [
      '{"a":{"client_secret":{"value":"abc"}},"key":"shown"}',
      '{"json":{"a":{"client_secret":{"value":"***"}},"key":"shown"}}',
    ],
    [
      '{"url":"https://h/f?X-Amz-Signature=abc&sig=d&page=2"}',
      '{"json":{"url":"https://h/f?X-Amz-Signature=***&sig=***&page=2"}}',
    ],
    [
      '{"url":"https://h/f?a=1\\\\u0026Signature=abc"}',
      '{"json":{"url":"https://h/f?a=1\\\\u0026Signature=***"}}',
    ],
    ['{"access_token":"abc', '{"text":["{\\"access_token\\":\\"***"]}'],
    ['grant=x&client_secret=abc', '{"text":["grant=x&client_secret=***"]}'],
  ])('that only its name shows is hidden: %s', (body, kept) => {
    expect(JSON.stringify(recordBody(body, '', plain))).toBe(kept)
  })

  test('in headers is hidden by their names', () => {
    const headers = {
      authorization: 'Bearer abc',
      'x-mc-app-id': 'abc',
      'set-cookie': 'abc',
      'x-request-id': 'r1',
    }
    expect(hide.headers(headers)).toEqual({
      authorization: '***',
      'x-mc-app-id': '***',
      'set-cookie': '***',
      'x-request-id': 'r1',
    })
  })
})

describe('differences', () => {
  test('of a value and a copy of it are none, of two values some', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(differences(a as Json, structuredClone(a) as Json)).toEqual([])
        const isEqual = stable(a) === stable(b)
        expect(differences(a as Json, b as Json).length === 0).toBe(isEqual)
      }),
      options,
    )
  })

  const stable = (value: unknown): string =>
    JSON.stringify(value, (_, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    )

  test.each([
    ['2026-03-10T10:30:00+0000', '2026-03-10T10:30:02+0000', 0],
    ['from 2026-03-10T10:30:00 to 2026-03-10T11:30:00', 'from 2026-03-10T10:30:01 to 2026-03-10T11:30:01', 0],
    ['2026-03-10T10:30:00Z', '2026-03-10T10:30:04Z', 1],
    ['2026-03-10T10:30:00Z', '2026-04-10T10:30:00Z', 1],
    ['a 2026-03-10T10:30:00Z', 'b 2026-03-10T10:30:00Z', 1],
    ['until Nov 28, 2026, 2:43:44 PM (UTC).', 'until Nov 28, 2026, 2:43:45 PM (UTC).', 0],
    ['until 12:59:59 PM', 'until 1:00:01 PM', 0],
    ["jusqu'au 28 nov. 2026, 14:43:44", "jusqu'au 28 nov. 2026, 14:43:46", 0],
    ['until 2:43:44 PM', 'until 2:43:44 AM', 1],
    ['until 2:43:44 PM', 'until 2:44:44 PM', 1],
    ['2026-03-10T10:30:00Z', '10:30:00', 1],
    [1_773_138_600, 1_773_138_602, 0],
    [1_773_138_600_000, 1_773_138_602_000, 0],
    [1_773_138_600, 1_773_138_700, 1],
    [7, 8, 1],
    ['7', 7, 1],
  ])('%s and %s, when a run took 3 s', (a, b, count) => {
    const request = (json: Json) => ({ method: 'GET', url: 'http://h.test/', headers: {}, body: { json } })
    expect(requestDifferences(request(a), request(b), 3000)).toHaveLength(count)
  })
})

test('pseudonyms leave no address, and are the same for the same one', () => {
  const user = fc.stringMatching(/^[a-z][a-z0-9.]{2,10}[a-z]$/)
  const domain = fc.stringMatching(/^[a-z]{4,9}\.(?:test|invalid)$/)
  const address = fc.tuple(user, domain).map((parts) => parts.join('@'))
  fc.assert(
    fc.property(fc.array(address, { minLength: 1, maxLength: 8 }), (addresses) => {
      const pseudonyms = createPseudonyms(new Set())
      const text = addresses.map((one) => `<${one}>`).join(', ')
      pseudonyms.collect(text)
      const renamed = pseudonyms.rename(text)
      const made = [...renamed.matchAll(/<([^>]+)>/g)].map(([, one = '']) => one)
      expect(made.every((one) => /^user\d+@domain\d+\.example$/.test(one))).toBe(true)
      expect(new Set(made).size).toBe(new Set(addresses).size)
      for (const one of addresses) expect(pseudonyms.rename(one)).toBe(made[addresses.indexOf(one)])
    }),
    options,
  )
})
