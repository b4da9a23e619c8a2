/** Detects parameters that name something, and invisible characters in their values. */
import type { RawProblem } from '../contract/errors.ts'
import { invisibleInName, invisibleInSecret } from '../sdk/invisible.ts'
import type { ParameterSpec } from './parameters.ts'

/** Words that mark a name as an identifier: in any position, and only as the last word. */
const WORDS =
  /^(?:(?:e?mail_?)?address(?:es)?|domains?|e?mails?|hosts?|hostnames?|ids?|identifiers?|ips?|mailbox(?:es)?|recipients?|senders?|urls?)$/
const LAST = /^(?:from|to|cc|bcc)$/

/** Whether a name, in snake or camel case, denotes an address, a domain or an id. */
export function namesSomething(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  return words.some((word) => WORDS.test(word)) || LAST.test(words.at(-1) ?? '')
}

/**
 * Finds invisible characters in a coerced value: in secrets, in identifiers, and in identifiers inside JSON. With
 * `format_when` a value is checked once its format is known.
 */
export function hiddenIn(name: string, spec: ParameterSpec, value: unknown): RawProblem[] {
  if (spec.type === 'json') return inside(name, spec.label, value)
  const named = spec.format !== undefined || (!spec.format_when && namesSomething(name))
  if (!spec.secret && !named) return []
  const look = spec.secret && !named ? invisibleInSecret : invisibleInName
  const texts = Array.isArray(value) ? value : [value]
  return texts.flatMap((text, index) => {
    const found = typeof text === 'string' ? look(text) : undefined
    const label = Array.isArray(value) ? `${spec.label}.${index}` : spec.label
    return found ? [{ where: name, rule: 'invisible', values: { name: label, ...found } }] : []
  })
}

/** Levels of JSON that are checked; deeper levels are refused elsewhere. */
const DEEPEST = 20

/** Checks the fields of JSON by their own names; an entry of a list uses the name of the list. */
function inside(where: string, label: string, value: unknown, field = '', depth = 0): RawProblem[] {
  if (typeof value === 'string') {
    const found = field !== '' && namesSomething(field) ? invisibleInName(value) : undefined
    return found ? [{ where, rule: 'invisible', values: { name: label, ...found } }] : []
  }
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    inside(where, `${label}.${key}`, inner, Array.isArray(value) ? field : key, depth + 1),
  )
}
