import { raise } from '../errors.ts'
import { claim, deeper, letters, scan, tick } from '../meter.ts'
import { sorted } from '../values/compare.ts'
import { jsonKey, jsonNumber } from '../values/host.ts'
import { intText } from '../values/numbers.ts'
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
  write(run, out, value, indent, '\n')
  return out.text()
}

function write(run: Run, out: Pieces, value: Value, indent: string | undefined, line: string): void {
  tick(run)
  const simple = scalar(run, value)
  if (simple !== undefined) {
    out.add(simple)
    return
  }
  if (!(value instanceof Dict || value instanceof List || value instanceof Tuple)) {
    mustBeDefined(value)
    raise(`TypeError: Object of type ${typeName(value)} is not JSON serializable`)
    return
  }
  const inner = indent === undefined ? '' : line + indent
  deeper(run, () => {
    const [open, close] = value instanceof Dict ? ['{', '}'] : ['[', ']']
    out.add(open)
    let before = inner
    const next = () => {
      if (before !== '') out.add(safe(before))
      scan(run, before.length)
      before = indent === undefined ? ', ' : `,${inner}`
    }
    if (value instanceof Dict)
      for (const [key, item] of sorted(run, [...value.entries()], ([name]) => name, false)) {
        next()
        out.add(`${quoted(run, jsonKey(key))}: `)
        write(run, out, item, indent, inner)
      }
    else
      for (const item of value.items) {
        next()
        write(run, out, item, indent, inner)
      }
    if (before !== inner && indent !== undefined) out.add(safe(line))
    out.add(close)
  })
}

function scalar(run: Run, value: Value): string | undefined {
  const text = textOf(value)
  if (text !== undefined) return quoted(run, text)
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return intText(value)
  return typeof value === 'number' || value instanceof Float ? jsonNumber(value) : undefined
}

/** What must not stand in HTML, as an escape of JSON: that of an indentation is in a text of the template's own. */
function safe(text: string): string {
  return text.replace(/[<>&']/g, (char) => UNSAFE[char] ?? char)
}

function quoted(run: Run, text: string): string {
  claim(run, text.length)
  const escaped = inBlocks(run, text, (block) =>
    block.replace(ESCAPED, (char) => SHORT[char] ?? UNSAFE[char] ?? unicodeEscape(char)),
  )
  if (escaped.length > text.length) letters(run, escaped.length)
  return `"${escaped}"`
}

const ESCAPED = /["\\<>&']|[^\x20-\x7e]/g

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
