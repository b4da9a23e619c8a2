/** Sentences of the runtime itself, by language: failures, broken rules, phrases. The actions' own live in manifests. */
import { type Code, codes } from '../contract/codes.ts'
import type { ActionError, RawProblem } from '../contract/errors.ts'
import { english, fill, type Phrase, say, type Word, type Words } from '../contract/phrases.ts'
import type { Problem } from '../contract/result.ts'
import type { TemplateError } from '../template/template.ts'
import * as en from './locales/en.ts'
import * as fr from './locales/fr.ts'
import * as ja from './locales/ja.ts'

interface Table {
  errors: Record<Code, string>
  /** English ones stand in the table of codes. */
  remedies?: Record<Code, string>
  problems: Record<keyof typeof en.problems, string>
  phrases: Record<keyof typeof en.phrases, string>
  reasons: Phrases
}

// What is said in English needs no table to be written in English.
const inEnglish: Table = { ...en, reasons: {} }
const tables: Record<string, Table> = { en: inEnglish, fr, ja }

/** Languages the runtime itself speaks. An integration may have fewer. */
export const runtimeLocales: readonly string[] = Object.keys(tables)

const table = (locale: string): Table => tables[locale] ?? tables[locale.split(/[-_]/)[0] ?? ''] ?? inEnglish

/** Translations of phrases by their English: an integration's own, beside those of the runtime. */
export type Phrases = Readonly<Record<string, string>>

const NONE: Phrases = {}

/** How words become text in a language. What has no translation stays English. */
function writerOf(locale: string, own: Phrases): (word: Word) => string {
  const { reasons } = table(locale)
  const write = (word: Word): string => {
    if (typeof word !== 'object') return String(word)
    const known = [own, reasons].find((phrases) => Object.hasOwn(phrases, word.phrase))
    return fill(known?.[word.phrase] ?? word.phrase, word.values, write)
  }
  return write
}

/** One word in the run's language. */
export const writeWord = (locale: string, word: Word, own: Phrases = NONE): string =>
  writerOf(locale, own)(word)

/** A sentence of the runtime in the run's language. */
export function phrase(locale: string, key: keyof Table['phrases'], values: Words = {}): string {
  return fill(table(locale).phrases[key], values, writerOf(locale, NONE))
}

/** Broken rules as sentences, each with its place. */
export function writeProblems(locale: string, raw: readonly RawProblem[], own: Phrases = NONE): Problem[] {
  const { problems } = table(locale)
  const write = writerOf(locale, own)
  return raw.map(({ where, rule, values }) => {
    const sentence = Object.hasOwn(problems, rule) ? problems[rule as keyof typeof problems] : '{detail}'
    return { where, rule, message: fill(sentence, values, write) }
  })
}

/** The sentence of a failure in the run's language: the thing, the rule, what came in, the remedy. */
export function writeError(locale: string, error: ActionError, own: Phrases = NONE): string {
  const problems = writeProblems(locale, error.facts.problems ?? [], own)
    .map((problem) => problem.message)
    .join(' ')
  const words = { ...error.words, problems }
  return fill(table(locale).errors[error.code], words, writerOf(locale, own))
}

/** What to do about a code, in a language. */
export const remedyOf = (locale: string, code: Code): string =>
  table(locale).remedies?.[code] ?? codes[code].remedy

/** What a template failed with, where, and how to write it instead. The fault itself is in Jinja's English. */
export const templateFault = ({ message, line, column, remedy = '' }: TemplateError): Phrase =>
  say('{fault}[[ (line {line}, column {column})]].[[ {remedy}]]', {
    fault: message.replace(/[.\s]*$/, ''),
    ...(line > 0 && { line, column }),
    remedy,
  })

/** The same for authors, in English. */
export const writeTemplateError = (error: TemplateError): string => english(templateFault(error))
