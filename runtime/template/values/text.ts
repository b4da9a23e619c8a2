import { Markup, type Value } from './values.ts'

/** Python's white space, for use inside a character class. */
export const SPACES = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const SPACE = new RegExp(`[${SPACES}]`)
const BLANK = new RegExp(`^[${SPACES}]+$`)
const BREAKS = '\\n-\\r\\x1c-\\x1e\\x85\\u2028\\u2029'
const LINE_BREAK = new RegExp(`\\r\\n|[${BREAKS}]`, 'g')
const SURROGATE = /[\ud800-\udfff]/

/** A pattern that is made when it is first used: those over all of Unicode cost more than loading this module. */
export function lazyPattern(make: () => RegExp): () => RegExp {
  let made: RegExp | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The text of a string or markup, `undefined` for anything else. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value
  return value instanceof Markup ? value.text : undefined
}

/** Whether a text counts as many characters in Python as here. */
export function isFlat(text: string): boolean {
  return !SURROGATE.test(text)
}

/** The characters of a text as Python counts them. */
export function codePoints(text: string): string[] {
  return isFlat(text) ? text.split('') : Array.from(text)
}

export function isSpace(char: string): boolean {
  return SPACE.test(char)
}

/** Python's `str.isspace()`. */
export function isBlank(text: string): boolean {
  return BLANK.test(text)
}

/** Python's `str.split()` without a separator. */
export function splitWords(text: string, limit = -1): string[] {
  const words: string[] = []
  let at = 0
  for (;;) {
    while (at < text.length && isSpace(text.charAt(at))) at += 1
    if (at >= text.length) return words
    if (limit >= 0 && words.length === limit) {
      words.push(text.slice(at))
      return words
    }
    const start = at
    while (at < text.length && !isSpace(text.charAt(at))) at += 1
    words.push(text.slice(start, at))
  }
}

/** Python's `str.strip()` and its one-sided forms; `chars` are the characters to take away, white space by default. */
export function strip(text: string, chars: string | undefined, side: 'both' | 'start' | 'end'): string {
  const given = chars === undefined ? undefined : new Set(codePoints(chars))
  const letters = given === undefined || isFlat(text) ? text : codePoints(text)
  const goes = (char: string) => (given === undefined ? isSpace(char) : given.has(char))
  let start = 0
  let end = letters.length
  if (side !== 'end') while (start < end && goes(letters[start] ?? '')) start += 1
  if (side !== 'start') while (end > start && goes(letters[end - 1] ?? '')) end -= 1
  return typeof letters === 'string' ? letters.slice(start, end) : letters.slice(start, end).join('')
}

/** Python's `str.splitlines()`. */
export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = []
  let last = 0
  for (const found of text.matchAll(LINE_BREAK)) {
    const end = found.index + found[0].length
    lines.push(text.slice(last, keepEnds ? end : found.index))
    last = end
  }
  if (last < text.length) lines.push(text.slice(last))
  return lines
}
