/** The filter `pprint`. */
import { isTemplateError } from '../errors.ts'
import { claim, claimList, deeper, hold, tick } from '../meter.ts'
import { ordered, sorted } from '../values/compare.ts'
import { repr } from '../values/print.ts'
import { lengthOfText, linesOf, SPACES } from '../values/text.ts'
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
  return format(run, sortKeys(run, value), 0, 0, 1)
}

/** The value with the keys of all dicts in order, which `pformat` shows them in. */
function sortKeys(run: Run, value: Value): Value {
  if (!(value instanceof Dict || value instanceof List || value instanceof Tuple)) return value
  return deeper(run, () => {
    if (value instanceof Dict) hold(run, value.size * ENTRY)
    else claimList(run, value.items.length)
    if (value instanceof List) return new List(value.items.map((item) => sortKeys(run, item)))
    if (value instanceof Tuple) return new Tuple(value.items.map((item) => sortKeys(run, item)))
    const entries = sortedEntries(run, [...value.entries()])
    return Dict.of(
      run,
      entries.map(([key, item]) => [key, sortKeys(run, item)] as const),
    )
  })
}

function sortedEntries(run: Run, entries: [Value, Value][]): [Value, Value][] {
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

function elementsIn(value: Value): number {
  if (value instanceof Dict) return value.size
  return value instanceof List || value instanceof Tuple ? value.items.length : 0
}

/** `indent` columns are already used on this line, `allowance` are needed after it. */
function format(run: Run, value: Value, indent: number, allowance: number, level: number): string {
  const room = WIDTH - indent - allowance
  // An element takes at least three characters: a long value need not be formatted to see that it is long.
  const long = 3 * elementsIn(value) > room
  const flat = long ? '' : repr(run, value)
  if (!long && lengthOfText(flat) <= room) return flat
  return deeper(run, () => {
    if (value instanceof Dict && value.size > 0) {
      const items = [...value.entries()].map(([key, item], index) => {
        const name = repr(run, key)
        const last = index === value.size - 1
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
    return typeof value === 'string' ? longText(run, value, indent, allowance, level) : flat
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

/** A word and the white space after it, or white space alone. */
const WORD = new RegExp(`[^${SPACES}]+[${SPACES}]*|[${SPACES}]+`, 'g')

/** A text over several lines: cut after line breaks, then between words, as adjacent string literals. */
function longText(run: Run, text: string, outer: number, outerAllowance: number, level: number): string {
  const [indent, allowance] = level === 1 ? [outer + 1, outerAllowance + 1] : [outer, outerAllowance]
  const lines = linesOf(run, text, true)
  const pieces: string[] = []
  lines.forEach((line, index) => {
    const last = index === lines.length - 1
    const room = WIDTH - indent - (last ? allowance : 0)
    if (repr(run, line).length <= room) {
      pieces.push(repr(run, line))
      return
    }
    let current = ''
    for (const { 0: word, index: at } of line.matchAll(WORD)) {
      const space = at + word.length === line.length && last ? room : WIDTH - indent
      const candidate = current + word
      if (repr(run, candidate).length > space) {
        if (current !== '') pieces.push(repr(run, current))
        current = word
      } else current = candidate
    }
    if (current !== '') pieces.push(repr(run, current))
  })
  if (pieces.length === 1) return repr(run, text)
  const between = `\n${' '.repeat(indent)}`
  claim(
    run,
    pieces.reduce((sum, piece) => sum + piece.length + between.length, 0),
  )
  return level === 1 ? `(${pieces.join(between)})` : pieces.join(between)
}
