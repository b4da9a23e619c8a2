/** Texts that people read keep to plain English: the words we got wrong most often stay out. */
import { describe, expect, test } from 'vitest'
import { allCommands } from '../runtime/faces/cli/commands.ts'
import { commonOptions } from '../runtime/faces/cli/line/command.ts'
import { filesIn, textOf } from './support/sources.ts'

/** What not to write, and what to write instead. Every pattern ignores letter case. */
const WORDS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [
    /\bnobody\b(?! answers|@)|\bsomebody\b|\bwhoever\b|\bwhosoever\b/i,
    'anyone, someone, no one, or name the actor',
  ],
  [/\b(?:he|him|himself)\b/i, 'you, they, or name the actor'],
  [/\banew\b/i, 'again, or re-: regenerate, reload'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bheed(?:s|ed)?\b/i, 'ignore, follow, respect'],
  [/\bstrangers?\b/i, 'third parties, attackers'],
  [/\bstands?\b(?! for\b|-)/i, 'is, is in, is written in'],
  [/\btold\b/i, 'reported, shown'],
  [/\bshall\b/i, 'must, will, can'],
  [/\bknows? (?:no|of|not)\b/i, 'has no, does not know, knows about'],
  [/(?<!\b(?:there|here|where) )\b(?:is|are|was|were) no (?!longer\b|more\b|faster\b)\w/i, 'is not a'],
  [/\b(?:says|does|do|did|has|have|is) not but\b/i, 'one statement per sentence'],
  [/\bheld against\b|\bhold(?:s|ing)? \w+ against\b/i, 'compared with, checked against'],
  [
    /\bof (?:its|their) making\b|\bwhat comes of\b|\bwhat became of\b/i,
    'name the thing: development, result, outcome',
  ],
  [/\bwithout a word\b|\bin silence\b/i, 'silently, without a message'],
  [/\bhands? out\b|\btakes? in\b|\bcomes? to nothing\b/i, 'returns, accepts'],
  [/\bgo(?:es)? on with\b/i, 'continue, resume'],
  [/\blikeness(?:es)?\b|\bharmless-looking\b/i, 'say what it is'],
  [/\bmask(?:s|ed|er|ers|ing)?\b/i, 'redact'],
  [/\bholes?\b/i, 'vulnerability'],
  [
    /\bfuses?\b|\bdetours?\b|\boutbox(?:es)?\b|\bworkshop\b|\bharvest\b|\bvictims?\b/i,
    'the mechanism’s standard name',
  ],
  [/\bnot right\b|\bin trouble\b/i, 'invalid; what the vendor returned'],
  [/\bas often as\b|\bever so\b|\bthereof\b|\bwhereupon\b|\bthereby\b/i, 'shorter words'],
]

/** Folders of code whose names, comments and texts are clean. Add a folder when it is. */
const CODE = [
  'client/',
  'connectors/',
  'page/',
  'runtime/authoring/',
  'runtime/contract/',
  'runtime/faces/',
  'runtime/http/',
  'runtime/i18n/locales/en.ts',
  'runtime/integration/',
  'runtime/platforms/',
  'runtime/run/',
  'runtime/safety/',
  'runtime/schema/',
  'runtime/sdk/',
  'runtime/service/',
  'runtime/table/',
  'runtime/template/',
  'scripts/',
  'simulator/',
  'testing/',
  'soak/',
  'bench/',
]

/** What is checked, by name. */
const CLEAN: Readonly<Record<string, (path: string) => boolean>> = {
  'documents of the repository': (path) => /^[A-Z]+\.md$|^simulator\/README\.md$/.test(path),
  'docs/': (path) => /^docs\/.*\.(?:md|json)$/.test(path),
  manifests: (path) => /^manifests\/(?:[\w-]+\/)?[\w-]+\.yaml$|^integration\.yaml$/.test(path),
  prompts: (path) => /^prompts\/[\w-]+\.yaml$/.test(path),
  code: (path) =>
    /\.tsx?$/.test(path) &&
    !/^page\/words\/(?!en\.ts)/.test(path) &&
    CODE.some((start) => path.startsWith(start)),
}

/** Code inside prose is not prose. */
const withoutCode = (text: string): string => text.replaceAll(/`[^`\n]*`/g, '``')

/** Every place of a text that breaks the rules, as `line: found, instead`. */
function faults(text: string): string[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((line, index) =>
      WORDS.flatMap(([pattern, instead]) => {
        const found = pattern.exec(line)?.[0]
        return found === undefined ? [] : [`${index + 1}: "${found}" → ${instead}`]
      }),
    )
}

describe('plain English', () => {
  test.each(Object.entries(CLEAN))('%s', (_, isIn) => {
    const paths = filesIn().filter(isIn)
    expect(paths.length).toBeGreaterThan(0)
    expect(paths.flatMap((path) => faults(textOf(path)).map((fault) => `${path}:${fault}`))).toEqual([])
  })

  test('help of every command', async () => {
    const texts = [
      ...(await allCommands()),
      { name: 'soar', summary: '', arguments: [], options: commonOptions },
    ].flatMap(({ name, summary, arguments: words, options }) =>
      [summary, ...[...words, ...options].map(({ help }) => help)].map((text) => `${name}: ${text}`),
    )
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.flatMap((text) => faults(text).map((fault) => `${text} (${fault})`))).toEqual([])
  })

  test('the patterns find what they are for, and leave other words alone', () => {
    const bad = [
      'Nobody’s answer is a no.',
      'write the types anew',
      '"x" is no connector but an action.',
      'what stands in a variable',
      'Mimecast knows no such id',
      'rows are held against the manifest',
    ]
    expect(bad.filter((text) => faults(text).length === 0)).toEqual([])
    const good = [
      'If nobody answers, the call is refused.',
      'there is no loader',
      'D stands for Devo; a stand-in',
      'Recommend or amend it.',
      'the `mask` function',
    ]
    expect(good.flatMap(faults)).toEqual([])
  })
})
