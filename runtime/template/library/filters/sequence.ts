/** Filters for sequences. */
import { raise } from '../../errors.ts'
import { claim, claimList, fits, hold, tick } from '../../meter.ts'
import { equal, ordered, sorted, truthy } from '../../values/compare.ts'
import { softText, wantInt } from '../../values/convert.ts'
import { elements, iterate, lengthOf } from '../../values/iterate.ts'
import { str } from '../../values/print.ts'
import { countOf } from '../../values/search.ts'
import { reversed, textOf } from '../../values/text.ts'
import { typeName } from '../../values/types.ts'
import { mustBeDefined } from '../../values/undefined.ts'
import {
  Dict,
  DictView,
  List,
  Markup,
  Range,
  type Run,
  Stream,
  Tuple,
  Undefined,
  type Value,
} from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { toHtml } from '../html.ts'
import { byPath, pathParts } from '../lookup.ts'
import { arithmetic } from '../operators.ts'

type Entry = readonly [name: string, filter: Builtin]

function filter(name: string, signature: string, work: (run: Run, args: readonly Value[]) => Value): Entry {
  return [name, builtin(name, signature, work)]
}

/** A value as comparing filters see it: text in lower case unless they are case-sensitive. */
function folded(run: Run, value: Value, caseSensitive: boolean): Value {
  const text = caseSensitive ? undefined : textOf(value)
  if (text === undefined) return value
  claim(run, text.length)
  return text.toLowerCase()
}

/** Looks up the `attribute` of each item, with a fallback for what is undefined. */
export function getter(run: Run, attribute: Value, fallback: Value = null): (run: Run, item: Value) => Value {
  if (fallback === null) return byPath(run, attribute)
  const steps = pathParts(run, attribute).map((part) => byPath(run, part))
  return (going, item) => {
    let value = item
    for (const step of steps) {
      const found = step(going, value)
      value = found instanceof Undefined ? fallback : found
    }
    return value
  }
}

/** `sort` takes several attributes, separated by commas. */
function sortKey(run: Run, attribute: Value, caseSensitive: boolean): (item: Value) => Value {
  const text = textOf(attribute)
  if (text !== undefined) claimList(run, countOf(text, ',') + 1)
  const reads = (text?.split(',') ?? [attribute]).map((part) => byPath(run, part))
  return (item) => {
    claimList(run, reads.length)
    return new List(reads.map((read) => folded(run, read(run, item), caseSensitive)))
  }
}

function length(run: Run, value: Value): number {
  const size = lengthOf(run, value)
  return size === undefined
    ? raise(`TypeError: object of type '${typeName(value)}' has no len()`, 'Add "| list" before it.')
    : size
}

function first(run: Run, value: Value): Value {
  for (const item of iterate(run, value)) return item
  return new Undefined('first', { hint: 'No first item, the sequence was empty.' })
}

/** The elements from the end, for values that Python can reverse. */
function reversible(run: Run, value: Value): Value[] | undefined {
  if (value instanceof Stream) return undefined
  if (value instanceof Undefined) return []
  if (
    value instanceof DictView ||
    value instanceof Dict ||
    value instanceof List ||
    value instanceof Tuple ||
    value instanceof Range
  )
    return elements(run, value).reverse()
  return textOf(value) === undefined ? undefined : elements(run, value).reverse()
}

function last(run: Run, value: Value): Value {
  if (value instanceof List || value instanceof Tuple) {
    const item = value.items.at(-1)
    return item === undefined
      ? new Undefined('last', { hint: 'No last item, the sequence was empty.' })
      : item
  }
  const items = reversible(run, value)
  if (items === undefined)
    return raise(`TypeError: '${typeName(value)}' object is not reversible`, 'Add "| list" before "| last".')
  const [item] = items
  return item === undefined ? new Undefined('last', { hint: 'No last item, the sequence was empty.' }) : item
}

function reverse(run: Run, value: Value): Value {
  const text = textOf(value)
  if (text !== undefined) {
    const turned = reversed(run, text)
    return value instanceof Markup ? new Markup(turned) : turned
  }
  const items = reversible(run, value)
  if (items !== undefined) {
    const kind =
      value instanceof List ? 'list_reverseiterator' : value instanceof Range ? 'range_iterator' : 'reversed'
    return new Stream(run, kind, () => items.values())
  }
  return new List(elements(run, value).reverse())
}

function join(run: Run, [value = null, separator = '', attribute = null]: readonly Value[]): Value {
  const read = attribute === null ? undefined : byPath(run, attribute)
  const items: Value[] = []
  for (const item of iterate(run, value)) items.push(read === undefined ? item : read(run, item))
  const html = run.autoescape && (separator instanceof Markup || items.some((item) => item instanceof Markup))
  const between = html ? toHtml(run, separator).text : softText(run, separator).text
  let size = 0
  // Each element was counted when it was read.
  fits(run, items.length)
  hold(run, items.length * PLACE)
  const texts = items.map((item) => {
    const text = html ? toHtml(run, item).text : str(run, item)
    size += text.length + between.length
    fits(run, size)
    return text
  })
  const joined = texts.join(between)
  return html ? new Markup(joined) : joined
}

function unique(run: Run, [value = null, caseSensitive = false, attribute = null]: readonly Value[]): Value {
  const [read, exact] = [byPath(run, attribute), truthy(run, caseSensitive)]
  const seen = new Dict()
  return new Stream(run, 'generator', function* () {
    for (const item of iterate(run, value)) {
      const key = folded(run, read(run, item), exact)
      tick(run, 2)
      if (seen.has(run, key)) continue
      seen.set(run, key, true)
      yield item
    }
  })
}

function extreme(order: '<' | '>'): (run: Run, args: readonly Value[]) => Value {
  return (run, [value = null, caseSensitive = false, attribute = null]) => {
    const [read, exact] = [byPath(run, attribute), truthy(run, caseSensitive)]
    let best: { item: Value; key: Value } | undefined
    for (const item of iterate(run, value)) {
      const key = folded(run, read(run, item), exact)
      if (best === undefined || ordered(run, order, key, best.key)) best = { item, key }
    }
    return best === undefined
      ? new Undefined('item', { hint: 'No aggregated item, the sequence was empty.' })
      : best.item
  }
}

function groupby(
  run: Run,
  [value = null, attribute = null, fallback = null, caseSensitive = false]: readonly Value[],
): Value {
  const read = getter(run, attribute, fallback)
  const exact = truthy(run, caseSensitive)
  const pairs = elements(run, value).map((item) => ({ item, key: folded(run, read(run, item), exact) }))
  const groups: { key: Value; items: Value[] }[] = []
  for (const { item, key } of sorted(run, pairs, (pair) => pair.key, false)) {
    const group = groups.at(-1)
    if (group !== undefined && equal(run, group.key, key)) group.items.push(item)
    else groups.push({ key, items: [item] })
  }
  hold(run, groups.length * (2 * LIST + 40) + pairs.length * PLACE)
  return new List(
    groups.map(({ key, items: [head = null, ...rest] }) => {
      const shown = exact ? key : read(run, head)
      return new Tuple([shown, new List([head, ...rest])], ['grouper', 'list'])
    }),
  )
}

function sum(run: Run, [value = null, attribute = null, start = 0]: readonly Value[]): Value {
  if (textOf(start) !== undefined) raise("TypeError: sum() can't sum strings [use ''.join(seq) instead]")
  const read = byPath(run, attribute)
  let total = start
  for (const item of iterate(run, value)) total = arithmetic(run, '+', total, read(run, item))
  return total
}

function dictsort(
  run: Run,
  [value = null, caseSensitive = false, by = 'key', turned = false]: readonly Value[],
): Value {
  const index =
    by === 'key'
      ? 0
      : by === 'value'
        ? 1
        : raise('FilterArgumentError: You can only sort by either "key" or "value"')
  mustBeDefined(value)
  if (!(value instanceof Dict))
    return raise(`AttributeError: '${typeName(value)}' object has no attribute 'items'`)
  const exact = truthy(run, caseSensitive)
  hold(run, value.size * (LIST + 2 * PLACE))
  tick(run, value.size)
  const entries = sorted(
    run,
    [...value.entries()],
    (entry) => folded(run, entry[index], exact),
    wantInt(turned) !== 0,
  )
  return new List(entries.map((entry) => new Tuple(entry)))
}

/** Bytes of a list, and of one slot in it. */
const LIST = 64
const PLACE = 8

function batch(run: Run, [value = null, count = 1, fill = null]: readonly Value[]): Value {
  return new Stream(run, 'generator', function* () {
    let current: Value[] = []
    for (const item of iterate(run, value)) {
      if (equal(run, current.length, count)) {
        yield new List(current)
        hold(run, LIST)
        current = []
      }
      hold(run, PLACE)
      current.push(item)
    }
    if (current.length === 0) return
    if (fill !== null && ordered(run, '<', current.length, count)) {
      claimList(run, wantInt(count))
      while (current.length < wantInt(count)) current.push(fill)
    }
    yield new List(current)
  })
}

function slices(run: Run, [value = null, count = 1, fill = null]: readonly Value[]): Value {
  return new Stream(run, 'generator', function* () {
    const items = elements(run, value)
    const parts = wantInt(count)
    if (parts === 0) raise('ZeroDivisionError: integer division or modulo by zero')
    const each = Math.floor(items.length / parts)
    const extra = items.length - each * parts
    let offset = 0
    for (let part = 0; part < parts; part += 1) {
      tick(run)
      hold(run, LIST + each * PLACE)
      const start = offset + part * each
      if (part < extra) offset += 1
      const cut = items.slice(start, offset + (part + 1) * each)
      if (fill !== null && part >= extra) cut.push(fill)
      yield new List(cut)
    }
  })
}

function items(run: Run, value: Value): Value {
  if (value instanceof Undefined) return new Stream(run, 'generator', () => [].values())
  return new Stream(run, 'generator', function* () {
    if (!(value instanceof Dict)) return raise('TypeError: Can only get item pairs from a mapping.')
    yield* iterate(run, new DictView(value, 'items'))
  })
}

function random(run: Run, value: Value): Value {
  const size = length(run, value)
  if (size === 0) return new Undefined('item', { hint: 'No random item, the sequence was empty.' })
  if (value instanceof Dict || value instanceof DictView)
    return raise(`KeyError: ${typeName(value)} has no elements by number`)
  return elements(run, value)[Math.floor(Math.random() * size)] ?? null
}

/** Filters over lists and all other iterables. */
export const SEQUENCE_FILTERS: readonly Entry[] = [
  filter('length', 'obj, /', (run, [value = null]) => length(run, value)),
  filter('count', 'obj, /', (run, [value = null]) => length(run, value)),
  filter('first', 'seq', (run, [value = null]) => first(run, value)),
  filter('last', 'seq', (run, [value = null]) => last(run, value)),
  filter('list', 'value', (run, [value = null]) => new List(elements(run, value))),
  filter('reverse', 'value', (run, [value = null]) => reverse(run, value)),
  filter('join', "value, d='', attribute=None", join),
  filter('unique', 'value, case_sensitive=False, attribute=None', unique),
  filter('min', 'value, case_sensitive=False, attribute=None', extreme('<')),
  filter('max', 'value, case_sensitive=False, attribute=None', extreme('>')),
  filter('sort', 'value, reverse=False, case_sensitive=False, attribute=None', (run, args) => {
    const [value = null, turned = false, caseSensitive = false, attribute = null] = args
    const key = sortKey(run, attribute, truthy(run, caseSensitive))
    return new List(sorted(run, elements(run, value), key, wantInt(turned) !== 0))
  }),
  filter('groupby', 'value, attribute, default=None, case_sensitive=False', groupby),
  filter('sum', 'iterable, attribute=None, start=0', sum),
  filter('dictsort', "value, case_sensitive=False, by='key', reverse=False", dictsort),
  filter('batch', 'value, linecount, fill_with=None', batch),
  filter('slice', 'value, slices, fill_with=None', slices),
  filter('items', 'value', (run, [value = null]) => items(run, value)),
  filter('random', 'seq', (run, [value = null]) => random(run, value)),
]
