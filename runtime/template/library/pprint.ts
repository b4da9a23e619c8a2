/** The filter `pprint`. */
import { isTemplateError } from '../errors.ts'
import { claim, claimList, deeper, hold, letters, tick } from '../meter.ts'
import { ordered, sorted } from '../values/compare.ts'
import { type Entry, keySorter, type SortEntries } from '../values/key-sort.ts'
import { QUOTABLE, repr } from '../values/print.ts'
import { isFlat, isSpace, lengthOfText, linesOf } from '../values/text.ts'
import { typeName } from '../values/types.ts'
import { Dict, List, type Run, Tuple, type Value } from '../values/values.ts'

const WIDTH = 80
/** Bytes of an entry of a dict while it is sorted. */
const ENTRY = 60

/**
 * Python's `pprint.pformat`: one line if the value fits into 80 columns, otherwise one element per line; keys of dicts
 * sorted.
 */
export function pretty(run: Run, value: Value): string {
  return format(run, sortKeys(run, keySorter(), value), 0, 0, 1)
}

/** The value with the keys of all dicts in order, which `pformat` shows them in. */
function sortKeys(run: Run, sort: SortEntries, value: Value): Value {
  if (!(value instanceof Dict || value instanceof List || value instanceof Tuple)) return value
  return deeper(run, () => {
    if (value instanceof Dict) hold(run, value.size * ENTRY)
    else claimList(run, value.items.length)
    if (!(value instanceof Dict)) {
      const items = value.items.map((item) => sortKeys(run, sort, item))
      if (items.every((item, at) => item === value.items[at])) return value
      return value instanceof List ? new List(items) : new Tuple(items)
    }
    const entries = value.pairs()
    const sorted = sort(run, entries) ?? sortedEntries(run, entries)
    return dictOf(
      run,
      sorted.map(([key, item]) => [key, sortKeys(run, sort, item)] as const),
    )
  })
}

/** A dict of sorted entries that is only printed: keys that are texts are not hashed. */
function dictOf(run: Run, entries: readonly Entry[]): Dict {
  if (!entries.every(isNamed)) return Dict.of(run, entries)
  return new Dict({
    list: () => entries,
    read: (name) => entries.find(([key]) => key === name)?.[1],
  })
}

const isNamed = (entry: Entry): entry is readonly [string, Value] => typeof entry[0] === 'string'

function sortedEntries(run: Run, entries: readonly Entry[]): Entry[] {
  try {
    return sorted(run, entries, ([key]) => key, false)
  } catch (error) {
    if (!isTemplateError(error) || error.kind !== 'runtime') throw error
    // Keys without an order among them are ordered by type, as Python does here.
    return [...entries].sort(([a], [b]) => {
      tick(run)
      const [x, y] = [typeName(a), typeName(b)]
      if (x !== y) return x < y ? -1 : 1
      return a !== b && ordered(run, '<', a, b) ? -1 : 1
    })
  }
}

/** Longest text whose characters are counted to see that it is long. */
const COUNTED = 200

/** The fewest characters that a value is printed in. */
function leastOf(value: Value): number {
  if (typeof value !== 'string') return 1
  return 2 + (value.length <= COUNTED && isFlat(value) ? value.length : value.length >> 1)
}

/** Whether a value is longer than this for certain, without printing it. */
function isLonger(value: Value, room: number): boolean {
  let least = 0
  if (value instanceof Dict)
    return value.pairs().some(([key, item]) => {
      least += leastOf(key) + leastOf(item) + 4
      return least > room
    })
  if (!(value instanceof List || value instanceof Tuple)) return leastOf(value) > room
  return value.items.some((item) => {
    least += leastOf(item) + 2
    return least > room
  })
}

/** `indent` columns are already used on this line, `allowance` are needed after it. */
function format(run: Run, value: Value, indent: number, allowance: number, level: number): string {
  const room = WIDTH - indent - allowance
  const long = isLonger(value, room)
  const flat = long ? '' : repr(run, value)
  if (!long && (flat.length <= room || lengthOfText(flat) <= room)) return flat
  return deeper(run, () => {
    if (value instanceof Dict && value.size > 0) {
      const entries = value.pairs()
      const items = entries.map(([key, item], index) => {
        const name = repr(run, key)
        const last = index === entries.length - 1
        const at = indent + 1 + lengthOfText(name) + 2
        return `${name}: ${format(run, item, at, last ? allowance + 1 : 1, level + 1)}`
      })
      return `{${joined(run, items, indent + 1)}}`
    }
    if (value instanceof List) return `[${listed(run, value.items, indent, allowance + 1, level)}]`
    if (value instanceof Tuple) {
      const close = value.items.length === 1 ? ',)' : ')'
      return `(${listed(run, value.items, indent, allowance + close.length, level)}${close}`
    }
    if (typeof value === 'string') return longText(run, value, indent, allowance, level)
    return long ? repr(run, value) : flat
  })
}

function listed(run: Run, items: readonly Value[], indent: number, allowance: number, level: number): string {
  const lines = items.map((item, index) =>
    format(run, item, indent + 1, index === items.length - 1 ? allowance : 1, level + 1),
  )
  return joined(run, lines, indent + 1)
}

/** Elements, one per line. */
function joined(run: Run, lines: readonly string[], indent: number): string {
  const between = `,\n${' '.repeat(indent)}`
  claim(
    run,
    lines.reduce((sum, line) => sum + line.length + between.length, 0),
  )
  return lines.join(between)
}

/** Where a word and the white space after it end, or white space alone. */
function wordEnd(line: string, from: number): number {
  let at = from
  while (at < line.length && !isSpace(line.charCodeAt(at))) at += 1
  while (at < line.length && isSpace(line.charCodeAt(at))) at += 1
  return at
}

/** A text over several lines: cut after line breaks, then between words, as adjacent string literals. */
function longText(run: Run, text: string, outer: number, outerAllowance: number, level: number): string {
  const [indent, allowance] = level === 1 ? [outer + 1, outerAllowance + 1] : [outer, outerAllowance]
  const plain = QUOTABLE.test(text)
  if (plain) letters(run, text.length)
  const lines = plain ? [text] : linesOf(run, text, true)
  const pieces: string[] = []
  const shown = (part: string): string => (plain ? `'${part}'` : repr(run, part))
  const lengthOf = (part: string): number => (plain ? part.length + 2 : lengthOfText(repr(run, part)))
  lines.forEach((line, index) => {
    const last = index === lines.length - 1
    const room = WIDTH - indent - (last ? allowance : 0)
    if (lengthOf(line) <= room) {
      pieces.push(shown(line))
      return
    }
    let from = 0
    for (let at = 0; at < line.length; ) {
      const end = wordEnd(line, at)
      const space = end === line.length && last ? room : WIDTH - indent
      if (at > from && lengthOf(line.slice(from, end)) > space) {
        pieces.push(shown(line.slice(from, at)))
        from = at
      }
      at = end
    }
    pieces.push(shown(line.slice(from)))
  })
  if (pieces.length < 2) return repr(run, text)
  const between = `\n${' '.repeat(indent)}`
  claim(
    run,
    pieces.reduce((sum, piece) => sum + piece.length + between.length, 0),
  )
  return level === 1 ? `(${pieces.join(between)})` : pieces.join(between)
}
