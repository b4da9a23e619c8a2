import { raise } from '../errors.ts'
import { sorted } from '../values/compare.ts'
import { jsonKey, jsonNumber } from '../values/host.ts'
import { claim, deeper, type Run, tick } from '../values/meter.ts'
import { intText } from '../values/numbers.ts'
import { textOf } from '../values/text.ts'
import { typeName } from '../values/types.ts'
import { mustBeDefined } from '../values/undefined.ts'
import { Dict, Float, List, Tuple, type Value } from '../values/values.ts'

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
  const text = write(run, value, indent, '\n').replace(/[<>&']/g, (char) => UNSAFE[char] ?? char)
  claim(run, text.length)
  return text
}

function write(run: Run, value: Value, indent: string | undefined, line: string): string {
  tick(run)
  const text = textOf(value)
  if (text !== undefined) return quoted(run, text)
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return intText(value)
  if (typeof value === 'number' || value instanceof Float) return jsonNumber(value)
  if (!(value instanceof Dict || value instanceof List || value instanceof Tuple)) {
    mustBeDefined(value)
    return raise(`TypeError: Object of type ${typeName(value)} is not JSON serializable`)
  }
  const inner = indent === undefined ? '' : line + indent
  return deeper(run, () => {
    const parts =
      value instanceof Dict
        ? sorted(run, [...value.entries()], ([key]) => key, false).map(
            ([key, item]) => `${quoted(run, jsonKey(key))}: ${write(run, item, indent, inner)}`,
          )
        : value.items.map((item) => write(run, item, indent, inner))
    const [open, close] = value instanceof Dict ? ['{', '}'] : ['[', ']']
    if (parts.length === 0) return open + close
    const joined = indent === undefined ? parts.join(', ') : `${inner}${parts.join(`,${inner}`)}${line}`
    claim(run, joined.length)
    return open + joined + close
  })
}

function quoted(run: Run, text: string): string {
  claim(run, text.length)
  const escaped = text.replace(
    /["\\]|[^\x20-\x7e]/g,
    (char) => SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `"${escaped}"`
}
