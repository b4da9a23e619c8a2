/** The language of the page, and its phrases. */
import { signal } from '@preact/signals'
import type { Words } from '../words/en.ts'
import { store, stored } from './stored.ts'

/** Languages that the page can be shown in: code, own name, loader of the phrases. */
export const LANGUAGES: Readonly<Record<string, { name: string; load: () => Promise<Words> }>> = {
  en: { name: 'EN', load: async () => (await import('../words/en.ts')).en },
  fr: { name: 'FR', load: async () => (await import('../words/fr.ts')).fr },
  ja: { name: '日本語', load: async () => (await import('../words/ja.ts')).ja },
}

/** Code of the current language. */
export const language = signal('en')

/** Phrases in the current language. Loaded before the page is drawn, so that no view meets an empty one. */
export const words = signal<Words>({} as Words)

/** Switches to a language; its phrases are loaded first. */
export async function setLanguage(code: string): Promise<void> {
  const found = LANGUAGES[code]
  if (!found) return
  words.value = await found.load()
  language.value = code
  document.documentElement.lang = code
}

/** Switches to a language and keeps the choice in this browser. */
export async function chooseLanguage(code: string): Promise<void> {
  store('language', code)
  await setLanguage(code)
}

/** The chosen language, else the first of the browser's languages that the page has, else English. */
export function preferredLanguage(): string {
  const wished = [stored('language') ?? '', ...navigator.languages].map((tag) => tag.split('-')[0] ?? '')
  return wished.find((code) => Object.hasOwn(LANGUAGES, code)) ?? 'en'
}
