/** Sentences of the runtime itself, by language: failures, broken rules, phrases. The actions' own live in manifests. */
import type { ActionError, Code, RawProblem, Values } from './errors.ts'
import * as en from './locales/en.ts'
import * as fr from './locales/fr.ts'
import * as ja from './locales/ja.ts'
import type { TemplateError } from './template.ts'
import type { Problem } from './types.ts'

interface Table {
  errors: Record<Code, string>
  problems: Record<keyof typeof en.problems, string>
  phrases: Record<keyof typeof en.phrases, string>
}

const tables: Record<string, Table> = { en, fr, ja }

/** Languages the runtime itself speaks. An integration may have fewer. */
export const runtimeLocales: readonly string[] = Object.keys(tables)

const table = (locale: string): Table => tables[locale] ?? tables[locale.split(/[-_]/)[0] ?? ''] ?? en

/** Fills `{name}` and leaves out each `[[part]]` one of whose values is missing or empty. */
export function fill(sentence: string, values: Values): string {
  const put = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  const parts = sentence.replace(/\[\[(.*?)\]\]/g, (_, part: string) => {
    const names = [...part.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
    return names.every((name) => values[name] !== undefined && values[name] !== '') ? part : ''
  })
  return put(parts)
}

/** A phrase of the runtime in the run's language. */
export function phrase(locale: string, key: keyof Table['phrases'], values: Values = {}): string {
  return fill(table(locale).phrases[key], values)
}

/** Broken rules as sentences, each with its place. */
export function writeProblems(locale: string, raw: readonly RawProblem[]): Problem[] {
  const { problems } = table(locale)
  return raw.map(({ where, rule, values }) => {
    const sentence = Object.hasOwn(problems, rule) ? problems[rule as keyof typeof problems] : '{detail}'
    return { where, rule, message: fill(sentence, values) }
  })
}

/** The sentence of a failure in the run's language: the thing, the rule, what came in, the remedy. */
export function writeError(locale: string, error: ActionError): string {
  const problems = writeProblems(locale, error.facts.problems ?? [])
    .map((problem) => problem.message)
    .join(' ')
  return fill(table(locale).errors[error.code], { ...error.values, problems })
}

/** What a template failed with, where, and how to write it instead. */
export function writeTemplateError(error: TemplateError): string {
  const message = error.message.replace(/[.\s]*$/, '')
  const place = error.line > 0 ? ` (line ${error.line}, column ${error.column})` : ''
  return `${message}${place}.${error.remedy === undefined ? '' : ` ${error.remedy}`}`
}
