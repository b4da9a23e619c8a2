/** The filter `tojson`. */
import { raise } from '../errors.ts'
import { claim, deeper, fits, letters, scan, tick } from '../meter.ts'
import { compareText, sorted } from '../values/compare.ts'
import { jsonKey, jsonNumber } from '../values/host.ts'
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
  write(run, out, '', value, indent, '\n')
  return out.text()
}

/** Writes a value; `before` is written before it: the separator from the previous value, and its key. */
function write(
  run: Run,
  out: Pieces,
  before: string,
  value: Value,
  indent: string | undefined,
  line: string,
): void {
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
      for (const [key, item] of inOrder(run, value)) {
        write(run, out, `${next}${quoted(run, jsonKey(key))}: `, item, indent, inner)
        next = between
      }
    else
      for (const item of value.items) {
        write(run, out, next, item, indent, inner)
        next = between
      }
  })
  out.add(indent === undefined ? close : safe(line) + close)
}

/** The entries by key. */
function inOrder(run: Run, dict: Dict): [Value, Value][] {
  const entries = [...dict.entries()]
  if (!entries.every(isNamed)) return sorted(run, entries, ([name]) => name, false)
  tick(run, entries.length)
  return entries.sort(([a], [b]) => compareText(run, a, b))
}

const isNamed = (entry: [Value, Value]): entry is [string, Value] => typeof entry[0] === 'string'

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
