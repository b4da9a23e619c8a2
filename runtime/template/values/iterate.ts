import { raise } from '../errors.ts'
import { type Run, tick } from './meter.ts'
import { codePoints } from './text.ts'
import { typeName } from './types.ts'
import { Dict, DictView, END, List, Markup, Range, Stream, Tuple, Undefined, type Value } from './values.ts'

/** Python's `iter()`: the elements of a value one by one, each counted as a step. Raises for what cannot be iterated. */
export function iterate(run: Run, value: Value): IterableIterator<Value> {
  if (value instanceof List) return overList(run, value)
  if (value instanceof Tuple) return counted(run, value.items)
  if (typeof value === 'string') return counted(run, codePoints(value))
  if (value instanceof Markup) return counted(run, codePoints(value.text))
  if (value instanceof Dict) return overDict(run, value, 'keys')
  if (value instanceof DictView) return overDict(run, value.dict, value.shows)
  if (value instanceof Range) return overRange(run, value)
  if (value instanceof Stream) return overStream(run, value)
  if (value instanceof Undefined) return counted(run, [])
  return raise(`TypeError: '${typeName(value)}' object is not iterable`)
}

/** Whether `iterate` would do it. */
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
    value instanceof Undefined
  )
}

/** All elements of a value, in a new array. */
export function elements(run: Run, value: Value): Value[] {
  if (value instanceof List || value instanceof Tuple) {
    tick(run, value.items.length)
    return [...value.items]
  }
  const all: Value[] = []
  for (const item of iterate(run, value)) {
    all.push(item)
    if (all.length > run.budget.size) tick(run, run.budget.steps)
  }
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
  tick(run, text.length >> 5)
  let pairs = 0
  for (let index = 0; index < text.length - 1; index += 1) {
    const high = text.charCodeAt(index)
    if (high >= 0xd800 && high < 0xdc00) {
      const low = text.charCodeAt(index + 1)
      if (low >= 0xdc00 && low < 0xe000) pairs += 1
    }
  }
  return text.length - pairs
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

function* overDict(run: Run, dict: Dict, shows: DictView['shows']): IterableIterator<Value> {
  const size = dict.size
  for (const [key, value] of dict.entries()) {
    tick(run)
    if (dict.size !== size) raise('RuntimeError: dictionary changed size during iteration')
    yield shows === 'keys' ? key : shows === 'values' ? value : new Tuple([key, value])
  }
}

function* overRange(run: Run, range: Range): IterableIterator<Value> {
  for (let index = 0; index < range.length; index += 1) {
    tick(run)
    yield range.start + index * range.step
  }
}

function* overStream(run: Run, stream: Stream): IterableIterator<Value> {
  for (let item = stream.next(); item !== END; item = stream.next()) {
    tick(run)
    yield item
  }
}
