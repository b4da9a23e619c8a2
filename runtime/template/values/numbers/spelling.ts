/** Reads the characters of a number in a text, without a copy of it. */
import { isSpace } from '../text.ts'

/** A text without the white space around it; decimal digits of every script count as ASCII ones. */
export interface Spelling {
  readonly text: string
  /** Where it begins and ends in the text. */
  readonly start: number
  readonly end: number
}

/** A character of a spelling. */
export interface Sign {
  /** Its UTF-16 unit, of the ASCII digit where it is a decimal digit; `NaN` at the end. */
  unit: number
  /** Where the next one begins. */
  next: number
}

export function spelling(text: string): Spelling {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  return { text, start, end }
}

export function signAt({ text, end }: Spelling, at: number): Sign {
  if (at >= end) return { unit: Number.NaN, next: at }
  const unit = text.charCodeAt(at)
  if (unit < 0x80) return { unit, next: at + 1 }
  const code = text.codePointAt(at) ?? unit
  const digit = decimalDigit(code)
  return { unit: digit === undefined ? unit : ZERO + digit, next: at + (code > 0xffff ? 2 : 1) }
}

export const ZERO = 0x30
export const POINT = 0x2e
export const LINE = 0x5f
export const PLUS = 0x2b
export const MINUS = 0x2d
/** What makes a capital letter of ASCII a small one. */
export const SMALL = 0x20

/** The value of a decimal digit of any script: Unicode lays them out in runs of ten from zero. */
function decimalDigit(code: number): number | undefined {
  if (!/\p{Nd}/u.test(String.fromCodePoint(code))) return undefined
  let first = code
  while (code - first < 60 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1
  return (code - first) % 10
}
