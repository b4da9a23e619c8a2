import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formats } from '../../runtime/schema/formats.ts'

const fits = (format: string, text: string): boolean => formats[format]?.(text) ?? false

describe('formats', () => {
  test.each([
    [
      'email',
      [
        'no-at',
        '@x.test',
        'a@',
        'a@b',
        'a b@x.test',
        'a@x..test',
        'Name <a@x.test>',
        'a@x.test,b@x.test',
        `${'a'.repeat(65)}@x.test`,
      ],
    ],
    [
      'domain',
      ['', 'localhost', '-a.test', 'a-.test', 'a..b', 'http://a.test', 'a.test/x', `${'a.'.repeat(200)}test`],
    ],
    [
      'url',
      [
        '',
        'example.com',
        'ftp://a.test',
        'https:/{{api root}}',
        'http://',
        'javascript:alert(1)',
        'https://a b',
      ],
    ],
    [
      'datetime',
      [
        '',
        '2026-03-09',
        '2026-03-09T08:14:22',
        '2026-02-30T00:00:00Z',
        '2026-03-09T24:00:00Z',
        '2026-03-09T08:61:00Z',
        'yesterday',
        '2026-03-09T08:14:22+25:00',
      ],
    ],
    ['ip', ['', '1.2.3', '256.1.1.1', 'a.b.c.d', '1.2.3.4/8']],
  ])('%s refuses what is not one', (format, texts) => {
    for (const text of texts) expect([text, fits(format, text)]).toEqual([text, false])
  })

  test.each([
    ['email', ['a@b.test', "o'neil+x@sub.example.com", 'jörg@exämple.de', '用户@例子.cn']],
    ['domain', ['example.com', 'xn--exmple-cua.de', 'a_b.example.com', '例子.cn']],
    ['url', ['https://api.example.com', 'http://127.0.0.1:8080/prefix', 'HTTPS://A.test']],
    [
      'datetime',
      [
        '2026-03-09T08:14:22Z',
        '2026-03-09T08:14:22+0000',
        '2026-03-09T08:14:22.123+01:00',
        '2024-02-29T23:59:60-05:00',
        '2026-03-09 08:14Z',
      ],
    ],
    ['ip', ['192.0.2.1', '2001:db8::1']],
  ])('%s takes what is one', (format, texts) => {
    for (const text of texts) expect([text, fits(format, text)]).toEqual([text, true])
  })

  test('answer for any text, however long', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(formats)),
        fc.string(),
        fc.nat(20000),
        (format, text, times) => {
          expect(
            typeof fits(format, text.repeat(Math.max(1, Math.floor(times / Math.max(1, text.length))))),
          ).toBe('boolean')
        },
      ),
    )
  })
})
