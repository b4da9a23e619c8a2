/**
 * Converts words of a mail to one criterion of the archive's query language.
 *
 * The language has `or`, `!`, `*`, quotes and `field:`. A word that would be an operator is quoted, and characters that may
 * have an effect inside quotes are left out.
 */
import { replaceInvisible } from '../runtime/sdk/index.ts'

/** Characters that are operators in this language or in related ones, in any width. */
const SIGNS = /[!*?~^|:;\\()[\]{}"“”„‟]/
const OPERATORS: ReadonlySet<string> = new Set(['or', 'and', 'not', 'near'])

/**
 * A criterion such as `subject:quarterly pricing update`; undefined when the value contains no word. A subject of plain
 * words is written without quotes, as the original integration does; balanced quotes around some of them are kept.
 *
 * @param prefix subject, from or to
 * @param words whether blanks may appear outside quotes
 */
export function criterion(prefix: string, value: string, words: boolean): string | undefined {
  const text = value.replace(/\s+/g, ' ').trim()
  if (isPlain(replaceInvisible(text, '')) && (words || !text.includes(' '))) return `${prefix}:${text}`
  const phrase = [...replaceInvisible(text, ' ')]
    .map((char) => (SIGNS.test(char.normalize('NFKC')) ? ' ' : char))
    .join('')
    .replace(/ +/g, ' ')
    .trim()
  return hasWord(phrase) ? `${prefix}:"${phrase}"` : undefined
}

function isPlain(text: string): boolean {
  const folded = text.normalize('NFKC')
  const quotes = folded.split('"').length - 1
  if (quotes % 2 === 1 || SIGNS.test(folded.replaceAll('"', '')) || folded.includes('&&')) return false
  const parts = folded.split(/[\s"]+/).filter(Boolean)
  return (
    hasWord(folded) &&
    parts.every((part) => !OPERATORS.has(part.toLowerCase()) && !/^[-+]/.test(part) && !/^near\//i.test(part))
  )
}

/** The first check decides for most texts; a pattern over all of Unicode takes a millisecond to compile. */
const hasWord = (text: string): boolean => /[a-z0-9]/i.test(text) || /[\p{L}\p{N}]/u.test(text)
