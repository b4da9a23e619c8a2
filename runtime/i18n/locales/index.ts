/** The languages of the runtime. A new one is one file in this folder and one line here. */
import * as en from './en.ts'
import type { Language } from './language.ts'

/** English: always there, and what a language without a text falls back to. */
export const english: Language = { ...en, reasons: {} }

/** Each language by its code, loaded when it is asked for. */
export const languages: Readonly<Record<string, () => Promise<Language>>> = {
  en: async () => english,
  fr: () => import('./fr.ts'),
  ja: () => import('./ja.ts'),
}
