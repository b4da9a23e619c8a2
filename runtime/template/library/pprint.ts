import { isTemplateError } from '../errors.ts'
import { ordered, sorted } from '../values/compare.ts'
import { claim, deeper, type Run } from '../values/meter.ts'
import { repr } from '../values/print.ts'
import { codePoints, splitLines } from '../values/text.ts'
import { typeName } from '../values/types.ts'
import { Dict, List, Tuple, type Value } from '../values/values.ts'

const WIDTH = 80

/** Python's `pprint.pformat`: what fits into 80 columns on one line, the rest one element a line, keys of dicts sorted. */
export function pretty(run: Run, value: Value): string {
  return format(run, sortKeys(run, value), 0, 0, 1)
}

/** The value with the keys of all dicts in order, which `pformat` shows them in. */
function sortKeys(run: Run, value: Value): Value {
  if (!(value instanceof Dict || value instanceof List || value instanceof Tuple)) return value
  return deeper(run, () => {
    if (value instanceof List) return new List(value.items.map((item) => sortKeys(run, item)))
    if (value instanceof Tuple) return new Tuple(value.items.map((item) => sortKeys(run, item)))
    const entries = sortedEntries(run, [...value.entries()])
    return Dict.of(entries.map(([key, item]) => [key, sortKeys(run, item)] as const))
  })
}

function sortedEntries(run: Run, entries: [Value, Value][]): [Value, Value][] {
  try {
    return sorted(run, entries, ([key]) => key, false)
  } catch (error) {
    if (!isTemplateError(error) || error.kind !== 'runtime') throw error
    // Keys without an order among them are ordered by type, as Python does here.
    return [...entries].sort(([a], [b]) => {
      const [x, y] = [typeName(a), typeName(b)]
      if (x !== y) return x < y ? -1 : 1
      return a !== b && ordered(run, '<', a, b) ? -1 : 1
    })
  }
}

/** `indent` columns are taken on this line already, `allowance` are needed after it. */
function format(run: Run, value: Value, indent: number, allowance: number, level: number): string {
  const flat = repr(run, value)
  claim(run, flat.length)
  if (codePoints(flat).length <= WIDTH - indent - allowance) return flat
  return deeper(run, () => {
    if (value instanceof Dict && value.size > 0) {
      const items = [...value.entries()].map(([key, item], index) => {
        const name = repr(run, key)
        const last = index === value.size - 1
        const at = indent + 1 + codePoints(name).length + 2
        return `${name}: ${format(run, item, at, last ? allowance + 1 : 1, level + 1)}`
      })
      return `{${items.join(`,\n${' '.repeat(indent + 1)}`)}}`
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
  return items
    .map((item, index) =>
      format(run, item, indent + 1, index === items.length - 1 ? allowance : 1, level + 1),
    )
    .join(`,\n${' '.repeat(indent + 1)}`)
}

/** A text over several lines: cut after line breaks, then between words, as adjacent string literals. */
function longText(run: Run, text: string, outer: number, outerAllowance: number, level: number): string {
  const [indent, allowance] = level === 1 ? [outer + 1, outerAllowance + 1] : [outer, outerAllowance]
  const lines = splitLines(text, true)
  const pieces: string[] = []
  lines.forEach((line, index) => {
    const last = index === lines.length - 1
    const room = WIDTH - indent - (last ? allowance : 0)
    if (repr(run, line).length <= room) {
      pieces.push(repr(run, line))
      return
    }
    const words = line.match(/\S*\s*/g) ?? []
    words.pop()
    let current = ''
    words.forEach((word, position) => {
      const space = position === words.length - 1 && last ? room : WIDTH - indent
      const candidate = current + word
      if (repr(run, candidate).length > space) {
        if (current !== '') pieces.push(repr(run, current))
        current = word
      } else current = candidate
    })
    if (current !== '') pieces.push(repr(run, current))
  })
  if (pieces.length === 1) return repr(run, text)
  const joined = pieces.join(`\n${' '.repeat(indent)}`)
  return level === 1 ? `(${joined})` : joined
}
