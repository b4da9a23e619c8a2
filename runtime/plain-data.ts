/** Whatever a module or a vendor hands over becomes plain JSON data, masked, at the one door to the result. */
import { ActionError } from './errors.ts'
import type { Json } from './types.ts'

/** Deeper data is a loop or an attack. */
const DEEPEST = 200

/**
 * A copy that holds only what JSON can say: dates as ISO text, absent values left out, every text and key passed
 * through `mask`. Throws OUTPUT-side INTERNAL when it is nested without end or holds something that is no data.
 */
export function toPlain(value: unknown, mask: (text: string) => string, depth = 0): Json {
  if (depth > DEEPEST) {
    throw new ActionError('INTERNAL', { reason: `the result is nested deeper than ${DEEPEST} levels` })
  }
  switch (typeof value) {
    case 'string':
      return mask(value)
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : plainObject(value, mask, depth)
    default:
      throw new ActionError('INTERNAL', { reason: `the result holds a ${typeof value}, which is no data` })
  }
}

function plainObject(value: object, mask: (text: string) => string, depth: number): Json {
  if (Array.isArray(value)) return value.map((item) => toPlain(item, mask, depth + 1))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]): [string, Json] => [mask(key), toPlain(member, mask, depth + 1)])
  return Object.fromEntries(entries)
}
