/** docs/errors.md: the table of codes and every sentence of the runtime, in the languages it speaks. */
import { type Code, codes } from '../../contract/codes.ts'
import * as en from '../../i18n/locales/en.ts'
import * as fr from '../../i18n/locales/fr.ts'
import * as ja from '../../i18n/locales/ja.ts'
import { code, page, plain, table } from './markdown.ts'

const languages = { English: en, Français: fr, 日本語: ja }

/** The text of the error reference. */
export function errorsDoc(head: string): string {
  const all = Object.keys(codes) as Code[]
  const overview = all.map((name) => [`[${code(name)}](#${name.toLowerCase()})`, plain(codes[name].cause)])
  return page([
    `<!-- ${head} -->`,
    '# Errors',
    [
      'A run that fails answers `is_success: false` and an `error` with one of these codes. Playbooks branch on the',
      'code and on `error.retryable`, never on the sentence. In the sentences below `{name}` is a value, and a part in',
      '`[[ ]]` is left out when one of its values is missing.',
    ].join('\n'),
    table(['Code', 'Why'], overview),
    ...all.map(describe),
    '## Rules',
    'What a value can break. The sentences stand in `error.problems`, each with its place and the name of its rule.',
    ...Object.keys(en.problems).map((rule) => sentences(`### ${code(rule)}`, 'problems', rule)),
    '## Other sentences',
    ...Object.keys(en.phrases).map((key) => sentences(`### ${code(key)}`, 'phrases', key)),
  ])
}

function describe(name: Code): string {
  const { cause, remedy, transient, recoverable } = codes[name]
  const facts = [
    `Why: ${plain(cause)}`,
    `What to do: ${plain(remedy)}`,
    `May pass by itself: ${transient ? 'yes' : 'no'}`,
    `A later run of the same request can succeed: ${recoverable ? 'yes' : 'no'}`,
  ]
  return sentences(`## ${name}\n\n${facts.join('  \n')}`, 'errors', name)
}

function sentences(heading: string, part: 'errors' | 'problems' | 'phrases', key: string): string {
  const rows = Object.entries(languages).map(([language, texts]) => {
    const known: Record<string, string> = texts[part]
    return [language, code(known[key] ?? '')]
  })
  return `${heading}\n\n${table(['Language', 'Sentence'], rows)}`
}
