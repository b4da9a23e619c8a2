/** Reads whole numbers from text as Python does, without a copy of other texts. */
import { MAX_BITS, MAX_DIGITS } from '../../budget.ts'
import { int } from '../values.ts'
import { tooLarge } from './numbers.ts'
import { LINE, MINUS, PLUS, SMALL, type Spelling, signAt, spelling, ZERO } from './spelling.ts'

/** The value of a digit or a letter of ASCII as a digit of a base up to 36; larger for everything else. */
function digitValue(unit: number): number {
  if (unit >= ZERO && unit <= ZERO + 9) return unit - ZERO
  const small = unit | SMALL
  return small >= 0x61 && small <= 0x7a ? small - 0x61 + 10 : 99
}

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
