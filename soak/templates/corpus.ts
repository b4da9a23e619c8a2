/** The hostile templates: the corpus, the groups it must cover, and chains made of every spelling. */
import { FILTERS } from '../../runtime/template/library/registry.ts'
import { hostileTemplates } from '../../testing/own/repository.ts'

/** Every payload once. */
export const payloads: readonly string[] = [...new Set(Object.values(hostileTemplates).flat())]

/** The ways in which the engine underneath was found open, each with what a payload of that group looks like. */
export const GROUPS: Readonly<Record<string, RegExp>> = {
  'constructors of globals': /(?:range|cycler|joiner)(?:\(\S*\))?\.constructor/,
  'keys put together': /\[['"]const['"] ?[~+]/,
  'keys from a loop': /\{% for \w+ in \['constructor'\] %\}\{\{ ''\[/,
  'keys that are lists': /\[\['constructor'\]\]/,
  'keys that are objects': /\[\{'toString'/,
  literals: /\((?:1|1\.5|1,2)\)\.constructor|\[\]\.constructor|\{\}\.constructor|true\.constructor/,
  methods: /\.(?:next|cycle)\.constructor/,
  'results of filters': /\|(?:safe|lower|reverse|join)/,
  macros: /macro m\(.*m(?:\.constructor|\['constructor'\])/,
  caller: /caller\.constructor/,
  aliases: /\{% set c = 'constructor' %\}/,
  'bare names': /\{\{ (?:constructor|__proto__|__lookupGetter__)/,
  'code in a symbol': /\{\{ a"\]/,
  'code in a set target': /\{% set \w+"/,
  'code in a filter': /\| ?\w+"\)/,
  'code in a test': / is \w+"\)/,
  'code in a loop variable': /\{% for \w+"\)/,
  'code in a name of a macro': /\{% macro \w+"/,
  'files included': /\{% (?:include|import|extends|from)/,
  'join and sum as gadgets': /join\(',', 'constructor'\)|sum\('constructor'\)/,
  'prototypes written to': /__proto__.*polluted/,
  'huge ranges': /range\(1\d{9,}|range\(10\*\*/,
  'nested loops': /\{% for a .*\{% for b /,
  'exponential text': /ns\.x ~ ns\.x/,
  'deep recursion': /macro m\(\).*\{\{ m\(\) \}\}/,
  'slow patterns in filters': /urlize|striptags|wordwrap/,
}

const BASES = [
  "''",
  '1',
  '1.5',
  '[]',
  '{}',
  '(1, 2)',
  'true',
  'none',
  'range',
  'cycler',
  'joiner',
  'namespace()',
  'dict',
  'lipsum',
  'message',
  'message.subject',
  'missing',
  '(1 | string)',
  "('a' | upper)",
  '[1] | list',
  "'a'.upper",
  '[].append',
  '{}.items',
  '{}.items()',
  'self',
  'loop',
  'caller',
]

const KEYS = [
  'constructor',
  '__proto__',
  'prototype',
  '__defineGetter__',
  '__lookupSetter__',
  'toString',
  'valueOf',
  'call',
  'apply',
  'bind',
  '__class__',
  '__globals__',
  '__init__',
  'caller',
  'arguments',
  'toJSON',
  'then',
  'hasOwnProperty',
  'Symbol(Symbol.iterator)',
]

/** Every way to ask a value for a key. */
const LOOKUPS: readonly ((base: string, key: string) => string)[] = [
  (base, key) => `(${base}).${key}`,
  (base, key) => `(${base})['${key}']`,
  (base, key) => `(${base})[['${key}']]`,
  (base, key) => `(${base})[('${key}',)]`,
  (base, key) => `(${base})['${key.slice(0, 3)}' ~ '${key.slice(3)}']`,
  (base, key) => `(${base})['${[...key].reverse().join('')}' | reverse]`,
  (base, key) => `(${base})['${key}' | safe]`,
  (base, key) => `(${base}) | attr('${key}')`,
  (base, key) => `[${base}] | map(attribute='${key}') | list`,
  (base, key) => `[${base}] | groupby('${key}') | list`,
  (base, key) => `[${base}] | sum('${key}')`,
  (base, key) => `[${base}] | join(',', '${key}')`,
  (base, key) => `'{0.${key}}'.format(${base})`,
  (base, key) => `'{0[${key}]}'.format(${base})`,
]

const escaped = (key: string): string =>
  [...key].map((char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')

/** Chains from every base by every spelling to every key, printed, called, and taken one step further. */
export function chains(): string[] {
  const expressions = BASES.flatMap((base) =>
    KEYS.flatMap((key) => [...LOOKUPS.map((lookup) => lookup(base, key)), `(${base})['${escaped(key)}']`]),
  )
  return expressions.flatMap((expression) => [
    `{{ ${expression} }}`,
    `{{ ((${expression})['constructor'])('globalThis.pwned = 1')() }}`,
    `{% set c = ${expression} %}{{ c('globalThis.pwned = 1') }}{{ c }}`,
  ])
}

const NASTY = [
  'a',
  '<',
  '>',
  '&',
  '(',
  ' ',
  '\n',
  '.',
  '-',
  'www.',
  'a@',
  'http://',
  '<!--',
  '%',
  '{{',
  '"',
  'é',
  '0',
  ',',
  '<a href="',
]

/** Every filter on texts that slow patterns stumble over. `text` is the name of the long text in the scope. */
export function slowTexts(length = 30_000): { template: string; scope: { text: string } }[] {
  const texts = NASTY.flatMap((piece) => {
    const text = piece.repeat(Math.ceil(length / piece.length))
    return [text, `${text}!`]
  })
  const filters = [...FILTERS.keys()]
  return filters.flatMap((filter) =>
    texts.map((text) => ({ template: `{{ text | ${filter} }}`, scope: { text } })),
  )
}
