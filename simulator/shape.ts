import { isObject, type JsonObject } from './types.ts'

/** Checks a value; returns what it should have been if it is invalid. */
export type Rule = (value: unknown) => string | undefined

/** The rules of an object; a key without a rule is a mistake. */
export type Rules = Readonly<Record<string, Rule>>

export const isText: Rule = (value) => (typeof value === 'string' ? undefined : 'a text')
export const isCount: Rule = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? undefined : 'a whole number from 0'
/** A count that may be infinite. */
export const isTimes: Rule = (value) => (value === Number.POSITIVE_INFINITY ? undefined : isCount(value))
export const isNumber: Rule = (value) => (Number.isFinite(value) ? undefined : 'a number')
export const isFlag: Rule = (value) => (typeof value === 'boolean' ? undefined : 'true or false')
export const isTrue: Rule = (value) => (value === true ? undefined : 'true')
export const isAnything: Rule = () => undefined

/** One of some values. */
export const oneOf =
  (...allowed: readonly unknown[]): Rule =>
  (value) =>
    allowed.includes(value) ? undefined : `one of ${allowed.join(', ')}`

/** A list whose entries satisfy a rule. */
export const listOf =
  (rule: Rule): Rule =>
  (value) => {
    if (!Array.isArray(value)) return 'a list'
    return value.map(rule).find((problem) => problem !== undefined)
  }

/** An object with only these keys; `required` names the mandatory ones. */
export const shaped =
  (rules: Rules, required: readonly string[] = []): Rule =>
  (value) =>
    isObject(value) ? problemsOf(value, rules, required)[0] : 'an object'

/** Every problem with an object, as sentences. */
export function problemsOf(value: JsonObject, rules: Rules, required: readonly string[] = []): string[] {
  const missing = required.filter((key) => value[key] === undefined).map((key) => `"${key}" is missing`)
  const wrong = Object.entries(value).flatMap(([key, entry]) => {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
    if (rule === undefined) return [`"${key}" is unknown; known are ${Object.keys(rules).join(', ')}`]
    const problem = rule(entry)
    return problem === undefined ? [] : [`"${key}" must be ${problem}, it is ${JSON.stringify(entry)}`]
  })
  return [...missing, ...wrong]
}
