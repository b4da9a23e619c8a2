/** Reads floats from text as Python does, without a copy of other texts. */
import { LINE, MINUS, PLUS, POINT, SMALL, type Spelling, signAt, spelling, ZERO } from './spelling.ts'

const isDigit = (unit: number): boolean => unit >= ZERO && unit <= ZERO + 9

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
