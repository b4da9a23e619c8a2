/** Integers and floats as Python has them. */
import { MAX_BITS, MAX_DIGITS } from '../../budget.ts'
import { raise, templateError } from '../../errors.ts'
import { tick } from '../../meter.ts'
import { type Float, float, int, type Run } from '../values.ts'

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
