/** Integers and floats as Python has them. */
import { MAX_BITS, MAX_DIGITS } from '../budget.ts'
import { raise, templateError } from '../errors.ts'
import { tick } from '../meter.ts'
import { strip } from './text.ts'
import { type Float, float, int, type Run } from './values.ts'

/** Python's `repr` of a float: the shortest digits that read back the same, an exponent from 1e16 and below 1e-4. */
export function floatText(value: number | Float): string {
  const number = Number(value)
  if (Number.isNaN(number)) return 'nan'
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf'
  if (Object.is(number, -0)) return '-0.0'
  const [digits = '', power = '0'] = number.toExponential().split('e')
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16)
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  const plain = String(number)
  return plain.includes('.') ? plain : `${plain}.0`
}

/** How many bits an int has, rounded up to whole hexadecimal digits where it is large. */
export function bits(value: bigint): number {
  return value >= -0xffffffffn && value <= 0xffffffffn
    ? 32 - Math.clz32(Number(value < 0n ? -value : value))
    : value.toString(16).length * 4
}

/** Refuses a whole number that is larger than a template may hold. */
export function tooLarge(): never {
  throw templateError(
    'budget',
    `A whole number has more than ${MAX_BITS} bits`,
    undefined,
    'Keep long numbers as text.',
  )
}

/** Python's `str` of an int. */
export function intText(value: number | bigint): string {
  const text = typeof value === 'number' || bits(value) <= 4 * MAX_DIGITS ? value.toString() : undefined
  if (text === undefined || text.length > (text.startsWith('-') ? MAX_DIGITS + 1 : MAX_DIGITS))
    return raise(`ValueError: Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion`)
  return text
}

/** The digits of an int that is not negative, to a base; counts the work. */
export function digitsOf(run: Run, value: bigint, base: number): string {
  tick(run, bits(value) >> 6)
  return base === 10 ? intText(value) : value.toString(base)
}

/** `value * 10 ** power`, rounded half to even from the float's exact value. */
export function scaledRound(value: number, power: number): bigint {
  const [mantissa, exponent] = decompose(Math.abs(value))
  let over = mantissa
  let under = 1n
  if (exponent >= 0) over <<= BigInt(exponent)
  else under <<= BigInt(-exponent)
  if (power >= 0) over *= 10n ** BigInt(power)
  else under *= 10n ** BigInt(-power)
  const quotient = over / under
  const twice = (over % under) * 2n
  const up = twice > under || (twice === under && (quotient & 1n) === 1n)
  const rounded = up ? quotient + 1n : quotient
  return value < 0 ? -rounded : rounded
}

/** A float as whole mantissa and power of two. */
function decompose(value: number): [mantissa: bigint, exponent: number] {
  if (value === 0) return [0n, 0]
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const raw = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  return raw === 0 ? [fraction, -1074] : [fraction | (1n << 52n), raw - 1075]
}

/** A float has no digit other than 0 beyond so many, after the point or after its first digit. */
const EXACT = 1_075

/** The magnitude of a finite float with so many digits after the point, rounded half to even. */
export function fixedText(value: number, digits: number): string {
  const exact = Math.min(digits, EXACT)
  const scaled = scaledRound(Math.abs(value), exact)
    .toString()
    .padStart(exact + 1, '0')
  return exact === 0
    ? scaled
    : `${scaled.slice(0, -exact)}.${scaled.slice(-exact)}${'0'.repeat(digits - exact)}`
}

/** The magnitude of a finite float as digits (one before the point, `digits` after it, no point) and a power of ten. */
export function exponentDigits(value: number, digits: number): [text: string, exponent: number] {
  if (digits > EXACT) {
    const [exact, power] = exponentDigits(value, EXACT)
    return [exact + '0'.repeat(digits - EXACT), power]
  }
  const number = Math.abs(value)
  if (number === 0) return ['0'.repeat(digits + 1), 0]
  let exponent = Number(number.toExponential().split('e')[1])
  let text = scaledRound(number, digits - exponent).toString()
  if (text.length !== digits + 1) {
    exponent += text.length > digits + 1 ? 1 : -1
    text = scaledRound(number, digits - exponent).toString()
  }
  return [text, exponent]
}

/** Python's `round(value, digits)` of a float. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 330) return value
  if (digits < -330) return value < 0 ? -0 : 0
  const scaled = scaledRound(value, digits)
  const rounded = Number(`${scaled}e${-digits}`)
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded
}

/** Python's `int(float)`. */
export function truncate(value: number): number | bigint {
  if (Number.isNaN(value)) raise('ValueError: cannot convert float NaN to integer')
  if (!Number.isFinite(value)) raise('OverflowError: cannot convert float infinity to integer')
  return int(BigInt(Math.trunc(value)))
}

const ZERO_OF: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 }

/**
 * Python's `int(text, base)`; `undefined` where it raises ValueError, as it does for more than 4,300 digits in a base that
 * is not a power of two. Other bases have no such limit there: a number that is too large is refused.
 */
export function parseInteger(text: string, base = 10): number | bigint | undefined {
  if (base !== 0 && (base < 2 || base > 36)) return undefined
  const found = /^([+-]?)(?:0([bBoOxX])_?)?([0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*)$/.exec(plainDigits(text))
  if (found === null) return undefined
  const [, sign, prefix, body = ''] = found
  const prefixBase = prefix === undefined ? undefined : ZERO_OF[prefix.toLowerCase()]
  let digits = body.replaceAll('_', '').toLowerCase()
  let radix = base
  if (prefixBase !== undefined && (base === 0 || base === prefixBase)) radix = prefixBase
  else if (prefix !== undefined) digits = `0${prefix.toLowerCase()}${digits}`
  if (radix === 0) {
    if (/^0\d*[1-9]/.test(digits)) return undefined
    radix = 10
  }
  const value = wholeOf(digits, radix)
  return value === undefined ? undefined : int(sign === '-' ? -value : value)
}

/** Prefixes of BigInt for the bases it reads at once; the others that are powers of two are written in base 2 first. */
const LITERAL: Readonly<Record<number, string>> = { 2: '0b', 4: '0b', 8: '0o', 16: '0x', 32: '0b' }

function wholeOf(digits: string, radix: number): bigint | undefined {
  const most = radix <= 10 ? String(radix - 1) : `9a-${String.fromCharCode(86 + radix)}`
  if (!new RegExp(`^[0-${most}]+$`).test(digits)) return undefined
  const literal = LITERAL[radix]
  if (literal === undefined && digits.length > MAX_DIGITS) return undefined
  if (radix === 10) return BigInt(digits)
  if (literal !== undefined) {
    const short = digits.replace(/^0+(?=.)/, '')
    const width = Math.log2(radix)
    if ((short.length - 1) * width > MAX_BITS) tooLarge()
    const spread = literal === '0b' && width > 1
    return BigInt(
      literal +
        (spread
          ? short.replace(/./g, (char) => Number.parseInt(char, 36).toString(2).padStart(width, '0'))
          : short),
    )
  }
  let value = 0n
  for (const char of digits) value = value * BigInt(radix) + BigInt(Number.parseInt(char, 36))
  return value
}

/** Python's `float(text)`; `undefined` where it raises ValueError. */
export function parseFloatText(text: string): number | undefined {
  const plain = plainDigits(text)
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(plain)
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return Number.NaN
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
  const digits = '\\d+(?:_\\d+)*'
  const pattern = new RegExp(
    `^[+-]?(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})(?:e[+-]?${digits})?$`,
    'i',
  )
  return pattern.test(plain) ? Number(plain.replaceAll('_', '')) : undefined
}

/** The text without white space around it, decimal digits of every script as ASCII. */
function plainDigits(text: string): string {
  const plain = strip(text, undefined, 'both')
  return /\P{ASCII}/u.test(plain) ? plain.replace(/\p{Nd}/gu, asciiDigit) : plain
}

/** The ASCII form of a decimal digit: Unicode lays them out in runs of ten from zero. */
export function asciiDigit(char: string): string {
  const code = char.codePointAt(0) ?? 0
  let first = code
  while (code - first < 60 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1
  return String((code - first) % 10)
}

/** `a / b` of two ints, correctly rounded however large they are. */
export function divideInts(a: bigint, b: bigint): number | Float {
  const negative = a < 0n !== b < 0n
  const [over, under] = [a < 0n ? -a : a, b < 0n ? -b : b]
  if (over === 0n) return float(b < 0n ? -0 : 0)
  const shift = 70 - (over.toString(2).length - under.toString(2).length)
  const num = shift > 0 ? over << BigInt(shift) : over
  const den = shift < 0 ? under << BigInt(-shift) : under
  const quotient = num / den
  const sticky = num % den === 0n ? quotient : quotient | 1n
  const value = Number(sticky) * 2 ** -shift
  if (!Number.isFinite(value)) raise('OverflowError: integer division result too large for a float')
  return float(negative ? -value : value)
}
