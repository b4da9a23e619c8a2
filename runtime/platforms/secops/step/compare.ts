/**
 * Compares values for functions in placeholders.
 *
 * Source: docs/platforms/secops-step.md#functions.
 */
import { isRecord, type Json } from '../../../contract/json.ts'
import { dataText } from '../../../safety/plain-data.ts'
import { PipeFault } from './fault.ts'

/** The value at a key or a path of keys with dots; null if there is none. A key may itself contain dots. */
export function member(value: Json, path: string): Json {
  if (!isRecord<Json>(value)) return null
  if (Object.hasOwn(value, path)) return value[path] ?? null
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const key = path.slice(0, dot)
    if (Object.hasOwn(value, key)) return member(value[key] ?? null, path.slice(dot + 1))
  }
  return null
}

const INTEGER = /^\s*[+-]?\d+\s*$/
const NUMBER = /^\s*[+-]?\d+(?:\.\d+)?\s*$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/

/** Orders values: numbers and moments by size, also if written as text; everything else by its text. */
export function compare(a: Json, b: Json): number {
  const [one, other] = [dataText(a), dataText(b)]
  if (INTEGER.test(one) && INTEGER.test(other)) return sign(BigInt(one.trim()), BigInt(other.trim()))
  if (NUMBER.test(one) && NUMBER.test(other)) return sign(Number(one), Number(other))
  if (MOMENT.test(one) && MOMENT.test(other)) return sign(Date.parse(one), Date.parse(other))
  return sign(one, other)
}

const sign = <T extends string | number | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

/** Choices of `in`, separated by commas. */
const isAmong = (value: Json, list: string): boolean =>
  list.split(',').some((choice) => compare(value, choice.trim()) === 0)

type Fits = (value: Json, text: string) => boolean

/** Operators of a condition. `==` and `contains` are ours, the others are documented. */
const SIGNS: ReadonlyMap<string, Fits> = new Map<string, Fits>([
  ['=', (value, text) => compare(value, text) === 0],
  ['==', (value, text) => compare(value, text) === 0],
  ['!=', (value, text) => compare(value, text) !== 0],
  ['>', (value, text) => compare(value, text) > 0],
  ['>=', (value, text) => compare(value, text) >= 0],
  ['<', (value, text) => compare(value, text) < 0],
  ['<=', (value, text) => compare(value, text) <= 0],
  ['in', isAmong],
  ['not in', (value, text) => !isAmong(value, text)],
  ['contains', (value, text) => dataText(value).includes(text)],
])

/** The condition of an operator. Throws a PipeFault for an unknown one. */
export function signOf(name: string, text: string): Fits {
  const found = SIGNS.get(text.trim().toLowerCase().replaceAll(/\s+/g, ' '))
  if (found) return found
  throw new PipeFault(
    `${name} compares with ${[...SIGNS.keys()].join(', ')}; got ${JSON.stringify(text.slice(0, 40))}`,
  )
}
