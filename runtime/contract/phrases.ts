/** Translatable phrases inside sentences. */

/**
 * A clause inside a sentence, such as a reason: English with `{name}` placeholders, and parts in [[ ]] that are left
 * out when one of their values is missing. It is translated when the result is written. A vendor's text is a plain
 * string and is never translated.
 */
export interface Phrase {
  readonly phrase: string
  readonly values: Words
}

/** A value in a sentence: plain, or a phrase. */
export type Word = string | number | boolean | Phrase

/** Values by placeholder name. */
export type Words = Record<string, Word>

/**
 * Makes a phrase that is translated into the run's language. The first argument must be a literal:
 * test/languages.test.ts searches for it. The English text is the key of its translations: in runtime/i18n/locales/, or
 * for an integration under `phrases` in its overlays.
 */
export const phrase = (english: string, values: Words = {}): Phrase => ({ phrase: english, values })

/**
 * Text that is shown as it is in every language: a vendor's words, a message of the engine, a sentence for authors (see
 * docs/decisions/0008-phrases.md). A sentence of ours for users is a phrase: use `phrase`.
 */
export const quoted = (text: string): Phrase => ({ phrase: '{text}', values: { text } })

/** A word as a phrase. */
export const asPhrase = (word: Word): Phrase => (typeof word === 'object' ? word : quoted(String(word)))

/** The English text of a word, for logs and result data. */
export const english = (word: Word): string =>
  typeof word === 'object' ? fill(word.phrase, word.values) : String(word)

/**
 * Fills a sentence: each `{name}` becomes its value, and a part in [[ ]] is dropped when one of its values is missing
 * or empty. A full stop after a value is dropped when the value ends with one.
 *
 * @param write turns a value into text; default English
 */
export function fill(sentence: string, values: Words, write: (word: Word) => string = english): string {
  const has = (name: string): boolean => values[name] !== undefined && values[name] !== ''
  const whole = sentence.replace(/\[\[(.*?)\]\]/g, (_, part: string) => {
    const names = [...part.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    return names.every(has) ? part : ''
  })
  return whole.replace(/\{(\w+)\}([.。]?)/g, (placeholder, name: string, stop: string) => {
    const value = values[name]
    if (value === undefined) return placeholder
    const text = write(value)
    return ENDED.test(text) ? text : text + stop
  })
}

/** Text that needs no full stop after it. */
const ENDED = /[.!?…。！？]$/
