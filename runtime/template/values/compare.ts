/** Compares values as Python does. */
import { raise, refuse } from '../errors.ts'
import { deeper, hold, letters, scan, tick } from '../meter.ts'
import { iterate } from './iterate.ts'
import { finder } from './search.ts'
import { textOf } from './text.ts'
import { isInt, isNumber, typeName } from './types.ts'
import { mustBeDefined } from './undefined.ts'
import {
  Dict,
  DictView,
  Float,
  List,
  Range,
  type Run,
  Thing,
  Tuple,
  Undefined,
  type Value,
} from './values.ts'

/** Python's `bool()`. */
export function truthy(run: Run, value: Value): boolean {
  switch (typeof value) {
    case 'boolean':
      return value
    case 'string':
      return value !== ''
    case 'number':
      return value !== 0
    case 'bigint':
      return true
  }
  if (value === null || value instanceof Undefined) return false
  const text = textOf(value)
  if (text !== undefined) return text !== ''
  if (value instanceof Float) return value.value !== 0
  if (value instanceof List || value instanceof Tuple) return value.items.length > 0
  if (value instanceof Dict) return value.size > 0
  if (value instanceof DictView) return value.dict.size > 0
  if (value instanceof Range) return value.length > 0
  return value instanceof Thing && value.length !== undefined ? value.length(run) > 0 : true
}

/** A number that JavaScript compares exactly with others of its kind. */
function comparable(value: number | bigint | boolean | Float): number | bigint {
  return typeof value === 'boolean' ? Number(value) : value instanceof Float ? value.value : value
}

/** Python's `==`. */
export function equal(run: Run, a: Value, b: Value): boolean {
  tick(run)
  if (typeof a === 'string' && typeof b === 'string') {
    return sameText(run, a, b)
  }
  if (isNumber(a)) return isNumber(b) && comparable(a) <= comparable(b) && comparable(a) >= comparable(b)
  if (a === b) return true
  const text = textOf(a)
  if (text !== undefined) return sameText(run, text, textOf(b))
  if (a instanceof Undefined) return b instanceof Undefined
  if (a instanceof List) return b instanceof List && sameItems(run, a.items, b.items)
  if (a instanceof Tuple) return b instanceof Tuple && sameItems(run, a.items, b.items)
  if (a instanceof Dict) return b instanceof Dict && sameDict(run, a, b)
  if (a instanceof Range)
    return (
      b instanceof Range &&
      a.length === b.length &&
      (a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step)))
    )
  if (a instanceof Thing && b instanceof Thing) return sameMethod(a, b)
  if (a instanceof DictView && b instanceof DictView && a.shows !== 'values' && b.shows !== 'values')
    return a.dict.size === b.dict.size && [...iterate(run, a)].every((item) => contains(run, item, b))
  return false
}

/**
 * Whether two values are one object in Python; `undefined` where that depends on how it made them. Texts of one Latin letter,
 * ints from -5 to 256 and the empty tuple exist once.
 */
export function identical(a: Value, b: Value): boolean | undefined {
  if (typeof a === 'string') {
    if (a !== b) return false
    return a.length === 0 || (a.length === 1 && a.charCodeAt(0) < 0x100) ? true : undefined
  }
  if (typeof a === 'number' || typeof a === 'bigint') {
    if (a !== b) return false
    return Number.isInteger(a) && a >= -5 && a <= 256 ? true : undefined
  }
  if (a instanceof Float) return b instanceof Float && Object.is(a.value, b.value) ? undefined : false
  if (a instanceof Tuple && b instanceof Tuple && a.items.length + b.items.length === 0) return true
  return a === b
}

/** Methods are equal when they are the same one of the same object. */
function sameMethod({ bound: a }: Thing, { bound: b }: Thing): boolean {
  if (a === undefined || b === undefined || a.method !== b.method) return false
  return (
    identical(a.self, b.self) ??
    refuse('Whether two methods of equal values are equal depends on how Python made the values.')
  )
}

function sameText(run: Run, a: string, b: string | undefined): boolean {
  if (a.length === b?.length) scan(run, a.length)
  return a === b
}

function sameItems(run: Run, a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false
  tick(run, a.length)
  return deeper(run, () => a.every((item, index) => item === b[index] || equal(run, item, b[index] ?? null)))
}

function sameDict(run: Run, a: Dict, b: Dict): boolean {
  if (a.size !== b.size) return false
  tick(run, a.size)
  return deeper(run, () => {
    for (const [key, item] of a.entries()) {
      const other = b.get(run, key)
      if (other === undefined || (item !== other && !equal(run, item, other))) return false
    }
    return true
  })
}

export type Order = '<' | '<=' | '>' | '>='

function holds(order: Order, sign: number): boolean {
  switch (order) {
    case '<':
      return sign < 0
    case '<=':
      return sign <= 0
    case '>':
      return sign > 0
    case '>=':
      return sign >= 0
  }
}

/** Number of characters that are compared before the engine's own comparison is used. */
const FIRST = 16

/** Python's order of texts: by code point. */
export function compareText(run: Run, a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && at < FIRST && a.charCodeAt(at) === b.charCodeAt(at)) at += 1
  if (at === FIRST) {
    if (a === b) return 0
    while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1
    letters(run, at)
  }
  if (at === length) return a.length - b.length
  // The halves of a character beyond U+FFFF are compared as the character.
  const start = at > 0 && isLow(a.charCodeAt(at)) !== isLow(b.charCodeAt(at)) ? at - 1 : at
  const [left, right] = [a.codePointAt(start) ?? 0, b.codePointAt(start) ?? 0]
  return left === right ? a.charCodeAt(at) - b.charCodeAt(at) : left - right
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

/** Python's `<`, `<=`, `>`, `>=`; raises for values that have no order. */
export function ordered(run: Run, order: Order, a: Value, b: Value): boolean {
  tick(run)
  if (isNumber(a) && isNumber(b)) {
    const [x, y] = [comparable(a), comparable(b)]
    if (order === '<') return x < y
    if (order === '<=') return x <= y
    return order === '>' ? x > y : x >= y
  }
  const [left, right] = [textOf(a), textOf(b)]
  if (left !== undefined && right !== undefined) {
    return holds(order, compareText(run, left, right))
  }
  if ((a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple))
    return orderedItems(run, order, a.items, b.items)
  mustBeDefined(a)
  mustBeDefined(b)
  return raise(
    `TypeError: '${order}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  )
}

function orderedItems(run: Run, order: Order, a: readonly Value[], b: readonly Value[]): boolean {
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    tick(run)
    const [x, y] = [a[index] ?? null, b[index] ?? null]
    if (x !== y && !equal(run, x, y)) return deeper(run, () => ordered(run, order, x, y))
  }
  return holds(order, a.length - b.length)
}

/** Python's `in`. */
export function contains(run: Run, needle: Value, hay: Value): boolean {
  const text = textOf(hay)
  if (text !== undefined) {
    const part = textOf(needle)
    if (part === undefined) {
      mustBeDefined(needle)
      return raise(`TypeError: 'in <string>' requires string as left operand, not ${typeName(needle)}`)
    }
    tick(run)
    scan(run, text.length + part.length)
    return part === '' || finder(part).next(text, 0) !== -1
  }
  if (hay instanceof Dict) return hay.has(run, needle)
  if (hay instanceof DictView && hay.shows === 'keys') return hay.dict.has(run, needle)
  if (hay instanceof Range && isInt(needle)) {
    const offset = Number(needle) - hay.start
    return offset % hay.step === 0 && offset / hay.step >= 0 && offset / hay.step < hay.length
  }
  for (const item of iterableFor(run, hay)) if (item === needle || equal(run, item, needle)) return true
  return false
}

function iterableFor(run: Run, hay: Value): Iterable<Value> {
  if (isNumber(hay) || hay === null)
    return raise(`TypeError: argument of type '${typeName(hay)}' is not iterable`)
  return iterate(run, hay)
}

/** Bytes that sorting needs for an element. */
const PAIR = 64

/** Python's `sorted()`: stable, asks only whether one key is less than another; `reverse` keeps equal ones in order. */
export function sorted<T>(run: Run, items: readonly T[], key: (item: T) => Value, reverse: boolean): T[] {
  tick(run, items.length)
  hold(run, items.length * PAIR)
  const pairs = items.map((item) => ({ item, key: key(item) }))
  if (reverse) pairs.reverse()
  const done = mergeSort(pairs, (a, b) => ordered(run, '<', a.key, b.key)).map((pair) => pair.item)
  return reverse ? done.reverse() : done
}

function mergeSort<T>(items: T[], less: (a: T, b: T) => boolean): T[] {
  if (items.length < 2) return items
  const half = items.length >> 1
  const left = mergeSort(items.slice(0, half), less)
  const right = mergeSort(items.slice(half), less)
  const merged: T[] = []
  let index = 0
  for (const item of right) {
    for (let own = left[index]; own !== undefined && !less(item, own); own = left[index]) {
      merged.push(own)
      index += 1
    }
    merged.push(item)
  }
  for (const item of left.slice(index)) merged.push(item)
  return merged
}
