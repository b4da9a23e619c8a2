/** Words of our own that are said in English where they belong and written in the run's language when the result is. */

/**
 * A clause inside a sentence, such as a reason: English, with `{name}` where a value stands, and a part in [[ ]] that is
 * left out when one of its values is missing. What a vendor said is plain text, no phrase, and stays as it is.
 */
export interface Phrase {
  readonly phrase: string
  readonly values: Words
}

/** One value: plain, or a phrase. */
export type Word = string | number | boolean | Phrase

/** Values by placeholder name. */
export type Words = Record<string, Word>

/**
 * Says something in English that is to be read in any language. The first argument is a literal, so that
 * test/languages.test.ts finds it; its translations stand under the English in runtime/locales/ or, for an
 * integration's own, under `phrases` in its overlays.
 */
export const say = (phrase: string, values: Words = {}): Phrase => ({ phrase, values })

/** The English of a word: for logs, for result data, for whoever writes no languages. */
export const english = (word: Word): string =>
  typeof word === 'object' ? fill(word.phrase, word.values) : String(word)

/**
 * Fills a sentence: each `{name}` with its value, and a part in [[ ]] only when none of its values is missing or empty.
 *
 * @param write how a value becomes text; default in English
 */
export function fill(sentence: string, values: Words, write: (word: Word) => string = english): string {
  const has = (name: string): boolean => values[name] !== undefined && values[name] !== ''
  const whole = sentence.replace(/\[\[(.*?)\]\]/g, (_, part: string) => {
    const names = [...part.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    return names.every(has) ? part : ''
  })
  return whole.replace(/\{(\w+)\}/g, (placeholder, name: string) => write(values[name] ?? placeholder))
}
