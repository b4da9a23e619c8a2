/** Parses JSON and keeps how numbers are written. */
import { MAX_DIGITS } from '../budget.ts'
import { ordered } from './key-order.ts'
import { Float } from './values.ts'

/** A number that `JSON.parse` would not preserve: a fraction of zero, an exponent, or more than 15 digits. */
const CAREFUL = /\d[.eE]\d|\de[+-]|\d{16}/i
/** A key that JavaScript would move to the front of its object. */
const INDEX_KEY = /"(?:\d|\\u003\d){1,10}"\s*:/
/** Data nested deeper than this is read by the engine, which loses the above: nothing accepts such data anyway. */
const DEEPEST = 1_000

/**
 * Parses JSON as Python does: `3.0` stays a float (a `Float`, which reads and serialises as the number 3), ints of any size
 * stay exact (a `bigint` beyond 2^53), keys that look like numbers keep their position (`keysOf` returns it). Accepts and
 * refuses what `JSON.parse` does, and refuses whole numbers of more than 4,300 digits, as Python does; a key `__proto__` is
 * data like any other.
 */
export function parseJson(text: string): unknown {
  // The engine's parser is the fastest, and reports what is wrong.
  const plain: unknown = JSON.parse(text)
  if (!CAREFUL.test(text) && !INDEX_KEY.test(text)) return plain
  try {
    return readExactly(text)
  } catch (error) {
    if (error !== TOO_DEEP) throw error
    return plain
  }
}

const TOO_DEEP = new RangeError('The JSON is nested too deep.')

/** Reads JSON that is known to be valid. Throws `TOO_DEEP`. */
function readExactly(text: string): unknown {
  let at = 0
  let depth = 0

  /** The next character that is not white space, as its code. */
  const next = (): number => {
    let code = text.charCodeAt(at)
    while (code <= 0x20) {
      at += 1
      code = text.charCodeAt(at)
    }
    return code
  }
  const string = (): string => {
    const start = at
    let end = text.indexOf('"', at + 1)
    while (isEscaped(text, end, start)) end = text.indexOf('"', end + 1)
    at = end + 1
    const raw = text.slice(start + 1, end)
    return raw.includes('\\') ? (JSON.parse(text.slice(start, at)) as string) : raw
  }
  const number = (): unknown => {
    const start = at
    let whole = true
    for (let code = text.charCodeAt(at); code >= 0x2b && code !== 0x2c && code !== 0x5d && code !== 0x7d; ) {
      if (code === 0x2e || code === 0x65 || code === 0x45) whole = false
      at += 1
      code = text.charCodeAt(at)
    }
    return exactNumber(text.slice(start, at), whole)
  }
  const list = (): unknown[] => {
    const items: unknown[] = []
    for (at += 1; next() !== CLOSE_LIST; ) {
      if (text.charCodeAt(at) === COMMA) at += 1
      items.push(value())
    }
    at += 1
    return items
  }
  const object = (): Record<string, unknown> => {
    const keys: string[] = []
    const values: unknown[] = []
    for (at += 1; next() !== CLOSE_OBJECT; ) {
      if (text.charCodeAt(at) === COMMA) at += 1
      next()
      keys.push(string())
      next()
      at += 1
      values.push(value())
    }
    at += 1
    return ordered(keys, values)
  }
  const nested = <T>(read: () => T): T => {
    depth += 1
    if (depth > DEEPEST) throw TOO_DEEP
    const made = read()
    depth -= 1
    return made
  }
  const word = <T>(length: number, meaning: T): T => {
    at += length
    return meaning
  }
  const value = (): unknown => {
    switch (next()) {
      case 0x22:
        return string()
      case 0x7b:
        return nested(object)
      case 0x5b:
        return nested(list)
      case 0x74:
        return word(4, true)
      case 0x66:
        return word(5, false)
      case 0x6e:
        return word(4, null)
      default:
        return number()
    }
  }

  return value()
}

const COMMA = 0x2c
const CLOSE_LIST = 0x5d
const CLOSE_OBJECT = 0x7d

/** Whether the quote at `end` belongs to the string that began at `start`: an odd number of backslashes is before it. */
function isEscaped(text: string, end: number, start: number): boolean {
  let slashes = 0
  while (end - 1 - slashes > start && text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1
  return slashes % 2 === 1
}

function exactNumber(source: string, whole: boolean): unknown {
  const value = Number(source)
  if (!whole) return Number.isInteger(value) ? new Float(value) : value
  if (Number.isSafeInteger(value)) return value + 0
  if (source.length > MAX_DIGITS + (source.startsWith('-') ? 1 : 0))
    throw new SyntaxError(`A number has more than ${MAX_DIGITS} digits.`)
  return BigInt(source)
}
