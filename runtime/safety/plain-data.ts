/** Converts data of modules and vendors to plain, redacted JSON. */

import { ActionError } from '../contract/errors.ts'
import type { Json } from '../contract/json.ts'
import { phrase } from '../contract/phrases.ts'

/** Deeper data is a loop or an attack. */
export const DEEPEST = 200

/** Whether data is nested deeper than so many levels. Data that contains itself is. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}

/** Redacts texts. `key` does the same for names of fields, where it is given. */
export interface Redact {
  (text: string): string
  key?: (name: string) => string
}

/** A redact that leaves the declared names of fields as they are, even where one of them equals a secret. */
export const keepingNames = (redact: (text: string) => string, names: ReadonlySet<string>): Redact =>
  Object.assign((text: string) => redact(text), {
    key: (name: string) => (names.has(name) ? name : redact(name)),
  })

/** What stands for data that lies too deep; may throw instead. */
export type TooDeep = () => Json

const refuseDepth: TooDeep = () => {
  throw new ActionError('INTERNAL', {
    reason: phrase('the result is nested deeper than {limit} levels', { limit: DEEPEST }),
  })
}

/**
 * A copy that holds only what JSON can say: dates as ISO text, absent values left out, every text and key passed
 * through `redact`. Throws INTERNAL when it holds something that is no data, and unless `tooDeep` says otherwise when it
 * is nested without end.
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

/** Sets a field of that name, whatever the name: `__proto__` by assignment would be none. */
function setOwn(copy: Record<string, Json>, key: string, value: Json): void {
  if (key !== '__proto__') copy[key] = value
  else Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true })
}

/**
 * JSON data as a person writes it: text as it is, all else as JSON. `String` would call what an object of the data calls
 * `toString`.
 */
export const dataText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
