/** Iterates over values. */
import { raise } from '../errors.ts'
import { claimList, fits, hold, letters, tick } from '../meter.ts'
import { lengthOfText as charCount, knownFlat } from './text.ts'
import { typeName } from './types.ts'
import {
  Dict,
  DictView,
  END,
  List,
  Markup,
  Range,
  type Run,
  Stream,
  Thing,
  Tuple,
  Undefined,
  type Value,
} from './values.ts'

/** Python's `iter()`: the elements of a value one by one, each counted as a step. Raises for what cannot be iterated. */
export function iterate(run: Run, value: Value): IterableIterator<Value> {
  if (value instanceof List) return overList(run, value)
  if (value instanceof Tuple) return counted(run, value.items)
  if (typeof value === 'string') return overText(run, value)
  if (value instanceof Markup) return overText(run, value.text)
  if (value instanceof Dict) return overDict(run, value, 'keys')
  if (value instanceof DictView) return overDict(run, value.dict, value.shows)
  if (value instanceof Range) return overRange(run, value)
  if (value instanceof Stream) return overStream(run, value)
  if (value instanceof Undefined) return counted(run, [])
  if (value instanceof Thing && value.next !== undefined) return overThing(run, value.next)
  return raise(`TypeError: '${typeName(value)}' object is not iterable`)
}

/** Whether `iterate` accepts the value. */
export function isIterable(value: Value): boolean {
  return (
    typeof value === 'string' ||
    value instanceof Markup ||
    value instanceof List ||
    value instanceof Tuple ||
    value instanceof Dict ||
    value instanceof DictView ||
    value instanceof Range ||
    value instanceof Stream ||
    value instanceof Undefined ||
    (value instanceof Thing && value.next !== undefined)
  )
}

/** Bytes of an element that is created during an iteration: a character, a number. */
const PLACE = 24

/** All elements of a value, in a new array. */
export function elements(run: Run, value: Value): Value[] {
  if (value instanceof List || value instanceof Tuple) {
    claimList(run, value.items.length)
    return [...value.items]
  }
  const all: Value[] = []
  for (const item of iterate(run, value)) {
    all.push(item)
    hold(run, PLACE)
  }
  fits(run, all.length)
  return all
}

/** Python's `len()`, `undefined` where a value has none. */
export function lengthOf(run: Run, value: Value): number | undefined {
  if (value instanceof List || value instanceof Tuple) return value.items.length
  if (typeof value === 'string') return lengthOfText(run, value)
  if (value instanceof Markup) return lengthOfText(run, value.text)
  if (value instanceof Dict) return value.size
  if (value instanceof DictView) return value.dict.size
  if (value instanceof Range) return value.length
  if (value instanceof Undefined) return 0
  if (value instanceof Stream || typeof value !== 'object' || value === null) return undefined
  return 'length' in value ? value.length?.(run) : undefined
}

function lengthOfText(run: Run, text: string): number {
  if (knownFlat(run, text)) return text.length
  letters(run, text.length)
  return charCount(text)
}

/** The characters of a text one by one, without a list of them all. */
function* overText(run: Run, text: string): IterableIterator<Value> {
  for (const char of text) {
    tick(run)
    yield char
  }
}

function* counted(run: Run, items: readonly Value[]): IterableIterator<Value> {
  for (const item of items) {
    tick(run)
    yield item
  }
}

/** Elements added while the loop runs are met too, as in Python. */
function* overList(run: Run, list: List): IterableIterator<Value> {
  for (let index = 0; index < list.items.length; index += 1) {
    tick(run)
    const item = list.items[index]
    if (item !== undefined) yield item
  }
}

/** Bytes of the tuple of a key and its value. */
const PAIR = 72

function* overDict(run: Run, dict: Dict, shows: DictView['shows']): IterableIterator<Value> {
  const size = dict.size
  for (const [key, value] of dict.entries()) {
    tick(run)
    if (dict.size !== size) raise('RuntimeError: dictionary changed size during iteration')
    if (shows === 'items') hold(run, PAIR)
    yield shows === 'keys' ? key : shows === 'values' ? value : new Tuple([key, value])
  }
}

function* overRange(run: Run, range: Range): IterableIterator<Value> {
  for (let index = 0; index < range.length; index += 1) {
    tick(run)
    yield range.start + index * range.step
  }
}

function* overThing(run: Run, next: () => Value | undefined): IterableIterator<Value> {
  for (let item = next(); item !== undefined; item = next()) {
    tick(run)
    yield item
  }
}

function* overStream(run: Run, stream: Stream): IterableIterator<Value> {
  for (let item = stream.next(); item !== END; item = stream.next()) {
    tick(run)
    yield item
  }
}
