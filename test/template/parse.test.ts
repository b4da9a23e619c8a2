import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../runtime/template/template.ts'

function failure(source: string): unknown {
  try {
    parseTemplate(source)
  } catch (error) {
    return error
  }
  return undefined
}

describe('a template that cannot be loaded says what, where and what to write instead', () => {
  test.each([
    ['{{ sender | uper }}', 'refused', 1, 13, 'There is no filter "uper".', 'Did you mean "upper"?'],
    ['{{ a | bool }}', 'refused', 1, 8, 'There is no filter "bool".', 'Write {{ x == "true" }}'],
    ['{{ a is stringg }}', 'refused', 1, 9, 'There is no test "stringg".', 'Did you mean "string"?'],
    [
      'a\n  {% include "x" %}',
      'refused',
      2,
      6,
      'There is no statement "include".',
      'A template cannot load another one',
    ],
    ['{% for x in y %}\n{{ x }}', 'syntax', 1, 4, '{% for %} is never closed', undefined],
    [
      '{% if a %}{% endfor %}',
      'syntax',
      1,
      14,
      'There is no statement "endfor" where {% endif %} is due.',
      undefined,
    ],
    ['{% do x %}', 'refused', 1, 4, 'There is no statement "do".', 'Write {% set _ = ... %} instead.'],
    ['{% elseif x %}', 'refused', 1, 4, 'There is no statement "elseif".', 'Write {% elif ... %}.'],
    ['{{ a', 'syntax', 1, 1, 'The expression is never closed.', 'Close it with }}.'],
    ['{# a', 'syntax', 1, 1, 'The comment is never closed.', 'Add #}.'],
    ['{{ (1] }}', 'syntax', 1, 6, '"]" closes nothing; ")" is due.', undefined],
    ["{{ 'a }}", 'syntax', 1, 4, 'means nothing here', 'Close the string with the same quote.'],
    ['{{ 1 +\n }}', 'syntax', 2, 2, 'Found "}}" where an expression is due.', undefined],
    ['{{ a && b }}', 'syntax', 1, 6, 'The character "&" means nothing here.', undefined],
    ['{{ f(a=1, a=2) }}', 'syntax', 1, 11, 'The argument "a" is given twice.', undefined],
    [
      '{% block a %}{{ super() }}{% endblock %}',
      'refused',
      1,
      4,
      'There is no parent template',
      'Write the text in place.',
    ],
    [
      '{% for x in y %}{% set loop = 1 %}{% endfor %}',
      'syntax',
      1,
      24,
      '"loop" cannot be assigned',
      'Use another name.',
    ],
  ])('%s', (source, kind, line, column, message, remedy) => {
    const error = failure(source)
    expect(error).toMatchObject({ name: 'TemplateError', kind, line, column })
    expect(error).toHaveProperty('message', expect.stringContaining(message))
    if (remedy !== undefined) expect(error).toHaveProperty('remedy', expect.stringContaining(remedy))
  })

  test('a filter that is unknown may wait in a branch, as in Jinja2', () => {
    const template = templateFromTree(
      parseTemplate("{% if 'shout' is filter %}{{ x | shout }}{% else %}{{ x }}{% endif %}"),
    )
    expect(template.render({ x: 'a' })).toBe('a')
    const reached = templateFromTree(parseTemplate('{{ x | shout if true else 1 }}'))
    expect(() => reached.render({ x: 'a' })).toThrow('There is no filter "shout".')
  })

  test('any text either loads or fails with a TemplateError', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '{#',
      '#}',
      'if',
      'for x in',
      'end',
      'set a =',
      '|',
      'is',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      "'",
      '"',
      '\\',
      '.',
      ',',
      '1',
      '1e',
      '0x',
      'a',
      ' ',
      '\n',
      '-',
      '*',
      '**',
      '~',
      'raw',
      'not',
      'in',
      'é',
      '😀',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const error = failure(pieces.join(''))
        expect(error === undefined || isTemplateError(error)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('text without braces is itself, but for the last line break', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('{'))
        const expected = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
        expect(templateFromTree(parseTemplate(text)).render({})).toBe(expected)
      }),
    )
  })
})

describe('the names a template reads', () => {
  test.each([
    ['plain', []],
    ['{{ params.sender }} {{ context.alert["id"] }}', ['context.alert.id', 'params.sender']],
    ['{{ params.sender.split("@")[1] }}', ['params.sender']],
    ['{{ rows[0].id }}', ['rows.0.id']],
    ['{{ rows[n].id }}', ['n', 'rows']],
    ['{% for r in rows %}{{ r.id }}{{ loop.index }}{% endfor %}', ['rows']],
    ['{% set a = b %}{{ a }}', ['b']],
    ['{{ range(n) }}', ['n']],
    ['{% macro m(a, b=c) %}{{ a }}{{ d }}{% endmacro %}{{ m(e) }}', ['c', 'd', 'e']],
    ['{{ a | default(b.c) }}{% if d.e is eq f %}{% endif %}', ['a', 'b.c', 'd.e', 'f']],
  ])('%s reads %j', (source, names) => {
    expect(parseTemplate(source).names).toEqual(names)
  })
})
