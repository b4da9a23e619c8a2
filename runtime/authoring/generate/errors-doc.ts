/** Generates docs/errors.md: codes and messages in every language. */
import { type Code, codes } from '../../contract/codes.ts'
import { english, languages } from '../../i18n/locales/index.ts'
import type { Language } from '../../i18n/locales/language.ts'
import { code, page, plain, table } from './markdown.ts'

/** Returns the text of docs/errors.md. */
export async function errorsDoc(head: string): Promise<string> {
  const spoken = await Promise.all(Object.values(languages).map((load) => load()))
  const sentences = (heading: string, part: Part, key: string): string =>
    translated(spoken, heading, part, key)
  const all = Object.keys(codes) as Code[]
  const overview = all.map((name) => [`[${code(name)}](#${name.toLowerCase()})`, plain(codes[name].cause)])
  return page([
    `<!-- ${head} -->`,
    '# Errors',
    [
      'A failed run returns `is_success: false` and an `error` with one of these codes. Branch on the code and on',
      '`error.retryable`, never on the message. In the messages below, `{name}` is a value, and a part in `[[ ]]` is left',
      'out when one of its values is missing.',
    ].join('\n'),
    table(['Code', 'Cause'], overview),
    ...all.map((name) => sentences(describe(name), 'errors', name)),
    '## Rules',
    'Rules that a value can violate. The messages are in `error.problems`, each with its place and the name of its rule.',
    ...Object.keys(english.problems).map((rule) => sentences(`### ${code(rule)}`, 'problems', rule)),
    '## Other messages',
    ...Object.keys(english.phrases).map((key) => sentences(`### ${code(key)}`, 'phrases', key)),
  ])
}

function describe(name: Code): string {
  const { cause, remedy, transient, recoverable } = codes[name]
  const facts = [
    `Cause: ${plain(cause)}`,
    `What to do: ${plain(remedy)}`,
    `May succeed later without a change: ${transient ? 'yes' : 'no'}`,
    `The same request can succeed later: ${recoverable ? 'yes' : 'no'}`,
  ]
  return `## ${name}\n\n${facts.join('  \n')}`
}

type Part = 'errors' | 'problems' | 'phrases'

/** Returns one message in every language, below its heading. */
function translated(spoken: readonly Language[], heading: string, part: Part, key: string): string {
  const rows = spoken.map((language) => {
    const known: Readonly<Record<string, string>> = language[part]
    return [language.name, code(known[key] ?? '')]
  })
  return `${heading}\n\n${table(['Language', 'Message'], rows)}`
}
