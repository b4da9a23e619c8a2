import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../runtime/template/template.ts'
import { parseJson } from '../../runtime/template/values/json.ts'

interface Case {
  cause: number
  template: string
  context: string
  expected?: string
  error?: string
  refused?: true
}

const { cases } = JSON.parse(
  readFileSync(new URL('../fixtures/jinja2/differences.json', import.meta.url), 'utf8'),
) as { cases: Case[] }

/** What a template renders, or the kind of its failure. */
function outcome(template: string, data: Record<string, unknown>): string | { kind: string } {
  try {
    const tree = JSON.parse(JSON.stringify(parseTemplate(template)))
    return templateFromTree(tree).render(data, { undefined: 'empty' })
  } catch (error) {
    if (!isTemplateError(error) || error.message.includes('fault of ours')) throw error
    return { kind: error.kind }
  }
}

const render = (template: string, context = '{}') =>
  outcome(template, parseJson(context) as Record<string, unknown>)

describe('where Jinja2 was found to differ', () => {
  test.each(cases)('$cause: $template over $context', ({ template, context, expected, refused }) => {
    const own = render(template, context)
    if (refused) expect(own).toEqual({ kind: 'refused' })
    else if (expected === undefined) expect(own).toHaveProperty('kind')
    else expect(own).toBe(expected)
  })
})

describe('a name belongs to the region that assigns it', () => {
  test.each([
    // Not where the region reads it first, nor where only a branch assigns it, nor in a block, nor for keys of the data.
    ['{{ v }}{% for i in [1] %}{{ v }}{% endfor %}{% set v = 1 %}', 'dd'],
    ['{% for i in [1] %}{{ v }}{% endfor %}{% if 0 %}{% set v = 1 %}{% endif %}', 'd'],
    ['{% block b %}{{ v }}{% endblock %}{% set v = 1 %}', 'd'],
    ['{% block b %}{% for i in [1] %}{{ v }}{% endfor %}{% set v = 1 %}{{ v }}{% endblock %}', '1'],
    ['{% set v = v|upper %}{% macro m() %}{{ v }}{% endmacro %}{{ m() }}', 'D'],
    ['{% for i in [1] %}{% for j in [1] %}{{ v }}{% endfor %}{% set v = 1 %}{% endfor %}', ''],
    [
      '{% set v = 1 %}{% for i in [1] %}{% for j in [1] %}{{ v }}{% endfor %}{% set v = 2 %}{% endfor %}',
      '1',
    ],
    ['{% macro m() %}{{ v }}{% endmacro %}{{ m() }}{% set v = 1 %}{{ m() }}', '1'],
    ['{% call(x) q() %}{{ v }}{% endcall %}{% macro q() %}{% endmacro %}', { kind: 'undefined' }],
    ['{% set self = 1 %}{% for i in [1] %}{{ self }}{% endfor %}', '1'],
    [
      '{{ self is defined }}{% block b %}{% if 0 %}{% set self = 1 %}{% endif %}{{ self }}{% endblock %}',
      'True',
    ],
    [
      '{{ self is defined }}{% block b scoped %}{% if 0 %}{% set self = 1 %}{% endif %}{{ self is defined }}{% endblock %}',
      'TrueTrue',
    ],
    ['{{ self }}{% set self = 1 %}{{ self }}', '<TemplateReference None>1'],
    ['{% for self in [1] %}{{ self }}{% endfor %}{% block b %}{{ self is defined }}{% endblock %}', '1True'],
  ])('%s', (template, expected) => {
    expect(render(template, '{"v": "d"}')).toEqual(expected)
  })

  test('of a branch of thousands, too, each with a name of its own', () => {
    const branches = Array.from({ length: 4_000 }, (_, at) => `{% if v %}{% set b${at} = 1 %}{% endif %}`)
    const template = `${branches.join('')}{% for i in [1] %}{{ b0 }}{{ b3999 }}{{ c }}{% endfor %}{% set c = 1 %}`
    expect(render(template, '{"v": true, "c": "d"}')).toBe('11')
    expect(render(template, '{"v": false, "b0": 0, "c": "d"}')).toBe('0')
  })

  test('the message says so', () => {
    const template = templateFromTree(parseTemplate('{% for i in [1] %}{{ v }}{% endfor %}{% set v = 1 %}'))
    expect(() => template.render({ v: 1 })).toThrow('"v" is undefined here: the template assigns it later.')
  })
})

describe('siblings of what was found', () => {
  test.each([
    // Constants that the Python of a template has no spelling for.
    ['{{ x + 1e308 * 10 }}', { kind: 'refused' }],
    ['{% set a = [1e400] %}', { kind: 'refused' }],
    ['{{ 1e308 * 10 }} {{ [1e400] }}', 'inf [inf]'],
    // Reversing asks for an int.
    ["{{ 'ba'|sort([]) }}", { kind: 'runtime' }],
    ["{{ 'ab'|sort(1)|join }}", 'ba'],
    ["{{ {'a': 1}|dictsort(reverse='x') }}", { kind: 'runtime' }],
    ["{{ 'a'.splitlines('x') }}", { kind: 'runtime' }],
    // What is not needed is not asked for.
    ["{{ 'a'|tojson({}) }}{{ (1|batch(2)) is defined }}", '"a"True'],
    ['{{ 1|tojson({}) }}', { kind: 'runtime' }],
    ["{{ '7'|int(0, 2.5) }} {{ 'x'|int(4, []) }}", '7 4'],
    ["{{ 'a'.rsplit('b', 10 ** 20) }}", { kind: 'runtime' }],
    ["{{ ('%g %d'|safe) % ('1.5', '7') }}", '1.5 7'],
    ["{{ ('%d'|safe) % '1.5' }}", { kind: 'runtime' }],
    ["{{ '%g' % '1.5' }}", { kind: 'runtime' }],
    ['{{ (0 and y)[::-1] }}', { kind: 'refused' }],
    ["{{ 'a-b'|wordwrap(0.5) }}", 'a\n-\nb'],
    ["{{ ''|wordwrap({}) }}{{ ''|wordwrap(none) }}{{ ('\\t'|wordwrap(2.0))|wordwrap([]) }}|", '|'],
    ["{{ '\\n'|wordwrap({}) }}", { kind: 'runtime' }],
    ['{{ {}.pop({}, 1) }}', '1'],
    [
      "{{ dict([['a', 1], {'b': 0, 'c': 0}, 'de', range(2), 'fg'|list|batch(2)|first]) }}",
      "{'a': 1, 'b': 'c', 'd': 'e', 0: 1, 'f': 'g'}",
    ],
    ["{% set d = {} %}{% set _ = d.update([{'b': 0, 'c': 0}.items()]) %}{{ d }}", "{('b', 0): ('c', 0)}"],
    ['{{ dict([1]) }}', { kind: 'runtime' }],
    ['{{ dict([missing]) }}', { kind: 'undefined' }],
    ["{{ {'a': 1}.pop({}, 1) }}", { kind: 'runtime' }],
    ['{{ {}.get({}, 1) }}', { kind: 'runtime' }],
    ["{{ 'é}}'.format_map(' x ') }}{{ ('a'|e).format_map(none) }}{{ 'b'.format_map(missing) }}", 'é}ab'],
    ["{{ '{a}'.format_map('x') }}", { kind: 'runtime' }],
    ["{{ '{a}'.format_map(missing) }}", { kind: 'undefined' }],
    ["{{ '{0}'.format_map([1]) }}", { kind: 'runtime' }],
    // Small whole numbers, up to what a double holds.
    ['{{ -7 // 2 }} {{ 7 // -2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ -6 % 3 }} {{ 0 // -5 }}', '-4 -4 2 -2 0 0'],
    ['{{ 9007199254740991 // -2 }} {{ -9007199254740991 % 10 }}', '-4503599627370496 9'],
    // Keys without a hash find nothing.
    ['{{ {}[([],)] }}|{{ {}[{}.items()] }}', '|'],
    // What exists once is one object, and what may not be is refused.
    [
      "{{ 'a' is sameas 'a' }}{{ 256 is sameas 256 }}{{ () is sameas(()) }}{{ 1 is sameas true }}",
      'TrueTrueTrueFalse',
    ],
    ['{{ 257 is sameas 257 }}', { kind: 'refused' }],
    ["{{ 'é' is sameas 'é' }}{{ none is sameas none }}", 'TrueTrue'],
    ["{{ [].append == [].append }}{{ 'a'.upper == 'a'.lower }}", 'FalseFalse'],
    ['{{ (-0.0) ** n }}', '-0.0'],
    ["{{ ('%5.1f|%d'|safe) % (2.25, 3) }}", '  2.2|3'],
    ["{{ 'aaa bbb'|wordwrap(2.5) }}", { kind: 'runtime' }],
    ["{{ 'aaa bbb'|truncate(3.5, leeway=0.5) }}", { kind: 'runtime' }],
    ["{{ 'ab'|urlize('x') }}", 'ab'],
    ['{{ x[] is defined }}', 'False'],
    ["{{ '{:z.1f} {:z}'.format(-0.04, -0.0) }}", '0.0 0.0'],
    ['{{ cycler.next }}', { kind: 'refused' }],
    ['{{ dict[1] }}', { kind: 'refused' }],
    ['{% for i in [1, 2, 3] %}{% for x, l in loop %}{{ x }}{{ l.index }} {% endfor %}{% endfor %}', '22 33 '],
    ['{% autoescape v %}{{ "<" }}{{ "<" ~ v }}{% endautoescape %}', '<&lt;True'],
  ])('%s', (template, expected) => {
    expect(outcome(template, { x: 1, n: 2, v: true })).toEqual(expected)
  })
})

describe('keys that look like numbers keep their place', () => {
  test('in data, however deep, and in what a lone expression returns', () => {
    const text = '{"b":1,"10":{"z":0,"\\u0031":1,"0":2},"2":[{"y":1,"7":2}],"a":3}'
    const data = { d: parseJson(text) }
    expect(outcome('{{ d }}', data)).toBe(
      "{'b': 1, '10': {'z': 0, '1': 1, '0': 2}, '2': [{'y': 1, '7': 2}], 'a': 3}",
    )
    expect(
      outcome('{{ d|first }} {{ d.popitem()|first }} {{ d.keys()|join }} {{ dict(d)|last }}', data),
    ).toBe('b a b102 2')
    const copy = templateFromTree(parseTemplate('{{ d }}')).evaluate({ d: parseJson(text) })
    expect(outcome('{{ d|list }}', { d: copy })).toBe("['b', '10', '2', 'a']")
  })
})
