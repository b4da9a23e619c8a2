/** Prints values as Python does. */
import { refuse } from '../errors.ts'
import { claim, deeper, hold, letters, tick } from '../meter.ts'
import { floatText, intText } from './numbers/numbers.ts'
import { inBlocks } from './pieces.ts'
import { lazyPattern } from './text.ts'
import { undefinedText } from './undefined.ts'
import {
  Dict,
  DictView,
  Float,
  List,
  Markup,
  Range,
  type Run,
  Stream,
  Tuple,
  Undefined,
  type Value,
} from './values.ts'

/** Python's `str()`. */
export function str(run: Run, value: Value): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return Number.isInteger(value) ? String(value) : floatText(value)
    case 'boolean':
      return value ? 'True' : 'False'
  }
  if (value instanceof Markup) return value.text
  if (value instanceof Undefined) return undefinedText(run, value)
  return repr(run, value)
}

/** Python's `repr()`. `within` are the containers being printed, which a list that holds itself stops at. */
export function repr(run: Run, value: Value, within: readonly Value[] = []): string {
  tick(run)
  switch (typeof value) {
    case 'string':
      return textRepr(run, value)
    case 'bigint': {
      const digits = intText(value)
      tick(run, digits.length >> 3)
      return digits
    }
    case 'number':
    case 'boolean':
      return str(run, value)
  }
  if (value === null) return 'None'
  if (value instanceof Float) return floatText(value)
  if (value instanceof Markup) return `Markup(${textRepr(run, value.text)})`
  if (value instanceof Undefined) return undefinedText(run, value) === '' ? 'Undefined' : ''
  if (value instanceof Range)
    return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`
  if (value instanceof Stream)
    return refuse(`A ${value.kind} cannot be printed.`, 'Add "| list", or "| join(...)" for text.')
  if (value instanceof List || value instanceof Tuple || value instanceof Dict || value instanceof DictView)
    return containerRepr(run, value, within)
  return (
    value.print?.(run) ??
    refuse(
      `A ${value.type} cannot be printed.`,
      'Call it with parentheses, or use ["name"] for a key of the data.',
    )
  )
}

/** Bytes of the text of an element beside its characters. */
const SHOWN = 24

function containerRepr(run: Run, value: List | Tuple | Dict | DictView, within: readonly Value[]): string {
  if (within.includes(value))
    return value instanceof Dict ? '{...}' : value instanceof List ? '[...]' : '(...)'
  const inside = [...within, value]
  // The texts of the elements are there until they are joined.
  hold(run, SHOWN * ('items' in value ? value.items.length : 'size' in value ? value.size : value.dict.size))
  return deeper(run, () => {
    const each = (item: Value) => repr(run, item, inside)
    if (value instanceof List) return joined(run, '[', value.items.map(each), ']')
    if (value instanceof Tuple)
      return joined(run, '(', value.items.map(each), value.items.length === 1 ? ',)' : ')')
    if (value instanceof Dict) {
      const pairs = value.pairs().map(([key, item]) => `${each(key)}: ${each(item)}`)
      return joined(run, '{', pairs, '}')
    }
    const items = value.dict
      .pairs()
      .map(([key, item]) =>
        value.shows === 'keys'
          ? each(key)
          : value.shows === 'values'
            ? each(item)
            : `(${each(key)}, ${each(item)})`,
      )
    return joined(run, `dict_${value.shows}([`, items, '])')
  })
}

function joined(run: Run, open: string, parts: readonly string[], close: string): string {
  claim(
    run,
    parts.reduce((sum, part) => sum + part.length + 2, open.length + close.length),
  )
  return `${open}${parts.join(', ')}${close}`
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const UNPRINTABLE = lazyPattern(() => /[\\\p{C}\p{Z}]/gu)
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/
/** A text that is printed as it is, between single quotes. */
export const QUOTABLE = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/

/** Python's `repr` of text: single quotes unless it holds those and no double ones. */
function textRepr(run: Run, text: string): string {
  claim(run, text.length)
  if (QUOTABLE.test(text)) return `'${text}'`
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  if (PLAIN.test(text)) return quote + (quote === "'" ? text.replaceAll("'", "\\'") : text) + quote
  letters(run, text.length)
  const escaped = inBlocks(run, text, (block) =>
    block.replace(UNPRINTABLE(), (char) => (char === ' ' ? char : (ESCAPES[char] ?? hexEscape(char)))),
  )
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote
}

function hexEscape(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
