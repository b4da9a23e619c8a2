/** Undefined values. */
import { type TemplateError, templateError } from '../errors.ts'
import { typeName } from './types.ts'
import { Dict, type Run, Undefined, type Value } from './values.ts'

/** Most keys that a message lists. */
const LISTED = 12

/** The failure of using a value that is not there: names it and the keys that were there, never their values. */
export function undefinedError(value: Undefined): TemplateError {
  if (value.hint !== undefined) return templateError('undefined', value.hint, value.at, DEFAULT)
  const message = `"${value.name}" is undefined${available(value.owner)}.`
  return Object.assign(templateError('undefined', message, value.at, DEFAULT), { path: value.name })
}

const DEFAULT = 'Correct the name, or give it a fallback: {{ x | default("...") }}.'

function available(owner: Value | undefined): string {
  if (owner === undefined) return ''
  if (!(owner instanceof Dict)) return `: it was looked up on a ${typeName(owner)}`
  const keys: string[] = []
  for (const [key] of owner.entries()) {
    if (keys.length === LISTED) return `; there are ${keys.join(', ')} and ${owner.size - LISTED} more`
    keys.push(typeof key === 'string' ? shorten(key) : String(key))
  }
  return keys.length === 0
    ? '; nothing is there'
    : `; there ${keys.length === 1 ? 'is' : 'are'} ${keys.join(', ')}`
}

function shorten(key: string): string {
  return key.length > 40 ? `${key.slice(0, 40)}...` : key
}

/** Raises when a missing value is used for anything but printing, testing or looping. */
export function mustBeDefined(value: Value): void {
  if (value instanceof Undefined) throw undefinedError(value)
}

/** The output of an undefined value: nothing if that is allowed, otherwise it raises. */
export function undefinedText(run: Run, value: Undefined): string {
  if (run.lenient || value.silent) return ''
  throw undefinedError(value)
}
