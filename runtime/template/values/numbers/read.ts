/** Reads numbers from text as Python does, without a copy of texts that are none. */
import { MAX_BITS, MAX_DIGITS } from '../../budget.ts'
import { isSpace } from '../text.ts'
import { int } from '../values.ts'
import { tooLarge } from './numbers.ts'

/** A text without the white space around it; decimal digits of every script count as ASCII ones. */
interface Spelling {
  readonly text: string
  /** Where it begins and ends in the text. */
  readonly start: number
  readonly end: number
}

/** A character of a spelling. */
interface Sign {
  /** Its UTF-16 unit, of the ASCII digit where it is a decimal digit; `NaN` at the end. */
  unit: number
  /** Where the next one begins. */
  next: number
}

function spelling(text: string): Spelling {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  return { text, start, end }
}

function signAt({ text, end }: Spelling, at: number): Sign {
  if (at >= end) return { unit: Number.NaN, next: at }
  const unit = text.charCodeAt(at)
  if (unit < 0x80) return { unit, next: at + 1 }
  const code = text.codePointAt(at) ?? unit
  const digit = decimalDigit(code)
  return { unit: digit === undefined ? unit : ZERO + digit, next: at + (code > 0xffff ? 2 : 1) }
}

const ZERO = 0x30
const POINT = 0x2e
const LINE = 0x5f
const PLUS = 0x2b
const MINUS = 0x2d
/** What makes a capital letter of ASCII a small one. */
const SMALL = 0x20

/** The value of a decimal digit of any script: Unicode lays them out in runs of ten from zero. */
function decimalDigit(code: number): number | undefined {
  if (!/\p{Nd}/u.test(String.fromCodePoint(code))) return undefined
  let first = code
  while (code - first < 60 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1
  return (code - first) % 10
}

/** The value of a digit or a letter of ASCII as a digit of a base up to 36; larger for everything else. */
function digitValue(unit: number): number {
  if (unit >= ZERO && unit <= ZERO + 9) return unit - ZERO
  const small = unit | SMALL
  return small >= 0x61 && small <= 0x7a ? small - 0x61 + 10 : 99
}

const isDigit = (unit: number): boolean => unit >= ZERO && unit <= ZERO + 9

/** Prefixes of whole numbers, by the unit of their letter. */
const PREFIXES: ReadonlyMap<number, number> = new Map([
  [0x62, 2],
  [0x6f, 8],
  [0x78, 16],
])

/**
 * Python's `int(text, base)`; `undefined` where it raises ValueError, as it does for more than 4,300 digits in a base that
 * is not a power of two. Other bases have no such limit there: a number that is too large is refused.
 */
export function parseInteger(text: string, base = 10): number | bigint | undefined {
  if (base !== 0 && (base < 2 || base > 36)) return undefined
  const all = spelling(text)
  let sign = signAt(all, all.start)
  let from = all.start
  const negative = sign.unit === MINUS
  if (negative || sign.unit === PLUS) from = sign.next
  sign = signAt(all, from)
  let radix = base
  if (sign.unit === ZERO) {
    const letter = signAt(all, sign.next)
    const prefix = PREFIXES.get(letter.unit | SMALL)
    if (prefix !== undefined && (base === 0 || base === prefix)) {
      radix = prefix
      from = letter.next
      sign = signAt(all, from)
      if (sign.unit === LINE) from = sign.next
    }
  }
  const value = radix === 0 ? literal({ ...all, start: from }) : wholeOf({ ...all, start: from }, radix)
  return value === undefined ? undefined : int(negative ? -value : value)
}

/** A decimal number as source code has it: only zero begins with zeros. */
function literal(digits: Spelling): bigint | undefined {
  const value = wholeOf(digits, 10)
  return value !== 0n && signAt(digits, digits.start).unit === ZERO ? undefined : value
}

/** The value of digits with single underscores between them, and nothing else. */
function wholeOf(digits: Spelling, radix: number): bigint | undefined {
  const width = Math.log2(radix)
  const power = Number.isInteger(width)
  let count = 0
  let kept = ''
  let between = false
  for (let at = digits.start; at < digits.end; ) {
    const { unit, next } = signAt(digits, at)
    at = next
    if (unit === LINE) {
      if (!between || at >= digits.end) return undefined
      between = false
      continue
    }
    const value = digitValue(unit)
    if (value >= radix) return undefined
    between = true
    count += 1
    if (!power && count > MAX_DIGITS) return undefined
    if ((kept.length - 1) * width <= MAX_BITS && (value !== 0 || kept !== '')) kept += value.toString(36)
  }
  if (count === 0) return undefined
  if (power && (kept.length - 1) * width > MAX_BITS) tooLarge()
  return numberOf(kept === '' ? '0' : kept, radix)
}

/** Prefixes of BigInt for the bases it reads at once; the others that are powers of two are written in base 2 first. */
const LITERAL: Readonly<Record<number, string>> = { 2: '0b', 4: '0b', 8: '0o', 10: '', 16: '0x', 32: '0b' }

function numberOf(digits: string, radix: number): bigint {
  const prefix = LITERAL[radix]
  if (prefix === undefined) {
    let value = 0n
    for (const char of digits) value = value * BigInt(radix) + BigInt(Number.parseInt(char, 36))
    return value
  }
  const width = Math.log2(radix)
  const spread = prefix === '0b' && width > 1
  const bits = (char: string) => Number.parseInt(char, 36).toString(2).padStart(width, '0')
  return BigInt(prefix + (spread ? digits.replace(/./g, bits) : digits))
}

/** Python's `float(text)`; `undefined` where it raises ValueError. */
export function parseFloatText(text: string): number | undefined {
  const all = spelling(text)
  const first = signAt(all, all.start)
  const negative = first.unit === MINUS
  const from = negative || first.unit === PLUS ? first.next : all.start
  const special = all.end - from <= 'infinity'.length ? text.slice(from, all.end).toLowerCase() : ''
  if (special === 'nan') return Number.NaN
  if (special === 'inf' || special === 'infinity')
    return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return isFloatText({ ...all, start: from }) ? Number(asAscii(all)) : undefined
}

/** Whether it is a float without sign: digits, a point and digits, an exponent. */
function isFloatText(body: Spelling): boolean {
  const whole = digitsEnd(body, body.start)
  if (whole === undefined) return false
  let at = whole
  let sign = signAt(body, at)
  if (sign.unit === POINT) {
    const fraction = digitsEnd(body, sign.next)
    if (fraction === undefined || (whole === body.start && fraction === sign.next)) return false
    at = fraction
    sign = signAt(body, at)
  } else if (at === body.start) return false
  if (at >= body.end) return true
  if ((sign.unit | SMALL) !== 0x65) return false
  const power = signAt(body, sign.next)
  const start = power.unit === PLUS || power.unit === MINUS ? power.next : sign.next
  return start < body.end && digitsEnd(body, start) === body.end
}

/** Where the digits from a place on end, single underscores between them; `undefined` where an underscore is elsewhere. */
function digitsEnd(body: Spelling, from: number): number | undefined {
  let between = false
  for (let at = from; ; ) {
    const { unit, next } = signAt(body, at)
    if (unit === LINE) {
      if (!between) return undefined
      between = false
    } else if (isDigit(unit)) between = true
    else return between || at === from ? at : undefined
    at = next
  }
}

/** A number as JavaScript reads it: ASCII without underscores. One that is written so is not copied. */
function asAscii(all: Spelling): string {
  const plain = all.text.slice(all.start, all.end)
  if (!/[^\0-^`-\x7f]/.test(plain)) return plain
  const bytes = Buffer.allocUnsafe(plain.length)
  let size = 0
  for (let at = all.start; at < all.end; ) {
    const { unit, next } = signAt(all, at)
    if (unit !== LINE) {
      bytes[size] = unit
      size += 1
    }
    at = next
  }
  return bytes.toString('latin1', 0, size)
}
