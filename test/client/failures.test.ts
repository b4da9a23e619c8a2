import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accept, readResource } from '../../client/envelope.ts'
import { failuresOf, tidy, wordsOf } from '../../client/failures.ts'
import { pair } from '../../client/many.ts'
import type { Reply } from '../../client/types.ts'
import { ActionError } from '../../runtime/contract/errors.ts'

const word = fc.stringMatching(/^[a-z]{1,12}$/)
const error = fc.record({ code: word, message: word, field: word }, { requiredKeys: ['code', 'message'] })

/** Every way in which one list of errors was seen to be written. */
const written = (errors: { code: string; message: string }[]): unknown[] => [
  [{ key: { id: 1 }, errors }],
  errors.map((one) => ({ key: { id: 1 }, errors: [one] })),
  [{ errors }],
  errors,
  { errors },
]

const asItIs = (text: string): string => text

const reply = (status: number, body: string, safe: boolean): Reply => ({
  answer: { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) },
  url: 'https://host.example/api/a',
  safe,
  redact: asItIs,
})

describe('failures', () => {
  test('are the same entries in the same words, however they are written', () => {
    fc.assert(
      fc.property(fc.array(error, { minLength: 1, maxLength: 8 }), (errors) => {
        for (const fail of written(errors)) {
          const found = failuresOf(fail, asItIs)
          expect(found.map(({ key: _, ...failure }) => failure)).toEqual(errors)
          expect(wordsOf(found)).toBe(
            errors.map(({ message, field }) => (field ? `${message} (${field})` : message)).join('; '),
          )
        }
      }),
    )
  })

  test('are found whenever something stands in fail, and never without', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (fail) => {
        const hasEntry = Array.isArray(fail)
          ? fail.some((item) => item !== null && item !== '')
          : fail !== null && fail !== ''
        expect(failuresOf(fail, asItIs).length > 0).toBe(hasEntry)
      }),
    )
  })

  test('have words on one line within bounds, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        expect(tidy(text).length).toBeLessThanOrEqual(502)
        expect(tidy(text)).not.toMatch(/[\p{Cc}\u2028]/u)
      }),
    )
  })
})

describe('an answer of any shape and status', () => {
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({ meta: fc.jsonValue(), data: fc.jsonValue(), fail: fc.jsonValue() }, { requiredKeys: [] })
      .map((value) => JSON.stringify(value)),
  )
  const status = fc.constantFrom(200, 201, 400, 401, 403, 404, 409, 418, 500, 503)

  test('is either a value or an ActionError that names no more than it should', () => {
    fc.assert(
      fc.property(status, body, fc.boolean(), (code, text, safe) => {
        for (const read of [accept, readResource, (one: Reply) => pair(one, [{ a: 1 }, { b: 2 }])]) {
          try {
            read(reply(code, text, safe))
            expect(code).toBeLessThan(300)
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ActionError)
            if (safe) expect((thrown as ActionError).code).not.toBe('OUTCOME_UNKNOWN')
            else expect((thrown as ActionError).code).not.toBe('VENDOR_UNAVAILABLE')
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('to several items gives each of them one answer', () => {
    const rows = fc.array(fc.jsonValue(), { maxLength: 4 })
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.array(fc.record({ id: word }), { minLength: 1, maxLength: 4 }),
        (data, fail, items) => {
          const answers = pair(reply(200, JSON.stringify({ data, fail }), false), items)
          expect(answers.map((answer) => answer.item)).toEqual(items)
        },
      ),
    )
  })
})

describe('what a vendor may write into its own fields', () => {
  test.each([-1, 12, 1.5, '-1', 'soon', { toString: 1 }, [200], null])(
    'the status %j counts for nothing',
    (status) => {
      const { data } = accept(reply(200, JSON.stringify({ meta: { status }, data: [{}] }), true))
      expect(data).toEqual([{}])
    },
  )

  test('a secret is taken out while it is whole, before words are cut and tags are left out', () => {
    const masked = { ...reply(400, '', true), redact: (text: string) => text.replaceAll('se<cr>et', '***') }
    const refused = (body: string): string => {
      try {
        accept({ ...masked, answer: { ...masked.answer, body: Buffer.from(body) } })
      } catch (thrown) {
        return JSON.stringify((thrown as ActionError).facts) + JSON.stringify((thrown as ActionError).words)
      }
      throw new Error('it was accepted')
    }
    for (const body of [
      JSON.stringify({ fail: [{ errors: [{ code: 'e', message: `${'x'.repeat(496)}se<cr>et` }] }] }),
      JSON.stringify({ message: `${'x'.repeat(496)}se<cr>et` }),
      `${'x'.repeat(196)}se<cr>et`,
    ])
      expect(refused(body)).not.toMatch(/se(?:<|t| )/)
  })
})
