/** The product's own regular expressions take linear time, or it is said why their texts cannot be long. */
import { expect, test } from 'vitest'
import { regexGrowth } from '../runtime/sdk/regex/growth.ts'
import { modulesIn, textOf } from './support/sources.ts'

/** A literal where an expression may begin; comments are skipped. Close enough: what it misses is missed alike each time. */
const LITERAL =
  /(?<=^|[(=,:&|?!{}[;\s])\/((?:[^/\\[\n ]|\\.|\[(?:[^\]\\\n]|\\.)*\])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])*)\/([dgimsuvy]*)(?=[.,;)\s\]}:]|$)/g

/** By a part of the literal that is in no other one of its file. */
const SHORT: Record<string, Record<string, string>> = {
  'client/download.ts': { 'filename\\s*=': 'a header, cut before' },
  'client/envelope.ts': { 'script|style': '4,000 characters, every repetition is counted' },
  'client/message-id.ts': { 'message-id:': 'what repeats lies between line ends and "message-id:"' },
  'client/region.ts': { '/+$': 'an address out of the configuration' },
  'runtime/authoring/build/scripts.ts': { __defProp: 'what the bundler writes' },
  'runtime/authoring/generate/markdown.ts': { '\\s*\\n\\s*': 'texts of a manifest' },
  'runtime/contract/phrases.ts': { '\\[\\[': 'a sentence of the product' },
  'runtime/faces/cli/commands/render.ts': { '[.\\s]*$': 'the message of a template error' },
  'runtime/faces/cli/screen/case-wall.ts': { '[\\s.]*$': 'a sentence, cut before' },
  'runtime/http/record/body.ts': { '\\s+': 'a text that is JSON, in which every quote is closed' },
  'runtime/http/proxy.ts': { '[a-z][a-z0-9+.-]*': 'a variable of the environment' },
  'runtime/i18n/sentences.ts': { '[.\\s]*$': 'the message of a template error' },
  'runtime/platforms/secops/alerts/python-regex.ts': { '(\\d*)(,?)': 'a pattern out of the configuration' },
  'runtime/platforms/secops/package/files/descriptions.ts': { '\\s*\\n\\s*': 'texts of a manifest' },
  'runtime/platforms/secops/package/rules/written.ts': {
    dev: 'a file of the package',
    'tool\\.uv': 'a file of the package',
  },
  'runtime/platforms/secops/step/dates.ts': { '\\1*': 'the same letter again: one way' },
  'runtime/platforms/secops/step/placeholder.ts': { '[^,]+': 'ends at each comma, whatever follows' },
  'runtime/safety/decode.ts': { '(?<!\\\\)': 'begins at the first backslash of a row alone' },
  'runtime/safety/json-fault.ts': { 'is not valid JSON': 'a message of the engine' },
  'runtime/sdk/regex/parse.ts': { '(\\d+)(,?)': 'a regular expression, 2,000 characters at most' },
  'runtime/template/library/entities.ts': { '[\\da-f]+': 'a table of the product' },
  'runtime/template/library/format-spec.ts': {
    '[\\s\\S]*': 'matches every text at once',
    'e.*$': 'a number',
  },
  'runtime/template/library/format.ts': { '[\\s\\S]*': 'matches every text at once' },
  'runtime/template/library/percent.ts': { '[hlL]': 'sticky: tried at each sign once' },
  'runtime/template/values/numbers/format.ts': { '0+$': 'zeros in the middle of a number are at most 1,100' },
}

const literalsIn = (path: string): [string, string][] =>
  textOf(path)
    .split('\n')
    .filter((line) => !/^\s*(?:\*|\/\/|\/\*\*)/.test(line))
    .flatMap((line) => [...line.matchAll(LITERAL)])
    .flatMap(([, source = '', flags = '']): [string, string][] =>
      compiles(source, flags) ? [[source, flags]] : [],
    )

function compiles(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp
  } catch {
    return false
  }
}

test('every regular expression over data is linear', () => {
  const modules = modulesIn('runtime', 'client', 'actions', 'connectors', 'page')
  const found = modules.flatMap((path) => literalsIn(path).map((literal) => [path, ...literal] as const))
  expect(found.length).toBeGreaterThan(250)
  const slow = found.filter(([, source, flags]) => regexGrowth(source, flags) > 1)
  const unexpected = slow.filter(
    ([path, source]) => !Object.keys(SHORT[path] ?? {}).some((part) => source.includes(part)),
  )
  expect(unexpected.map(([path, source]) => `${path}: /${source}/`)).toEqual([])
  const needed = new Set(slow.map(([path]) => path))
  expect(Object.keys(SHORT).filter((path) => !needed.has(path))).toEqual([])
})
