/** Writes the runtime's sentences in a language. */
import { type Code, codes } from '../contract/codes.ts'
import type { ActionError, RawProblem } from '../contract/errors.ts'
import {
  english as englishOf,
  fill,
  type Phrase,
  phrase,
  type Word,
  type Words,
} from '../contract/phrases.ts'
import type { Problem } from '../contract/result.ts'
import type { TemplateError } from '../template/template.ts'
import { english, languages } from './locales/index.ts'
import type { Language } from './locales/language.ts'

export { english } from './locales/index.ts'
export type { Language } from './locales/language.ts'

/** Codes of the languages the runtime has. An integration may have fewer. */
export const runtimeLocales: readonly string[] = Object.keys(languages)

/** Loads the language of a locale. `fr-CA` is French; a language the runtime does not have is English. */
export async function languageOf(locale: string): Promise<Language> {
  const found = [locale, locale.split(/[-_]/)[0] ?? ''].find((code) => Object.hasOwn(languages, code))
  return (found === undefined ? undefined : await languages[found]?.()) ?? english
}

/** Translations of an integration's phrases, by their English text. */
export type Phrases = Readonly<Record<string, string>>

const NONE: Phrases = {}

/** Turns words into text in a language. What has no translation stays English. */
function writerOf({ reasons }: Language, own: Phrases): (word: Word) => string {
  const write = (word: Word): string => {
    if (typeof word !== 'object') return String(word)
    const known = [own, reasons].find((phrases) => Object.hasOwn(phrases, word.phrase))
    return fill(known?.[word.phrase] ?? word.phrase, word.values, write)
  }
  return write
}

/** One word in the run's language. */
export const writeWord = (language: Language, word: Word, own: Phrases = NONE): string =>
  writerOf(language, own)(word)

/** A sentence of the runtime in the run's language. */
export const sentenceFor = (language: Language, key: keyof Language['phrases'], values: Words = {}): string =>
  fill(language.phrases[key], values, writerOf(language, NONE))

/** Writes one of the sentences of an MCP server. */
export type Translate = (key: keyof Language['server'], values?: Record<string, string | number>) => string

/** The sentences of an MCP server in one language. */
export const translateIn =
  ({ server }: Language): Translate =>
  (key, values = {}) =>
    fill(server[key], values)

/** Problems that are listed: more would not be read, and a result has to hold them. */
const MOST_PROBLEMS = 50

/** Writes broken rules as sentences with their places. A long list is cut and ends with the number of the rest. */
export function writeProblems(
  language: Language,
  raw: readonly RawProblem[],
  own: Phrases = NONE,
): Problem[] {
  const { problems } = language
  const write = writerOf(language, own)
  const more = raw.length - MOST_PROBLEMS
  const listed: readonly RawProblem[] =
    more > 0 ? [...raw.slice(0, MOST_PROBLEMS), { where: '', rule: 'more', values: { count: more } }] : raw
  return listed.map(({ where, rule, values, place }) => {
    const sentence = Object.hasOwn(problems, rule) ? problems[rule as keyof typeof problems] : '{detail}'
    return { where, rule, message: fill(sentence, values, write), ...place }
  })
}

/** The sentence of a failure in the run's language: what is wrong, what is allowed, what to do. */
export function writeError(language: Language, error: ActionError, own: Phrases = NONE): string {
  const problems = writeProblems(language, error.facts.problems ?? [], own)
    .map((problem) => problem.message)
    .join(' ')
  const words = { remedy: remedyOf(language, error.code), ...error.words, problems }
  return fill(language.errors[error.code], words, writerOf(language, own))
}

/** What to do about a code, in a language. */
export const remedyOf = ({ remedies }: Language, code: Code): string => remedies?.[code] ?? codes[code].remedy

/** Describes a template error: the fault in Jinja's English, the place, what to write instead. */
export const templateFault = ({ message, line, column, remedy = '' }: TemplateError): Phrase =>
  phrase('{fault}[[ (line {line}, column {column})]].[[ {remedy}]]', {
    fault: message.replace(/[.\s]*$/, ''),
    ...(line > 0 && { line, column }),
    remedy,
  })

/** The same as English text, for authors. */
export const writeTemplateError = (error: TemplateError): string => englishOf(templateFault(error))
