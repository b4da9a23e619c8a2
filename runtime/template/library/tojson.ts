/** The filter `tojson`. */
import { raise } from '../errors.ts'
import { claim, deeper, fits, letters, scan, tick } from '../meter.ts'
import { sorted } from '../values/compare.ts'
import { jsonKey, jsonNumber } from '../values/host.ts'
import { type Entry, keySorter, type SortEntries } from '../values/key-sort.ts'
import { intText } from '../values/numbers/numbers.ts'
import { inBlocks, type Pieces, pieces } from '../values/pieces.ts'
import { textOf } from '../values/text.ts'
import { typeName } from '../values/types.ts'
import { mustBeDefined } from '../values/undefined.ts'
import { Dict, Float, List, type Run, Tuple, type Value } from '../values/values.ts'

const UNSAFE: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  "'": '\\u0027',
}
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
}

/** Jinja2's `tojson`: Python's `json.dumps` with sorted keys, ASCII only, safe inside HTML. `indent` is one level's text. */
export function toJson(run: Run, value: Value, indent: string | undefined): string {
  const out = pieces(run)
  write({ run, out, indent, sort: keySorter(), names: new Map() }, '', value, '\n')
  return out.text()
}

/** Where JSON is written, and how. */
interface Writing {
  readonly run: Run
  readonly out: Pieces
  readonly indent: string | undefined
  readonly sort: SortEntries
  /** Keys as they were written before. */
  readonly names: Map<string, string>
}

/** Writes a value; `before` is written before it: the separator from the previous value, and its key. */
function write(writing: Writing, before: string, value: Value, line: string): void {
  const { run, out, indent } = writing
  tick(run)
  const simple = scalar(run, value)
  if (simple !== undefined) {
    out.add(before + simple)
    return
  }
  if (!(value instanceof Dict || value instanceof List || value instanceof Tuple)) {
    mustBeDefined(value)
    raise(`TypeError: Object of type ${typeName(value)} is not JSON serializable`)
    return
  }
  const [open, close] = value instanceof Dict ? ['{', '}'] : ['[', ']']
  const length = value instanceof Dict ? value.size : value.items.length
  if (length === 0) {
    out.add(before + open + close)
    return
  }
  const inner = indent === undefined ? '' : line + indent
  fits(run, inner.length)
  const between = indent === undefined ? ', ' : `,${safe(inner)}`
  scan(run, between.length * length)
  let next = before + open + safe(inner)
  deeper(run, () => {
    if (value instanceof Dict)
      for (const [key, item] of inOrder(writing, value)) {
        write(writing, next + named(writing, jsonKey(key)), item, inner)
        next = between
      }
    else
      for (const item of value.items) {
        write(writing, next, item, inner)
        next = between
      }
  })
  out.add(indent === undefined ? close : safe(line) + close)
}

/** The entries by key. */
function inOrder({ run, sort }: Writing, dict: Dict): readonly Entry[] {
  const entries = dict.pairs()
  return sort(run, entries) ?? sorted(run, entries, ([name]) => name, false)
}

/** Longest key that is kept, and how many are: the keys of rows, which come again. */
const KEPT = { length: 64, names: 256 }

/** A key, and the colon after it. */
function named({ run, names }: Writing, key: string): string {
  const known = key.length > KEPT.length ? undefined : names.get(key)
  if (known !== undefined) return known
  const name = `${quoted(run, key)}: `
  if (key.length <= KEPT.length && names.size < KEPT.names) names.set(key, name)
  return name
}

function scalar(run: Run, value: Value): string | undefined {
  const text = textOf(value)
  if (text !== undefined) return quoted(run, text)
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return intText(value)
  return typeof value === 'number' || value instanceof Float ? jsonNumber(value) : undefined
}

/**
 * Replaces characters that must not occur in HTML by JSON escapes. Used for the indentation, which is the template's own
 * text.
 */
function safe(text: string): string {
  return text.replace(/[<>&']/g, (char) => UNSAFE[char] ?? char)
}

function quoted(run: Run, text: string): string {
  claim(run, text.length)
  if (!SPECIAL.test(text)) return `"${text}"`
  const escaped = inBlocks(run, text, (block) =>
    block.replace(ESCAPED, (char) => SHORT[char] ?? UNSAFE[char] ?? unicodeEscape(char)),
  )
  if (escaped.length > text.length) letters(run, escaped.length)
  return `"${escaped}"`
}

const SPECIAL = /["\\<>&']|[^\x20-\x7e]/
const ESCAPED = /["\\<>&']|[^\x20-\x7e]/g

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
