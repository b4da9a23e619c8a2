import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { endColumnOf } from '../../runtime/template/place.ts'
import {
  isTemplateError,
  type RenderOptions,
  type TemplateTree,
  templateFromTree,
} from '../../runtime/template/template.ts'

const load = (source: string) => templateFromTree(parseTemplate(source))
const render = (source: string, scope: Record<string, unknown> = {}, options?: RenderOptions) =>
  load(source).render(scope, options)

describe('an undefined name', () => {
  const scope = { params: { sender: 'a', recipient: 'b' } }

  test.each([
    ['{{ params.sendr }}', '"params.sendr" is undefined; there are sender, recipient.', 4],
    ['{{ prams }}', '"prams" is undefined; there is params.', 4],
    ['x {{ "a" ~ params.x }}', '"params.x" is undefined', 12],
    ['{{ params.x | upper }}', '"params.x" is undefined', 4],
    ['{{ [params.x] }}', '"params.x" is undefined', 5],
    ['{{ params["x" ~ 1] }}', '"params["x1"]" is undefined', 4],
    ['{{ params.sender.x.y }}', '"params.sender.x" is undefined: it was looked up on a str.', 4],
    ['{{ params.x.y is defined }}', '"params.x" is undefined', 4],
    ['{{ params.x + 1 }}', '"params.x" is undefined', 4],
    ['{{ [] | first }}', 'No first item, the sequence was empty.', 9],
  ])('%s fails and names key, place and what was there', (source, message, column) => {
    expect(() => render(source, scope)).toThrow(message)
    expect(() => render(source, scope)).toThrow(
      expect.objectContaining({
        kind: 'undefined',
        line: 1,
        column,
        remedy: expect.stringContaining('default'),
      }),
    )
  })

  test.each([
    ['{{ params.sendr | lower }}', 16],
    ['{{ params["sendr"] }}', 10],
    ['{% set q = missing %}\n{{ q | upper }}', 19],
    ['{{ params.sender | lowr }}', 24],
    ['{{ params.sender | replace(1) }}', 27],
    ['{{ 1 // 0 }}', 8],
  ])('the place of %j ends before column %i', (source, end) => {
    try {
      render(source, scope)
      expect.unreachable()
    } catch (error) {
      if (!isTemplateError(error)) throw error
      expect(endColumnOf(source, error)).toBe(end)
    }
  })

  test('the place of a value that several templates share is that of the template that fails', () => {
    const macro = '{% macro m(a=b, b) %}{{ a }}{% endmacro %}'
    expect(() => render(`${macro}{{ m() }}`, scope)).toThrow()
    expect(() => render('\n{% macro n(b, a=b) %}{{ a | upper }}{% endmacro %}{{ n() }}', scope)).toThrow(
      expect.objectContaining({ line: 2 }),
    )
  })

  test('the message lists at most a dozen keys and no value', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key${index}`, 'secret-value']))
    expect(() => render('{{ many.x }}', { many })).toThrow(/key0, .*key11 and 8 more/)
    expect(() => render('{{ many.x }}', { many })).not.toThrow('secret-value')
  })

  test.each([
    ['{{ params.x | default("none") }}', 'none'],
    ['{{ params.x is defined }}', 'False'],
    ['{% if params.x %}a{% else %}b{% endif %}', 'b'],
    ['{% for x in params.x %}a{% else %}b{% endfor %}', 'b'],
    ['{{ params.x or "c" }}', 'c'],
    ['{{ params.x == 1 }}', 'False'],
    ['{{ "yes" if params.x }}', ''],
  ])('%s works as in Jinja2', (source, text) => {
    expect(render(source, scope)).toBe(text)
  })

  test('prints nothing where the caller asks for that', () => {
    expect(render('[{{ params.x }}{{ y ~ "" }}]', scope, { undefined: 'empty' })).toBe('[]')
    expect(() => render('{{ y.z }}', scope, { undefined: 'empty' })).toThrow('"y" is undefined')
  })
})

describe('a lone expression keeps its type', () => {
  test.each([
    ['{{ x }}', 5, 5],
    ['{{ x }}', true, true],
    ['{{ x }}', null, null],
    ['{{ x }}', 'a', 'a'],
    ['{{ x }}', [1, { a: [true] }], [1, { a: [true] }]],
    ['{{ x }}\n', 5, 5],
    ['{{ x / 2 }}', 4, 2],
    ['{{ (x, 1) }}', 2, [2, 1]],
    ['{{ x | map(attribute="id") }}', [{ id: 1 }], [1]],
    ['{{ range(x) }}', 2, [0, 1]],
    ['{{ x.items() }}', { a: 1 }, [['a', 1]]],
    ['{{ {1: x, none: 2, true: 3} }}', 1, { 1: 3, null: 2 }],
    ['{{ x | default("}}") }}', undefined, '}}'],
    ['{{ x | safe }}', '<', '<'],
    [' {{ x }}', 5, ' 5'],
    ['{{ x }}{{ x }}', 5, '55'],
    ['x', 5, 'x'],
    ['', 5, ''],
    ['{{ x if false }}', 5, undefined],
  ])('%s with %j is %j', (source, x, value) => {
    expect(load(source).evaluate({ x })).toEqual(value)
  })

  test('undefined fails, or is absent where the caller asks for that', () => {
    expect(() => load('{{ x }}').evaluate({})).toThrow('"x" is undefined')
    expect(load('{{ x }}').evaluate({}, { undefined: 'empty' })).toBeUndefined()
    expect(() => load('{{ [x] }}').evaluate({})).toThrow('"x" is undefined')
  })

  test.each([
    ['{{ 10 ** 30 }}', 'too large for a JSON number'],
    ['{{ 1e308 * 10 }}', 'JSON has no number'],
    ['{{ range }}', 'is not data'],
    ['{{ {(1, 2): 3} }}', 'keys of a dict must be text'],
  ])('%s is no JSON data', (source, message) => {
    expect(() => load(source).evaluate({})).toThrow(message)
  })

  test('any JSON data comes through unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (x) => {
        fc.pre(!JSON.stringify(x).match(/e[+-]|\d{16}/))
        expect(JSON.stringify(load('{{ x }}').evaluate({ x }))).toBe(JSON.stringify(x))
      }),
    )
  })
})

describe('our own filters follow the locale', () => {
  test.each([
    ['{{ 1234567.5 | number }}', 'en', '1,234,567.5'],
    ['{{ 1234567.5 | number }}', 'de', '1.234.567,5'],
    ['{{ 0.256 | number({"style": "percent"}) }}', 'en', '26%'],
    ['{{ 5 | number({"minimumFractionDigits": 2}) }}', 'en', '5.00'],
    ['{{ "2011-12-03T10:15:30+0000" | date }}', 'en-GB', '3 Dec 2011, 10:15:30'],
    ['{{ "2011-12-03" | date("short") }}', 'en-GB', '03/12/2011'],
    ['{{ "2011-12-03T23:15:30+0000" | date("short", zone="Asia/Tokyo") }}', 'ja', '2011/12/04 8:15'],
    ['{{ 1 | plural({"one": "# mail", "other": "# mails"}) }}', 'en', '1 mail'],
    ['{{ 0 | plural({"one": "# courriel", "other": "# courriels"}) }}', 'fr', '0 courriel'],
    ['{{ 1200 | plural({"one": "# mail", "other": "# mails"}) }}', 'en', '1,200 mails'],
  ])('%s in %s is %s', (source, locale, text) => {
    expect(render(source, {}, { locale })).toBe(text)
  })

  test.each([
    ['{{ "x" | number }}', 'must be real number'],
    ['{{ 1 | number({"styl": "percent"}) }}', 'number has no option "styl"'],
    ['{{ 1 | number({"style": "nope"}) }}', 'is not known'],
    ['{{ "yesterday" | date }}', 'no ISO 8601 date'],
    ['{{ "2011-12-03" | date("tiny") }}', 'date has no style "tiny"'],
    ['{{ 5 | plural({"one": "x"}) }}', 'neither "other" nor "other"'],
    ['{{ 5 | plural("x") }}', 'forms of plural are a dict'],
  ])('%s fails', (source, message) => {
    expect(() => render(source)).toThrow(message)
  })
})

describe('a stored tree', () => {
  test('renders as the template it was made of', () => {
    const source = '{% macro m(a, b=2.0) %}{{ a }}{{ b }}{% endmacro %}{{ m(x) }}{{ 12345678901234567890 }}'
    const stored = JSON.parse(JSON.stringify(parseTemplate(source))) as TemplateTree
    expect(templateFromTree(stored).render({ x: 1 })).toBe('12.012345678901234567890')
    expect(templateFromTree(stored)).toMatchObject({ source, names: ['x'] })
  })

  test('of another version is refused', () => {
    const tree = { ...parseTemplate('x'), version: 2 } as unknown as TemplateTree
    expect(() => templateFromTree(tree)).toThrow('another version')
  })

  test('keeps no state between renderings', () => {
    const template = load(
      '{% set ns = namespace(n=0) %}{% for x in xs %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}',
    )
    expect([
      template.render({ xs: [1, 2] }),
      template.render({ xs: [3] }),
      template.render({ xs: [1, 2] }),
    ]).toEqual(['3', '3', '3'])
  })
})

describe('as Python 3.13 prints it', () => {
  const E = '😀 '
  test.each<[source: string, x: unknown, printed: string]>([
    [
      '{{ x | pprint }}',
      { ['k'.repeat(20)]: E.repeat(33) },
      `{'${'k'.repeat(20)}': '${E.repeat(26)}'\n${' '.repeat(25)}'${E.repeat(7)}'}`,
    ],
    ['{{ x | pprint }}', { b: ['', ''], ['a'.repeat(79)]: '' }, `{'${'a'.repeat(79)}': '',\n 'b': ['', '']}`],
    [
      '{{ x | pprint }}',
      { b: { z: 1, y: [{ q: 2, p: 'x'.repeat(70) }] }, a: "it's ".repeat(20) },
      `{'a': "${"it's ".repeat(14)}"\n      "${"it's ".repeat(6)}",\n 'b': {'y': [{'p': '${'x'.repeat(70)}',\n${' '.repeat(14)}'q': 2}],\n       'z': 1}}`,
    ],
    [
      '{{ x | tojson }}',
      [
        { b: 1, a: 2 },
        { b: 3, a: 4 },
        { a: 5, b: 6 },
      ],
      '[{"a": 2, "b": 1}, {"a": 4, "b": 3}, {"a": 5, "b": 6}]',
    ],
    ['{{ x.swapcase() }}', 'ŉΐßİéZ'.repeat(3), 'ʼNΪ́SSi̇Éz'.repeat(3)],
    ['{{ x.casefold() }}', 'ŉΐßİéZ'.repeat(3), 'ʼnΐssi̇éz'.repeat(3)],
    ['{{ x.swapcase() }}', 'ΐa'.repeat(9_000), 'Ϊ́A'.repeat(9_000)],
  ])('%s of %j', (source, x, printed) => {
    expect(render(source, { x }).normalize()).toBe(printed.normalize())
  })
})
