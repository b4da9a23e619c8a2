/** The error codes, and their sentences in every language. */
import { describe, expect, test } from 'vitest'
import { codes } from '../runtime/contract/codes.ts'
import { english, languages as loaders } from '../runtime/i18n/locales/index.ts'
import { languageOf, runtimeLocales } from '../runtime/i18n/sentences.ts'
import { filesIn, textOf } from './support/sources.ts'

const languages = Object.fromEntries(
  await Promise.all(Object.entries(loaders).map(async ([locale, load]) => [locale, await load()] as const)),
)
const others = runtimeLocales.filter((locale) => locale !== 'en')

describe('the languages of the runtime', () => {
  test('are the files of their folder', () => {
    const files = filesIn('runtime/i18n/locales').map((path) => path.split('/').at(-1)?.replace(/\.ts$/, ''))
    expect(files.sort()).toEqual([...runtimeLocales, 'index', 'language'].sort())
  })

  test.each([
    ['fr-CA', 'Français'],
    ['ja_JP.UTF-8', '日本語'],
    ['de', 'English'],
    ['', 'English'],
    ['constructor', 'English'],
    ['__proto__', 'English'],
  ])('"%s" is written in %s', async (locale, name) => {
    expect((await languageOf(locale)).name).toBe(name)
  })
})

describe('the table of codes', () => {
  const placeholders = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g))].sort()
  /** Which placeholders may be missing together. */
  const options = (sentence: string) =>
    [...sentence.matchAll(/\[\[(.*?)\]\]/g)].map(([, part = '']) => placeholders(part).join(' ')).sort()

  test('has its sentences in every language the runtime speaks, and no others', () => {
    for (const texts of Object.values(languages)) {
      expect(Object.keys(texts.errors).sort()).toEqual(Object.keys(codes).sort())
      expect(Object.keys(texts.problems).sort()).toEqual(Object.keys(english.problems).sort())
      expect(Object.keys(texts.phrases).sort()).toEqual(Object.keys(english.phrases).sort())
      expect(Object.keys(texts.server).sort()).toEqual(Object.keys(english.server).sort())
    }
  })

  test.each(others)('says in %s with the same values what it says in English', (locale) => {
    const differing = (['errors', 'problems', 'phrases', 'server'] as const).flatMap((part) => {
      const other: Readonly<Record<string, string>> = languages[locale]?.[part] ?? {}
      return Object.entries(english[part]).flatMap(([key, sentence]) => {
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
    expect(headings('###')).toEqual([...Object.keys(english.problems), ...Object.keys(english.phrases)])
  })

  test('names in its remedies only commands that exist', async () => {
    const { allCommands } = await import('../runtime/faces/cli/commands.ts')
    const names = new Set((await allCommands()).map(({ name }) => name))
    const text = [codes, ...Object.values(languages)].map((part) => JSON.stringify(part)).join()
    const named = [...text.matchAll(/`soar ([a-z]+)/g)].map(([, name = '']) => name)
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !names.has(name))).toEqual([])
  })
})
