/** Text as Python has it. */
import { hold, letters, scan } from '../meter.ts'
import { Markup, type Run, type Value } from './values.ts'

/** Python's white space, for use inside a character class. */
export const SPACES = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const SPACE = new RegExp(`[${SPACES}]`)
const NOT_BLANK = new RegExp(`[^${SPACES}]`)
const BREAKS = '\\n-\\r\\x1c-\\x1e\\x85\\u2028\\u2029'
const LINE_BREAK = new RegExp(`\\r\\n|[${BREAKS}]`, 'g')
const SURROGATE = /[\ud800-\udfff]/

/** A pattern that is created on first use: those over all of Unicode cost more than loading this module. */
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

/** The same, counted as work; asking again about the most recent text costs nothing. */
export function knownFlat(run: Run, text: string): boolean {
  if (run.flat === text) return true
  scan(run, text.length)
  if (!isFlat(text)) return false
  run.flat = text
  return true
}

/** Whether the character at a place is the first half of two that Python counts as one. */
function isPair(text: string, at: number): boolean {
  const high = text.charCodeAt(at)
  if (high < 0xd800 || high > 0xdbff) return false
  const low = text.charCodeAt(at + 1)
  return low >= 0xdc00 && low <= 0xdfff
}

/** Python's `len()` of a text. */
export function lengthOfText(text: string): number {
  if (isFlat(text)) return text.length
  let pairs = 0
  for (let at = 0; at < text.length - 1; at += 1) if (isPair(text, at)) pairs += 1
  return text.length - pairs
}

/** The position after so many of Python's characters from a position; the end of the text if it has fewer. */
export function skip(text: string, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0 && at < text.length; left -= 1) at += isPair(text, at) ? 2 : 1
  return at
}

/** Where so many of Python's characters before a place begin; 0 where there are not that many. */
export function skipBack(text: string, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0 && at > 0; left -= 1) at -= at > 1 && isPair(text, at - 2) ? 2 : 1
  return at
}

/** A text of UTF-16 units. Adding letter by letter would take thirty times the memory. */
export function ofUnits(units: Uint16Array): string {
  const narrow = units.every((unit) => unit < 0x100)
  return narrow
    ? Buffer.from(units).toString('latin1')
    : Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le')
}

/** A text from its end to its beginning. */
export function reversed(run: Run, text: string): string {
  letters(run, text.length)
  const units = new Uint16Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const pair = isPair(text, at)
    units[text.length - 1 - at - (pair ? 1 : 0)] = text.charCodeAt(at)
    if (!pair) continue
    at += 1
    units[text.length - at] = text.charCodeAt(at)
  }
  return ofUnits(units)
}

/** `count` characters of a text, every `by`-th from `from` on, as a slice of Python takes them. */
export function everyOf(run: Run, text: string, from: number, by: number, count: number): string {
  letters(run, knownFlat(run, text) ? count : text.length)
  if (knownFlat(run, text)) {
    const units = new Uint16Array(count)
    for (let index = 0; index < count; index += 1) units[index] = text.charCodeAt(from + index * by)
    return ofUnits(units)
  }
  const picked: string[] = []
  let at = by > 0 ? skip(text, 0, from) : skip(text, 0, from + 1)
  for (let index = 0; index < count; index += 1) {
    const next = by > 0 ? skip(text, at, 1) : skipBack(text, at, 1)
    picked.push(by > 0 ? text.slice(at, next) : text.slice(next, at))
    at = by > 0 ? skip(text, at, by) : skipBack(text, at, -by)
  }
  hold(run, count * 24)
  return picked.join('')
}

/** The characters from `start` to `end` as Python counts them, both from the beginning and not below zero. */
export function cutText(text: string, start: number, end: number): string {
  if (isFlat(text)) return text.slice(start, Math.max(start, end))
  const from = skip(text, 0, start)
  return text.slice(from, skip(text, from, end - start))
}

/** The character at an index of Python's, from the end where it is below zero; `undefined` beyond both ends. */
export function charAt(run: Run, text: string, index: number): string | undefined {
  if (knownFlat(run, text)) return text.at(index)
  letters(run, Math.min(text.length, Math.abs(index)))
  const at = index < 0 ? skipBack(text, text.length, -1 - index) : skip(text, 0, index)
  const own = index < 0 ? skipBack(text, at, 1) : at
  if (index < 0 ? at === 0 : at >= text.length) return undefined
  return text.slice(own, own + (isPair(text, own) ? 2 : 1))
}

/** Whether a UTF-16 unit is white space in Python. */
export function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit >= 0x1c || (unit >= 9 && unit <= 13)
  return unit >= 0x85 && SPACE.test(String.fromCharCode(unit))
}

/** Python's `str.isspace()`. */
export function isBlank(text: string): boolean {
  return text !== '' && !NOT_BLANK.test(text)
}

/** The words of a text between white space, one by one; after `limit` words all the rest is one. */
export function* wordsOf(text: string, limit = -1): Generator<string> {
  let at = 0
  for (let words = 0; ; words += 1) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at += 1
    if (at >= text.length) return
    if (words === limit) {
      yield text.slice(at)
      return
    }
    const start = at
    while (at < text.length && !isSpace(text.charCodeAt(at))) at += 1
    yield text.slice(start, at)
  }
}

/** The same from the end, in that order. */
export function* wordsFromEnd(text: string, limit = -1): Generator<string> {
  let end = text.length
  for (let words = 0; ; words += 1) {
    while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1
    if (end === 0) return
    if (words === limit) {
      yield text.slice(0, end)
      return
    }
    const close = end
    while (end > 0 && !isSpace(text.charCodeAt(end - 1))) end -= 1
    yield text.slice(end, close)
  }
}

/** Python's `str.strip()` and its one-sided forms; `chars` are the characters to take away, white space by default. */
export function strip(text: string, chars: string | undefined, side: 'both' | 'start' | 'end'): string {
  const given = chars === undefined ? undefined : new Set(chars)
  const goes = (char: string) => (given === undefined ? isSpace(char.charCodeAt(0)) : given.has(char))
  let start = 0
  let end = text.length
  if (side !== 'end')
    for (
      let next = skip(text, start, 1);
      start < end && goes(text.slice(start, next));
      next = skip(text, start, 1)
    )
      start = next
  if (side !== 'start')
    for (
      let next = skipBack(text, end, 1);
      end > start && goes(text.slice(next, end));
      next = skipBack(text, end, 1)
    )
      end = next
  return text.slice(start, end)
}

/** Bytes of a line that was cut out of a text. */
const LINE = 32

/** Python's `str.splitlines()`. */
export function linesOf(run: Run, text: string, keepEnds = false): string[] {
  letters(run, text.length)
  const lines: string[] = []
  let last = 0
  for (const found of text.matchAll(LINE_BREAK)) {
    const end = found.index + found[0].length
    hold(run, LINE)
    lines.push(text.slice(last, keepEnds ? end : found.index))
    last = end
  }
  if (last < text.length) lines.push(text.slice(last))
  return lines
}
