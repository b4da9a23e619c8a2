/** The languages of the runtime: add a file here and a line below. */
import * as en from './en.ts'
import type { Language } from './language.ts'

/** English: always loaded, and the fallback for missing texts. */
export const english: Language = { ...en, reasons: {} }

/** Each language by its code, loaded on demand. */
export const languages: Readonly<Record<string, () => Promise<Language>>> = {
  en: async () => english,
  fr: () => import('./fr.ts'),
  ja: () => import('./ja.ts'),
}
