/** Converts data from modules and vendors to plain, redacted JSON. */

import { ActionError } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { phrase } from '../contract/phrases.ts'

/** Maximum nesting depth; deeper data is a cycle or an attack. */
export const DEEPEST = 200

/** Whether data is nested deeper than the given number of levels. True for data that contains itself. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

/** Redacts texts. `key`, if given, redacts field names. */
export interface Redact {
  (text: string): string
  key?: (name: string) => string
}

/** Creates a redact function that keeps declared field names, even if one of them equals a secret. */
export const keepingNames = (redact: (text: string) => string, names: ReadonlySet<string>): Redact =>
  Object.assign((text: string) => redact(text), {
    key: (name: string) => (names.has(name) ? name : redact(name)),
  })

/** Returns the replacement for data nested too deeply; may throw instead. */
export type TooDeep = () => Json

const refuseDepth: TooDeep = () => {
  throw new ActionError('INTERNAL', {
    reason: phrase('the result is nested deeper than {limit} levels', { limit: DEEPEST }),
  })
}

/**
 * Copies a value to plain JSON: dates become ISO text, absent values are omitted, and every text and key is passed through
 * `redact`. Throws INTERNAL if the value contains something other than data, and also if it is nested too deeply, unless
 * `tooDeep` returns a replacement.
 */
export function toPlain(value: unknown, redact: Redact, tooDeep = refuseDepth, depth = 0): Json {
  if (depth > DEEPEST) return tooDeep()
  switch (typeof value) {
    case 'string':
      return redact(value)
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : null
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : plainObject(value, redact, tooDeep, depth)
    default:
      throw new ActionError('INTERNAL', {
        reason: phrase('the result contains a {type}, which is not data', { type: typeof value }),
      })
  }
}

function plainObject(value: object, redact: Redact, tooDeep: TooDeep, depth: number): Json {
  if (Array.isArray(value)) return value.map((item) => toPlain(item, redact, tooDeep, depth + 1))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  const copy: Record<string, Json> = {}
  for (const key of Object.keys(value)) {
    const member: unknown = value[key as keyof typeof value]
    if (member !== undefined)
      setOwn(copy, (redact.key ?? redact)(key), toPlain(member, redact, tooDeep, depth + 1))
  }
  return copy
}

/** Sets an own field of any name; assigning `__proto__` would not create a field. */
function setOwn(copy: Record<string, Json>, key: string, value: Json): void {
  if (key !== '__proto__') copy[key] = value
  else Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true })
}

/**
 * Formats JSON data for people: text unchanged, everything else as JSON. `String` would call a `toString` defined by the
 * data.
 */
export const dataText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
