import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../runtime/contract/json.ts'
import type { Result } from '../../../runtime/contract/result.ts'
import { view } from '../../../runtime/faces/cli/screen/case-wall.ts'
import { toTable } from '../../../runtime/faces/cli/screen/table.ts'
import { cut, visibleLine, widthOf, wrap } from '../../../runtime/faces/cli/screen/width.ts'

const result = (more: Partial<Result>): Result => ({
  is_success: true,
  output_message: 'Done.',
  json_result: null,
  run: { action: 'say', version: '1.0.0', locale: 'en', ms: 12, requests: 1 },
  ...more,
})

const lines = (more: Partial<Result>, columns = 60): string[] =>
  view(result(more), { columns, colour: false }).trimEnd().split('\n')

// biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
const ACTING = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
const anyJson = fc.jsonValue() as fc.Arbitrary<Json>

describe('data of strangers on a terminal', () => {
  test.each([
    ['\u001b[2J\u001b]0;title\u0007gone', '␛[2J␛]0;title␇gone'],
    ['a\rb\bc\u007f', 'a␍b␈c␡'],
    ['one\r\ntwo\tthree', 'one two three'],
    ['abc\u202egpj.exe', 'abc\ufffdgpj.exe'],
    ['\u009b31mred', '\ufffd31mred'],
    ['lone \ud800 half', 'lone \ufffd half'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visibleLine(text)).toBe(shown)
  })

  test('never moves the cursor, changes a colour or breaks a line, wherever in a result it stands', () => {
    fc.assert(
      fc.property(anyText, anyText, anyJson, (text, name, json) => {
        const shown = view(
          result({
            is_success: false,
            output_message: text,
            json_result: [{ [name]: text, json }],
            warnings: [text],
            files: [{ name: text, content_type: text, content: '' }],
            error: {
              code: 'VENDOR_REJECTED',
              reason: text,
              retryable: true,
              problems: [1, 2].map(() => ({ where: text, rule: text, message: text })),
              vendor: { request_id: text },
            },
          }),
          { columns: 40, colour: false },
        )
        expect(shown.replaceAll('\n', '')).not.toMatch(ACTING)
      }),
    )
  })

  test('stays within the width of the terminal', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(anyText, anyJson), { maxLength: 4 }),
        fc.integer({ min: 20, max: 120 }),
        (rows, columns) => {
          for (const line of toTable(rows as Json, columns, 50))
            expect(widthOf(line)).toBeLessThanOrEqual(columns)
        },
      ),
    )
  })
})

describe('the width of text', () => {
  test.each([
    ['abc', 3],
    ['保留中のメール', 14],
    ['ﾊﾝｶｸ', 4],
    ['１２', 4],
    ['한글', 4],
    ['e\u0301te\u0301', 3],
    ['か\u3099', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['🇯🇵', 2],
    ['❤️', 2],
    ['→ ✔ …', 5],
  ])('%s takes %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })

  test('cut text fits and says that it was cut', () => {
    expect(cut('保留中のメール', 6)).toBe('保留…')
    expect(cut('abc', 3)).toBe('abc')
    fc.assert(
      fc.property(anyText.map(visibleLine), fc.integer({ min: 1, max: 30 }), (text, columns) => {
        expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })

  test('wrapped text fits and loses nothing but blanks', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('保留中のメール', 6)).toEqual(['保留中', 'のメー', 'ル'])
    fc.assert(
      fc.property(anyText.map(visibleLine), fc.integer({ min: 2, max: 30 }), (text, columns) => {
        const wrapped = wrap(text, columns)
        for (const line of wrapped) expect(widthOf(line)).toBeLessThanOrEqual(columns)
        expect(wrapped.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      }),
    )
  })
})

describe('a result on a terminal', () => {
  test('shows an object as two columns', () => {
    expect(lines({ json_result: { id: 'x1', count: 3, tags: ['a'], none: null } })).toEqual([
      '✔ Done.',
      '',
      'id     x1',
      'count  3',
      'tags   ["a"]',
      'none',
      '',
      'say 1.0.0 · 12 ms · 1 request',
    ])
  })

  test('shows rows below each other, Japanese in line with the rest', () => {
    expect(
      lines({
        json_result: [
          { 件名: '請求書', from: 'a' },
          { 件名: 'x', from: 'b', more: true },
        ],
      }),
    ).toEqual([
      '✔ Done.',
      '',
      '件名    from  more',
      '──────  ────  ────',
      '請求書  a',
      'x       b     true',
      '',
      'say 1.0.0 · 2 rows · 12 ms · 1 request',
    ])
  })

  test('says how many rows and columns it does not show', () => {
    const wide = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`column${at}`, at]))
    const shown = lines({ json_result: Array.from({ length: 60 }, () => wide) }, 40)
    expect(shown.filter((line) => line.startsWith('0 '))).toHaveLength(50)
    expect(shown.find((line) => line.includes('more columns'))).toMatch(/^… and 4 more columns: column5/)
    expect(shown).toContain('… and 10 more rows; --json has them all')
  })

  test('shows a failure with its problems one by one, and what to do', () => {
    const problems = ['"Sender" is required.', 'There is no "x".'].map((message) => ({
      where: '',
      rule: '',
      message,
    }))
    const error = { code: 'PARAMETER_INVALID', reason: '', retryable: false, problems } as const
    const output_message = `Reason: they are not right: ${problems.map(({ message }) => message).join(' ')}.`
    expect(lines({ is_success: false, output_message, error }, 90)).toEqual([
      '✖ Reason: they are not right:',
      '  • "Sender" is required.',
      '  • There is no "x".',
      '→ Fix every parameter in "problems"; `soar show <action>` lists what is allowed.',
      '  PARAMETER_INVALID',
      '',
      'say 1.0.0 · 12 ms · 1 request',
    ])
  })

  test('shows warnings, files and what a dry run would have sent', () => {
    const request = { method: 'POST', url: 'https://h/x', headers: { authorization: '***' }, body: { a: 1 } }
    const shown = lines({
      warnings: ['Beware.'],
      files: [{ name: 'mail.eml', content_type: 'message/rfc822', content: '' }],
      dry_run: { request, inputs: {} },
    })
    expect(shown).toEqual([
      '✔ Done.',
      '! Beware.',
      '',
      'POST https://h/x',
      'authorization: ***',
      '{',
      '  "a": 1',
      '}',
      'file mail.eml (message/rfc822); --json has it',
      '',
      'say 1.0.0 · 12 ms · 1 request',
    ])
  })

  test('is coloured where that is wanted, and the same words else', () => {
    const coloured = view(result({ json_result: [{ a: 1 }] }), { columns: 60, colour: true })
    expect(coloured).toContain('\u001b[32m✔\u001b[0m Done.')
    expect(stripVTControlCharacters(coloured)).toBe(`${lines({ json_result: [{ a: 1 }] }).join('\n')}\n`)
  })
})
