import { Float } from './values.ts'

/** A number that `JSON.parse` would lose something of: a fraction of zero, an exponent, or more than 15 digits. */
const CAREFUL = /\d[.eE]\d|\de[+-]|\d{16}/i

/**
 * Parses JSON as Python does: `3.0` stays a float (a `Float`, which reads and serialises as the number 3), ints of any size
 * stay exact (a `bigint` beyond 2^53). Accepts and refuses what `JSON.parse` does; a key `__proto__` is data like any other.
 */
export function parseJson(text: string): unknown {
  if (!CAREFUL.test(text)) return JSON.parse(text)
  return JSON.parse(text, ((_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined
      ? exactNumber(value, context.source)
      : value) as (key: string, value: unknown) => unknown)
}

function exactNumber(value: number, source: string): unknown {
  if (/[.e]/i.test(source)) return Number.isInteger(value) ? new Float(value) : value
  return Number.isSafeInteger(value) ? value : BigInt(source)
}
