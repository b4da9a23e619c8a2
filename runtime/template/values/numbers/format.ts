/** Prints numbers as Python does. */

import { Float } from '../values.ts'
import { exponentDigits, fixedText, floatText } from './numbers.ts'

/** How a float is written: Python's types of presentation, with `''` for none given and `r` for `repr`. */
export type FloatStyle = 'e' | 'f' | 'g' | 'r' | ''

/** The magnitude of a float in one of Python's styles, without sign. `alternate` keeps the point and trailing zeros. */
export function floatDigits(value: number, style: FloatStyle, precision: number, alternate: boolean): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf'
  if (style === 'r') {
    const text = floatText(new Float(Math.abs(value)))
    return alternate && !text.includes('.') ? text.replace('e', '.e') : text
  }
  if (style === 'f') {
    const text = fixedText(value, precision)
    return alternate && precision === 0 ? `${text}.` : text
  }
  if (style === 'e') return exponential(value, precision, alternate)
  const digits = Math.max(1, precision)
  const [, exponent] = exponentDigits(value, digits - 1)
  const turn = style === '' ? digits - 1 : digits
  const plain = exponent >= -4 && exponent < turn
  const text = plain ? fixedText(value, digits - 1 - exponent) : exponential(value, digits - 1, alternate)
  if (alternate) return plain && !text.includes('.') ? `${text}.` : text
  const [mantissa = '', power] = text.split('e')
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
  const full = style === '' && power === undefined && !short.includes('.') ? `${short}.0` : short
  return power === undefined ? full : `${full}e${power}`
}

function exponential(value: number, precision: number, alternate: boolean): string {
  const [digits, exponent] = exponentDigits(value, precision)
  const point = precision > 0 || alternate ? '.' : ''
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}e${power}`
}

/** Digits with a separator every so many, counted from the right. */
export function grouped(digits: string, separator: string, every: number): string {
  const first = digits.length % every
  const groups = first === 0 ? [] : [digits.slice(0, first)]
  for (let at = first; at < digits.length; at += every) groups.push(digits.slice(at, at + every))
  return groups.join(separator)
}

/**
 * Digits with separators, and zeros before them so that it is at least `room` characters long, as Python fills: a separator
 * is never the first, so it may be one longer.
 */
export function filledGroups(digits: string, separator: string, every: number, room: number): string {
  const groups = Math.floor(room / (every + 1))
  const wanted = groups * every + Math.max(room - groups * (every + 1), 1)
  const zeros = Math.max(0, wanted - digits.length)
  const complete = Math.min(zeros, (every - (digits.length % every)) % every)
  const left = zeros - complete
  const partial = left % every === 0 ? '' : '0'.repeat(left % every) + separator
  const whole = ('0'.repeat(every) + separator).repeat(Math.floor(left / every))
  return partial + whole + grouped('0'.repeat(complete) + digits, separator, every)
}
