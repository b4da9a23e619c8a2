/** Runaway templates from the grammar: every filter, test, method, operator and statement, with a large value in every position. */
import { DICT_METHODS } from '../../runtime/template/library/methods/dict.ts'
import { LIST_METHODS } from '../../runtime/template/library/methods/list.ts'
import { NUMBER_METHODS } from '../../runtime/template/library/methods/number.ts'
import { HTML_METHODS } from '../../runtime/template/library/methods/text.ts'
import { FILTERS, TESTS } from '../../runtime/template/library/registry.ts'
import { collection, type Dice, number, pick, text, value } from './values.ts'

const filters = [...FILTERS.keys()]
const tests = [...TESTS.keys()].filter((name) => /^\w+$/.test(name))
/** Every method, and what has it. */
const methods: readonly (readonly [name: string, of: 'text' | 'list' | 'any'])[] = [
  ...[...HTML_METHODS.keys()].map((name) => [name, 'text'] as const),
  ...[...LIST_METHODS.keys(), ...DICT_METHODS.keys()].map((name) => [name, 'list'] as const),
  ...[...NUMBER_METHODS.keys()].map((name) => [name, 'any'] as const),
]
const operators = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
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
/** Names of arguments: a call takes those it knows, and fails with the others. */
const KEYWORDS = [
  'attribute',
  'default',
  'case_sensitive',
  'indent',
  'width',
  'length',
  'end',
  'killwords',
  'wrapstring',
  'break_long_words',
  'break_on_hyphens',
  'first',
  'blank',
  'fill_with',
  'reverse',
  'by',
  'start',
  'precision',
  'base',
  'extra_schemes',
  'target',
  'rel',
  'trim_url_limit',
  'chars',
  'count',
  'd',
]
/** Names that templates set before they do anything, each to a large value. */
const NAMES: Readonly<Record<string, (dice: Dice) => string>> = {
  p: text,
  s: text,
  q: collection,
  u: collection,
  r: number,
  v: value,
}
const names = Object.keys(NAMES)

/** What a filter or method is made for; the others take anything. */
const OF_TEXT =
  /^(?:capitalize|center|e|escape|forceescape|format|indent|int|lower|replace|striptags|title|trim|truncate|upper|urlize|wordcount|wordwrap)$/
const OF_LISTS =
  /^(?:batch|dictsort|first|groupby|items|join|last|list|map|max|min|reject|rejectattr|reverse|select|selectattr|slice|sort|sum|tojson|unique|xmlattr|pprint)$/

function operand(dice: Dice, made: 'text' | 'list' | 'any' = 'any'): string {
  if (dice() < 0.2) return value(dice)
  if (made === 'text') return pick(dice, ['p', 's'])
  return pick(dice, made === 'list' ? ['q', 'u'] : names)
}

const subject = (dice: Dice, name: string): string =>
  operand(dice, OF_TEXT.test(name) ? 'text' : OF_LISTS.test(name) ? 'list' : 'any')

function args(dice: Dice, most: number): string {
  const given = Array.from({ length: Math.floor(dice() * (most + 1)) }, () => operand(dice))
  if (dice() < 0.3) given.push(`${pick(dice, KEYWORDS)}=${operand(dice)}`)
  if (dice() < 0.05) given.push(`*${operand(dice)}`)
  return given.join(', ')
}

/** The source of one expression. */
export function expression(dice: Dice, depth = 1): string {
  const inner = () => (depth > 0 && dice() < 0.3 ? `(${expression(dice, depth - 1)})` : operand(dice))
  switch (Math.floor(dice() * 13)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      const name = pick(dice, filters)
      return `${dice() < 0.2 ? inner() : subject(dice, name)}|${name}(${args(dice, 3)})`
    }
    case 4:
    case 5:
    case 6: {
      const [name, has] = pick(dice, methods)
      return `${operand(dice, has)}.${name}(${args(dice, 3)})`
    }
    case 7:
    case 8:
      return `${inner()} ${pick(dice, operators)} ${inner()}`
    case 9:
      return `${inner()} is ${pick(dice, tests)}(${args(dice, 2)})`
    case 10:
      return `${inner()}[${pick(dice, [operand(dice), `${operand(dice)}:`, '::-1', '::3', '0', '-1', '1:500000'])}]`
    case 11:
      return pick(dice, [
        `{${inner()}: 1}`,
        `(${inner()}, ${inner()})`,
        `[${inner()}, ${inner()}]`,
        `dict(${inner()})`,
        `-${inner()}`,
        `not ${inner()}`,
        `${inner()} if ${inner()} else ${inner()}`,
      ])
    default:
      return pick(dice, [
        `${inner()}|map(attribute=${inner()})|list`,
        `${inner()}|map('${pick(dice, filters)}', ${args(dice, 2)})|list`,
        `${inner()}|select('${pick(dice, tests)}', ${inner()})|list|length`,
        `'%${pick(dice, ['s', 'd', 'r', 'f', '*d', '5000000s', '.3000000f', '0900000d'])}' % ${inner()}`,
        `'{:${pick(dice, ['>4000000', ',', '_b', '.4000000e', '0200000,', '.10', 'x'])}}'.format(${inner()})`,
      ])
  }
}

/** The source of some statements; `depth` is how deep they may lie in each other. */
function body(dice: Dice, depth: number): string {
  const go = () => (depth > 0 ? body(dice, depth - 1) : quiet(dice))
  switch (Math.floor(dice() * 14)) {
    case 0:
      return `{% for x in ${operand(dice)} %}${go()}{% endfor %}`
    case 1:
      return `{% for x in range(${pick(dice, ['3', '300', '900000'])}) %}${go()}{% endfor %}`
    case 2:
      return `{% if ${expression(dice)} %}${go()}{% else %}${go()}{% endif %}`
    case 3:
      return `{% with x = ${expression(dice)} %}${go()}{% endwith %}`
    case 4:
      return `{% set x %}${go()}{% endset %}{{ x|length }}`
    case 5:
      return `{% filter ${pick(dice, filters)}(${args(dice, 2)}) %}${go()}{{ ${pick(dice, names)} }}{% endfilter %}`
    case 6:
      return `{% macro m(a, b=${operand(dice)}) %}${go()}{% endmacro %}{{ m(${args(dice, 2)})|length }}`
    case 7:
      return `{% macro n(a) %}{{ n(a) }}{{ n(${operand(dice)}) }}{% endmacro %}{{ n(1) }}`
    case 8:
      return `{% autoescape true %}${go()}{% endautoescape %}`
    case 9:
      return `{% call namespace(a=${operand(dice)}) %}${go()}{% endcall %}`
    case 10:
      return `{% for x in ${operand(dice)} recursive %}{{ loop([x, x]) }}{% endfor %}`
    case 11:
      return `{% set ns = namespace(x=${operand(dice)}) %}{% for i in range(40) %}{% set ns.x = ${grown(dice)} %}{% endfor %}{% set _ = {ns.x: 1} %}`
    default:
      return quiet(dice)
  }
}

/** A value made of itself, which doubles at each turn. */
function grown(dice: Dice): string {
  return pick(dice, [
    '(ns.x, ns.x)',
    '[ns.x, ns.x]',
    'ns.x ~ ns.x',
    '{1: ns.x, 2: ns.x}',
    'ns.x + ns.x',
    'ns.x * 2',
  ])
}

/** Something evaluated, and printed rarely: what is printed is bounded for itself. */
function quiet(dice: Dice): string {
  return dice() < 0.2 ? `{{ ${expression(dice)} }}` : `{% set _ = ${expression(dice)} %}`
}

/** One runaway template. One in eight does what it does again and again. */
export function program(dice: Dice): string {
  const set = Object.entries(NAMES)
    .map(([name, make]) => `{% set ${name} = ${make(dice)} %}`)
    .join('')
  const roll = dice()
  if (roll < 0.12) return `${set}{% for i in range(900000) %}${quiet(dice)}{% endfor %}`
  return set + (roll < 0.5 ? body(dice, 2) : quiet(dice))
}
