/** Small templates from the grammar, made to tell two implementations apart: scopes, values, formats, letters, white space. */
import { DICT_METHODS } from '../../runtime/template/library/methods/dict.ts'
import { LIST_METHODS } from '../../runtime/template/library/methods/list.ts'
import { HTML_METHODS } from '../../runtime/template/library/methods/text.ts'
import { FILTERS, TESTS } from '../../runtime/template/library/registry.ts'

type Dice = () => number

const pick = <T>(dice: Dice, from: readonly T[]): T => from[Math.floor(dice() * from.length)] as T
const OWN = ['number', 'date', 'plural', 'random']
const filters = [...FILTERS.keys()].filter((name) => !OWN.includes(name))
const tests = [...TESTS.keys()].filter((name) => /^\w+$/.test(name))
const textMethods = [...HTML_METHODS.keys()]
const listMethods = [...LIST_METHODS.keys(), ...DICT_METHODS.keys()]
const operators = [
  '+',
  '-',
  '*',
  '//',
  '%',
  '/',
  '**',
  '~',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'and',
  'or',
]
const NAMES = ['v', 'w', 'x', 's', 'l', 'd', 'n', 'rows', 'missing']

const TEXTS = [
  '',
  'a',
  'abc',
  'Ab Cd',
  ' x ',
  'a,b,,c',
  '<b>&"',
  "it's",
  'é',
  'ß',
  'ΑΣ',
  'ǆ',
  'თ',
  'ᾳ',
  '😀',
  'a😀b',
  '1',
  '007',
  '1.5',
  'a-b-c',
  'x\n\ny',
  '\t',
  '%s',
  '{}',
  'None',
  'www.a.com',
  'a@b.co',
]

function text(dice: Dice): string {
  const made = pick(dice, TEXTS)
  return `'${made.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`
}

function literal(dice: Dice): string {
  const roll = dice()
  if (roll < 0.35) return text(dice)
  if (roll < 0.6)
    return pick(dice, [
      '0',
      '1',
      '2',
      '-1',
      '3',
      '7',
      '10',
      '255',
      '1000',
      '12345678901234567890',
      '0x1f',
      '1_000',
    ])
  if (roll < 0.75)
    return pick(dice, ['1.5', '2.0', '-0.0', '0.1', '1e3', '2.5', '3.14159', '1e16', '1e-7', '-1.5'])
  return pick(dice, [
    'true',
    'false',
    'none',
    '[]',
    '{}',
    '()',
    '[1, 2, 3]',
    "['b', 'a', 'C']",
    "{'a': 1, '10': 2, 2: 3}",
    '(1, 2)',
    '[[1, 2], [3, 4]]',
    'range(4)',
    "[{'a': 1}, {'a': 2}]",
    "'<i>'|safe",
    'range(5, 0, -2)',
  ])
}

function value(dice: Dice, depth: number): string {
  if (depth <= 0) return dice() < 0.5 ? pick(dice, NAMES) : literal(dice)
  return dice() < 0.35 ? pick(dice, NAMES) : dice() < 0.5 ? literal(dice) : `(${expression(dice, depth - 1)})`
}

function args(dice: Dice, most: number, depth: number): string {
  const given = Array.from({ length: Math.floor(dice() * (most + 1)) }, () => value(dice, depth))
  if (dice() < 0.15)
    given.push(
      `${pick(dice, ['attribute', 'default', 'reverse', 'width', 'd', 'first', 'case_sensitive', 'start', 'indent', 'precision'])}=${value(dice, depth)}`,
    )
  return given.length === 0 && dice() < 0.7 ? '' : `(${given.join(', ')})`
}

const SPECS = [
  '',
  'd',
  '5',
  '>5',
  '^7',
  '*<6',
  '=+6',
  '05',
  ',',
  '_',
  '.2',
  '.3f',
  'e',
  'g',
  '%',
  'x',
  '#x',
  'b',
  'c',
  '5c',
  'z',
  'z.0f',
  'z.1%',
  ' d',
  '+.1e',
  '08,.2f',
  's',
  '.1s',
  'n',
]
const PERCENT = [
  's',
  'd',
  'r',
  'a',
  'c',
  'x',
  '#o',
  'f',
  '.2f',
  'e',
  'g',
  '5s',
  '-5d',
  '05d',
  '+d',
  '*d',
  '.*f',
  '%',
  '(a)s',
  '.1s',
]

/** The source of one expression. */
export function expression(dice: Dice, depth = 2): string {
  const inner = () => value(dice, depth)
  const roll = dice()
  if (roll < 0.26) return `${inner()}|${pick(dice, filters)}${args(dice, 2, depth - 1)}`
  if (roll < 0.38)
    return `${inner()}.${pick(dice, dice() < 0.6 ? textMethods : listMethods)}(${args(dice, 2, depth - 1).replace(/^\(|\)$/g, '')})`
  if (roll < 0.6) return `${inner()} ${pick(dice, operators)} ${inner()}`
  if (roll < 0.67)
    return `${inner()} is ${dice() < 0.3 ? 'not ' : ''}${pick(dice, tests)}${args(dice, 1, depth - 1)}`
  if (roll < 0.74)
    return `${inner()}[${pick(dice, [inner(), ':2', '1:', '::-1', '-1', "'a'", "'10'", `${inner()},`, `${inner()}:${inner()}`])}]`
  if (roll < 0.78)
    return `${inner()}.${pick(dice, ['a', 'b', 'name', 'items', '0', '__class__', 'real', 'x'])}`
  if (roll < 0.84) return `'{:${pick(dice, SPECS)}}'.format(${inner()})`
  if (roll < 0.89)
    return `${dice() < 0.2 ? "('" : "'"}%${pick(dice, PERCENT)}${"'"}${''}`.startsWith("('")
      ? `('%${pick(dice, PERCENT)}'|safe) % ${inner()}`
      : `'%${pick(dice, PERCENT)}' % ${pick(dice, [inner(), `(${inner()}, ${inner()})`, `(${inner()},)`])}`
  if (roll < 0.93) return `${inner()} if ${inner()}${dice() < 0.7 ? ` else ${inner()}` : ''}`
  if (roll < 0.97)
    return pick(dice, [
      `[${inner()}, ${inner()}]`,
      `(${inner()}, ${inner()})`,
      `{${inner()}: ${inner()}}`,
      `dict(${inner()})`,
      `dict(a=${inner()})`,
      `-${inner()}`,
      `not ${inner()}`,
      `${inner()} ** ${inner()}`,
      `range(${inner()})|list`,
    ])
  return pick(dice, [
    `${inner()}|map('${pick(dice, filters)}')|list`,
    `${inner()}|select('${pick(dice, tests)}')|list`,
    `${inner()}|map(attribute=${text(dice)})|list`,
    `${inner()}|groupby('a')|list`,
    `${inner()}|sort|list`,
    `${inner()}|wordwrap(${pick(dice, ['3', '4', '5', '7', '2.0'])})`,
  ])
}

/** Names that the statements of a template share, so that regions meet. */
const SCOPED = ['v', 'w', 'x', 'self', 'loop']

function shown(dice: Dice): string {
  return dice() < 0.5 ? `{{ ${pick(dice, SCOPED)} }}` : `{{ ${pick(dice, SCOPED)} is defined }}`
}

function statement(dice: Dice, depth: number): string {
  const name = pick(dice, SCOPED.slice(0, 4))
  const simple = () => (dice() < 0.5 ? pick(dice, ['1', "'a'", '[1, 2]', 'none', "'<'"]) : pick(dice, SCOPED))
  const body = () =>
    Array.from({ length: 1 + Math.floor(dice() * 2) }, () =>
      depth > 0 ? statement(dice, depth - 1) : shown(dice),
    ).join('')
  const roll = Math.floor(dice() * 15)
  switch (roll) {
    case 0:
    case 1:
      return `{% set ${name} = ${simple()} %}`
    case 2:
      return `{% set ${name}, w = (${simple()}, 2) %}`
    case 3:
      return `{% set ${name} %}${body()}{% endset %}`
    case 4:
      return `{% for ${pick(dice, ['i', 'v', 'x'])} in ${pick(dice, ['[1, 2]', '[]', 'l', 'v'])}${pick(dice, ['', '', ` if ${pick(dice, SCOPED)}`])} %}${body()}{% else %}${body()}{% endfor %}`
    case 5:
      return `{% if ${pick(dice, SCOPED)} %}${body()}{% elif w %}${body()}{% else %}${body()}{% endif %}`
    case 6:
      return `{% with ${name} = ${simple()} %}${body()}{% endwith %}`
    case 7:
      return `{% macro m(${pick(dice, ['', 'v', 'x=v', 'v, x=w'])}) %}${body()}{% endmacro %}{{ m(${pick(dice, ['', '1', 'x=2'])}) }}`
    case 8:
      return `{% filter upper %}${body()}{% endfilter %}`
    case 9:
      return `{% autoescape ${pick(dice, ['true', 'false', 'v'])} %}${body()}{{ '<' }}{{ '<'|lower }}{% endautoescape %}`
    case 10:
      return depth > 1
        ? `{% block b${Math.floor(dice() * 1e6)}${pick(dice, ['', ' scoped'])} %}${body()}{% endblock %}`
        : shown(dice)
    case 11:
      return `{% set ns = namespace(a=${simple()}) %}{% set ns.a = v %}{{ ns.a }}`
    case 12:
      return `{% macro q() %}{{ caller() }}{% endmacro %}{% call q() %}${body()}{% endcall %}`
    default:
      return shown(dice)
  }
}

const KEYS = ['a', 'b', 'name', '10', '2', '1', '007', '-1', '4294967295', '__proto__', 'é', 'A']

function data(dice: Dice, depth: number): unknown {
  const roll = dice()
  if (depth <= 0 || roll < 0.4)
    return pick(dice, [...TEXTS, 0, 1, -1, 2, 255, 1.5, 0.1, true, false, null, 3])
  if (roll < 0.6) return Array.from({ length: Math.floor(dice() * 4) }, () => data(dice, depth - 1))
  return object(dice, depth)
}

/** JSON text of an object, keys in an order of their own. */
function object(dice: Dice, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: Math.floor(dice() * 4) }, () => [`=${pick(dice, KEYS)}`, data(dice, depth - 1)]),
  )
}

/** JSON text in which keys have no "=" in front, which keeps them in order until then, and floats look like floats. */
function context(dice: Dice): string {
  const names = Object.fromEntries(
    NAMES.slice(0, -1).map((name) => [
      `=${name}`,
      name === 's'
        ? pick(dice, TEXTS)
        : name === 'l'
          ? [data(dice, 1), data(dice, 1)]
          : name === 'd'
            ? object(dice, 3)
            : data(dice, 3),
    ]),
  )
  return JSON.stringify(names)
    .replace(/"=/g, '"')
    .replace(/:255(?=[,}])/g, pick(dice, [':255', ':255.0', ':1e3', ':-0', ':-0.0', ':12345678901234567890']))
}

const LAYOUT = [
  '{{ v }}',
  '{{- v }}',
  '{{ v -}}',
  '{%- if true %}',
  '{% if true -%}',
  '{%+ if true %}',
  '{% endif %}',
  ' ',
  '\n',
  '  \n',
  '\r\n',
  '{# c #}',
  '{#- c -#}',
  '{% raw %}{{ }}{% endraw %}',
  'a',
  '{{ 1',
  '}}',
  '{{ "%}" }}',
  '{% set x = 1 -%}',
  '{{ x[1,] }}',
  '{{ ﬁ }}',
  '{{ "\\u00e9" }}',
  '{{ "\\ud83d\\ude00"|length }}',
]

/** One template and the JSON text of its data. */
export function fuzzed(dice: Dice): { template: string; context: string } {
  const roll = dice()
  const made = context(dice)
  if (roll < 0.45) return { template: `{{ ${expression(dice)} }}`, context: made }
  if (roll < 0.55)
    return { template: `{% autoescape true %}{{ ${expression(dice)} }}{% endautoescape %}`, context: made }
  if (roll < 0.85)
    return {
      template: Array.from({ length: 1 + Math.floor(dice() * 4) }, () => statement(dice, 2)).join(''),
      context: made,
    }
  if (roll < 0.92)
    return {
      template: `{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{{ d }}{{ d|list }}{{ d.values()|list }}{{ l|first }}{{ d|xmlattr }}{{ d|urlencode }}`,
      context: made,
    }
  return {
    template: Array.from({ length: 1 + Math.floor(dice() * 6) }, () => pick(dice, LAYOUT)).join(''),
    context: made,
  }
}
