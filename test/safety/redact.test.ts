import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keepingNames, toPlain } from '../../runtime/safety/plain-data.ts'
import { createRedactor, REDACTED } from '../../runtime/safety/redact.ts'
import { processorTimeOf } from '../support/clock.ts'
import { SPELLINGS } from '../support/spellings.ts'

const secret = fc
  .string({ minLength: 4, maxLength: 60, unit: 'grapheme' })
  .filter((text) => text.trim().length >= 4)

function masked(value: string, text: string): string {
  const redactor = createRedactor()
  redactor.add(value)
  return redactor.redact(text)
}

describe('a secret', () => {
  test('is hidden wherever it stands, as often as it stands', () => {
    expect(masked('hunter22', 'a hunter22 b hunter22')).toBe(`a ${REDACTED} b ${REDACTED}`)
  })

  test('is hidden as it is, and as JSON, URL, form, HTML and base64 write it', () => {
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 5 }), (value, before) => {
        const base64 = Buffer.from(value, 'utf8').toString('base64')
        for (const form of [
          value,
          JSON.stringify(value).slice(1, -1),
          JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1),
          encodeURIComponent(value),
          new URLSearchParams({ s: value }).toString().slice(2),
          value
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;')
            .replaceAll('"', '&quot;')
            .replaceAll("'", '&#39;'),
          base64,
          Buffer.from(value, 'utf8').toString('base64url'),
        ]) {
          expect(masked(value, `${before}${form}.`)).not.toContain(form)
        }
      }),
    )
  })

  test('is hidden however its signs are mixed: JSON for HTML, slashes with backslashes, numbers of HTML, capitals', () => {
    const value = `k+/&<"' é\\=`
    for (const form of [
      'k+\\/&<\\"\' é\\\\=',
      'k\\u002B\\/\\u0026\\u003C\\u0022\\u0027 \\u00E9\\u005C\\u003D',
      'k&#43;&#x2f;&amp;&lt;&#34;&#39; &#233;\\=',
      'k%2b%2F&%3c%22%27+%C3%A9%5C%3D',
    ])
      expect(masked(value, `a ${form} b`)).toBe(`a ${REDACTED} b`)
  })

  test('of many backslashes, or beside many, costs no time', () => {
    const value = `${'\\'.repeat(40)}x"`
    const milliseconds = processorTimeOf(() => {
      expect(masked(value, '\\'.repeat(100_000))).not.toContain(REDACTED)
      expect(masked(value, JSON.stringify(value))).toContain(REDACTED)
    })
    expect(milliseconds).toBeLessThan(2_000)
  })

  test('is hidden inside longer base64, such as a basic credential', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 12, maxLength: 40, unit: 'binary-ascii' }),
        fc.string(),
        fc.string(),
        (value, a, b) => {
          fc.pre(value.trim().length >= 12)
          const whole = Buffer.from(`${a}:${value}:${b}`, 'utf8').toString('base64')
          expect(masked(value, whole)).toContain(REDACTED)
        },
      ),
    )
  })

  test('that is very short hides only text that is nothing else', () => {
    expect(masked('abc', 'abcdef')).toBe('abcdef')
    expect(masked('abc', 'abc')).toBe(REDACTED)
    expect(masked('  ', 'a  b')).toBe('a  b')
  })

  test('with lone surrogates does not break the redactor', () => {
    expect(masked('\ud800secret', 'nothing here')).toBe('nothing here')
  })

  test('leaves all other text as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('zq'))
        expect(masked('zqzqzqzq', text)).toBe(text)
      }),
    )
  })
})

test('a secret that equals a declared field name leaves the name as it is', () => {
  const redactor = createRedactor()
  redactor.add('subject')
  const redact = keepingNames(redactor.redact, new Set(['subject']))
  expect(toPlain({ subject: 'a subject', 'my subject': 1 }, redact)).toEqual({
    subject: `a ${REDACTED}`,
    [`my ${REDACTED}`]: 1,
  })
})

describe('a secret in another spelling is hidden', () => {
  const printable = fc
    .string({ minLength: 16, maxLength: 48, unit: 'grapheme-ascii' })
    .filter((text) => text.replaceAll(/[^A-Za-z0-9]/g, '').length >= 14)

  test.each(Object.keys(SPELLINGS))('%s', (name) => {
    const spell = SPELLINGS[name] ?? String
    fc.assert(
      fc.property(printable, (value) => {
        const spelled = spell(value)
        expect(masked(value, `the key was ${spelled}, sorry`)).toContain(REDACTED)
      }),
    )
  })

  test('and what is around it is still there', () => {
    const value = 'A4f9xQ0bZ7kLmN2pR5tV'
    expect(masked(value, `a=1&b=%41%34f9xQ0bZ7kLmN2pR5tV&c=2`)).toBe(`a=1&b=${REDACTED}&c=2`)
    expect(masked(value, `client_secret=${value.toLowerCase()}`)).toBe(`client_secret=${REDACTED}`)
  })

  test('but not what has some of its letters only', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(masked('A4f9xQ0bZ7kLmN2pR5tV', text)).toBe(text)
      }),
    )
    expect(masked('hunter22', 'a HUNTER 2')).toBe('a HUNTER 2')
  })
})
