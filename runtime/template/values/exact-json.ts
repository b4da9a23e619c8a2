/** Writes JSON that `parseJson` reads back unchanged. */
import { jsonNumber } from './host.ts'
import { keysOf } from './key-order.ts'
import { Float } from './values.ts'

/**
 * JSON of plain data, of exact whole numbers and of floats: `3.0` keeps its point, a number of twenty digits all of them, and an
 * object the order of its keys. What JSON cannot express is left out of objects and null elsewhere.
 */
export function exactJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Float) return jsonNumber(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`
  const members = keysOf(value).flatMap((key) => {
    const member: unknown = value[key as keyof typeof value]
    return member === undefined ? [] : [`${JSON.stringify(key)}:${exactJson(member)}`]
  })
  return `{${members.join(',')}}`
}
