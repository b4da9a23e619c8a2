/** Converts host data to template values and back. */
import { MAX_BITS } from '../budget.ts'
import { refuse } from '../errors.ts'
import { claimList, deeper, hold, tick } from '../meter.ts'
import { iterate } from './iterate.ts'
import { keysOf, ordered } from './key-order.ts'
import { bits, floatText, tooLarge } from './numbers/numbers.ts'
import { undefinedError } from './undefined.ts'
import {
  Dict,
  DictView,
  Float,
  float,
  int,
  List,
  Markup,
  Range,
  type Run,
  Stream,
  Tuple,
  Undefined,
  type Value,
} from './values.ts'

/**
 * The value of something in the caller's data, `undefined` for types that a template must not see (functions, symbols).
 * Objects are read by their own data properties, one level at a time, when the template accesses them; getters are not run.
 */
export function fromHost(host: unknown, run: Run): Value | undefined {
  switch (typeof host) {
    case 'string':
    case 'boolean':
      return host
    case 'bigint':
      return bits(host) > MAX_BITS ? tooLarge() : int(host)
    case 'number':
      // JavaScript's -0 is Python's int 0, unless it is a `Float`.
      return Number.isInteger(host) && !Number.isSafeInteger(host) ? BigInt(host) : host === 0 ? 0 : host
    case 'object':
      return host === null || host instanceof Float ? host : taken(host, run)
    default:
      return undefined
  }
}

function taken(host: object, run: Run): Value {
  const known = run.taken.get(host)
  if (known !== undefined) return known
  const value = Array.isArray(host)
    ? new List(() => {
        claimList(run, host.length)
        return host.map((_, index) => fromHost(ownData(host, index), run) ?? null)
      })
    : new Dict({
        read: (key) => fromHost(ownData(host, key), run),
        list: () => listOwn(host, run),
      })
  run.taken.set(host, value)
  return value
}

/** An own data property, never one of the prototype, never the result of a getter. */
export function ownData(host: object, key: string | number): unknown {
  const property = Object.getOwnPropertyDescriptor(host, key)
  return property !== undefined && property.enumerable === true ? property.value : undefined
}

/** Bytes of an entry of the host's data that is converted. */
const ENTRY = 80

function listOwn(host: object, run: Run): [string, Value][] {
  const entries: [string, Value][] = []
  for (const key of keysOf(host)) {
    tick(run)
    hold(run, ENTRY)
    const value = fromHost(ownData(host, key), run)
    if (value !== undefined) entries.push([key, value])
  }
  return entries
}

/** Plain JSON data of a value: tuples, streams and ranges become arrays, keys become text as Python's `json` writes them. */
export function toHost(value: Value, run: Run): unknown {
  tick(run)
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (value instanceof Float) return value.value
  if (value instanceof Markup) return value.text
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    return refuse(`The result is ${value}, which JSON has no number for.`)
  }
  if (typeof value === 'bigint')
    return refuse(
      `The result ${value} is too large for a JSON number here.`,
      'Make it text: {{ x | string }}.',
    )
  if (value instanceof Undefined) {
    if (value.silent || run.lenient) return null
    throw undefinedError(value)
  }
  return deeper(run, () => {
    if (value instanceof Dict) {
      const entries = value.pairs()
      return ordered(
        entries.map(([key]) => jsonKey(key)),
        entries.map(([, item]) => toHost(item, run)),
      )
    }
    const list =
      value instanceof List || value instanceof Tuple || value instanceof Stream || value instanceof Range
    if (list || value instanceof DictView) return [...iterate(run, value)].map((item) => toHost(item, run))
    return refuse(`A ${value.type} is not data.`, 'Call it, or print one of its attributes.')
  })
}

/** A key of a dict as JSON's text. */
export function jsonKey(key: Value): string {
  if (typeof key === 'string') return key
  if (key instanceof Markup) return key.text
  if (key === null) return 'null'
  if (typeof key === 'boolean' || typeof key === 'bigint') return String(key)
  if (typeof key === 'number' || key instanceof Float) return jsonNumber(key)
  return refuse('TypeError: keys of a dict must be text, numbers, booleans or none to become JSON.')
}

/** A number as Python's `json` writes it: `2.0` keeps its point. */
export function jsonNumber(value: number | Float): string {
  const number = Number(value)
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? 'Infinity' : '-Infinity'
  return value instanceof Float
    ? floatText(value)
    : Number.isInteger(number)
      ? String(number)
      : floatText(float(number))
}
