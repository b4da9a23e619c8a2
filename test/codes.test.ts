/** The error codes, and their sentences in every language. */
import { describe, expect, test } from 'vitest'
import { codes } from '../runtime/contract/codes.ts'
import * as en from '../runtime/i18n/locales/en.ts'
import * as fr from '../runtime/i18n/locales/fr.ts'
import * as ja from '../runtime/i18n/locales/ja.ts'
import { runtimeLocales } from '../runtime/i18n/sentences.ts'
import { textOf } from './support/sources.ts'

describe('the table of codes', () => {
  const languages = { en, fr, ja }
  const placeholders = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort()
  /** Which placeholders may be missing together. */
  const options = (sentence: string) =>
    [...sentence.matchAll(/\[\[(.*?)\]\]/g)].map(([, part = '']) => placeholders(part).join(' ')).sort()

  test('has its sentences in every language the runtime speaks, and no others', () => {
    expect(Object.keys(languages)).toEqual(runtimeLocales)
    for (const texts of Object.values(languages)) {
      expect(Object.keys(texts.errors).sort()).toEqual(Object.keys(codes).sort())
      expect(Object.keys(texts.problems).sort()).toEqual(Object.keys(en.problems).sort())
      expect(Object.keys(texts.phrases).sort()).toEqual(Object.keys(en.phrases).sort())
    }
  })

  test.each(['fr', 'ja'] as const)('says in %s with the same values what it says in English', (locale) => {
    const differing = (['errors', 'problems', 'phrases'] as const).flatMap((part) => {
      const english: Record<string, string> = languages.en[part]
      const other: Record<string, string> = languages[locale][part]
      return Object.entries(english).flatMap(([key, sentence]) => {
        const translated = other[key] ?? ''
        const same = (of: (text: string) => string[]) => of(sentence).join() === of(translated).join()
        return same(placeholders) && same(options) ? [] : [`${part}.${key}`]
      })
    })
    expect(differing).toEqual([])
  })

  test('stands in docs/errors.md whole, and nothing else stands there', () => {
    const headings = (level: string) =>
      [...textOf('docs/errors.md').matchAll(new RegExp(`^${level} \`?(\\w+)\`?$`, 'gm'))].map(
        ([, name]) => name,
      )
    expect(headings('##')).toEqual([...Object.keys(codes), 'Rules'])
    expect(headings('###')).toEqual([...Object.keys(en.problems), ...Object.keys(en.phrases)])
  })

  test('names in its remedies only commands that exist', async () => {
    const { allCommands } = await import('../runtime/faces/cli/commands.ts')
    const names = new Set((await allCommands()).map(({ name }) => name))
    const text = [codes, en, fr, ja].map((part) => JSON.stringify(part)).join()
    const named = [...text.matchAll(/`soar ([a-z]+)/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !names.has(name))).toEqual([])
  })
})
