/** Formats text with Python's percent operator. */
import { raise } from '../errors.ts'
import { claim, fits, letters, scan, tick } from '../meter.ts'
import { floatDigits } from '../values/numbers/format.ts'
import { digitsOf, truncate } from '../values/numbers/numbers.ts'
import { parseFloatText } from '../values/numbers/read-float.ts'
import { parseInteger } from '../values/numbers/read-integer.ts'
import { repr, str } from '../values/print.ts'
import { cutText, lengthOfText, textOf } from '../values/text.ts'
import { isFloat, isInt, isNumber, typeName } from '../values/types.ts'
import { mustBeDefined } from '../values/undefined.ts'
import { Dict, List, Markup, Range, type Run, Tuple, Undefined, type Value } from '../values/values.ts'
import { toHtml } from './html.ts'

const FIELD = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([hlL])?([\s\S])?/y

interface Conversion {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly type: string
}

/** Python's `format % values`. If the format is HTML, inserted values are escaped. */
export function percentFormat(run: Run, format: string | Markup, values: Value): string | Markup {
  const source = typeof format === 'string' ? format : format.text
  const html = format instanceof Markup
  const queue = values instanceof Tuple ? [...values.items] : [values]
  const mapping = values instanceof Dict ? values : undefined
  const single = !(values instanceof Tuple)
  let used = 0
  const next = (): Value => {
    const value = queue[used]
    if (value === undefined) return raise('TypeError: not enough arguments for format string')
    used += 1
    return value
  }
  const number = (spelled: string): number => {
    if (spelled !== '*') return Number(spelled)
    const value = next()
    if (html) raise('TypeError: * wants int')
    return isInt(value) ? Number(value) : raise('TypeError: * wants int')
  }
  scan(run, source.length)
  tick(run, queue.length)
  let text = ''
  let at = 0
  while (at < source.length) {
    const start = source.indexOf('%', at)
    if (start === -1) break
    text += source.slice(at, start)
    FIELD.lastIndex = start
    const found = FIELD.exec(source)
    const [whole = '%', key, flags = '', width = '', precision, , type = ''] = found ?? []
    at = start + whole.length
    tick(run)
    const left = width === '*' ? number('*') : width === '' ? 0 : Number(width)
    const dot = /\.(?:\*|\d*)[hlL]?[\s\S]?$/.test(whole.replace(/^%\((?:[^()]|\([^()]*\))*\)/, ''))
    const digits = precision !== undefined ? number(precision) : dot && type !== '.' ? 0 : undefined
    if (type === '') raise('ValueError: incomplete format')
    const spec: Conversion = {
      flags: left < 0 ? `${flags}-` : flags,
      width: claim(run, Math.abs(left)),
      precision: digits === undefined ? undefined : claim(run, Math.max(0, digits)),
      type,
    }
    if (type === '%') {
      if (whole !== '%%') raise("ValueError: unsupported format character '%' (0x25)")
      text += '%'
      continue
    }
    if (key !== undefined && mapping === undefined) raise('TypeError: format requires a mapping')
    const value = key !== undefined && mapping !== undefined ? entry(run, mapping, key) : next()
    text += padded(spec, convert(run, spec, value, html))
    fits(run, text.length)
  }
  const loose =
    single &&
    (values instanceof Dict ||
      values instanceof List ||
      values instanceof Range ||
      values instanceof Undefined)
  if (used < queue.length && !loose) raise('TypeError: not all arguments converted during string formatting')
  text += source.slice(at)
  return html ? new Markup(text) : text
}

function entry(run: Run, mapping: Dict, key: string): Value {
  const value = mapping.get(run, key)
  return value === undefined ? raise(`KeyError: ${repr(run, key)}`) : value
}

/** The converted value as sign or prefix, and the rest, so that zeros can go between. */
function convert(
  run: Run,
  spec: Conversion,
  value: Value,
  html: boolean,
): readonly [prefix: string, body: string, numeric: boolean] {
  const { type, precision } = spec
  const shown = (text: string) => {
    scan(run, text.length)
    return ['', precision === undefined ? text : cutText(text, 0, precision), false] as const
  }
  if (html && 'coxX'.includes(type)) raise(`TypeError: %${type} format: an integer is required, not HTML`)
  switch (type) {
    case 's':
      return shown(html ? toHtml(run, value).text : str(run, value))
    case 'r':
      return shown(html ? toHtml(run, repr(run, value)).text : repr(run, value))
    case 'a':
      return shown(ascii(run, html ? toHtml(run, repr(run, value)).text : repr(run, value)))
    case 'c':
      return ['', character(value), false]
    case 'd':
    case 'i':
    case 'u': {
      const given = html ? read(run, value, parseInteger) : value
      return integer(
        run,
        spec,
        isFloat(given) ? truncate(Number(given)) : given,
        10,
        'a real number is required',
      )
    }
    case 'o':
      return integer(run, spec, value, 8, 'an integer is required')
    case 'x':
    case 'X':
      return integer(run, spec, value, 16, 'an integer is required')
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'F':
    case 'G':
      return real(spec, html ? read(run, value, parseFloatText) : value)
    default:
      return raise(
        `ValueError: unsupported format character '${type}' (0x${(type.codePointAt(0) ?? 0).toString(16)})`,
      )
  }
}

/** MarkupSafe turns what it puts into HTML into a number where one is asked for, a text too. */
function read(run: Run, value: Value, parse: (text: string) => number | bigint | undefined): Value {
  const text = textOf(value)
  letters(run, text?.length ?? 0)
  return text === undefined
    ? value
    : (parse(text) ?? raise('ValueError: could not convert string to a number'))
}

function signOf(negative: boolean, flags: string): string {
  if (negative) return '-'
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
}

function integer(
  run: Run,
  spec: Conversion,
  value: Value,
  base: number,
  wanted: string,
): readonly [string, string, boolean] {
  mustBeDefined(value)
  if (!isInt(value)) return raise(`TypeError: %${spec.type} format: ${wanted}, not ${typeName(value)}`)
  const number = BigInt(value)
  const magnitude = number < 0n ? -number : number
  let digits = digitsOf(run, magnitude, base)
  if (spec.precision !== undefined) digits = digits.padStart(spec.precision, '0')
  const mark = spec.flags.includes('#') && base !== 10 ? (base === 8 ? '0o' : '0x') : ''
  const body = spec.type === 'X' ? digits.toUpperCase() : digits
  return [signOf(number < 0n, spec.flags) + (spec.type === 'X' ? mark.toUpperCase() : mark), body, true]
}

function real(spec: Conversion, value: Value): readonly [string, string, boolean] {
  mustBeDefined(value)
  if (!isNumber(value)) return raise(`TypeError: must be real number, not ${typeName(value)}`)
  const number = Number(value)
  const style = spec.type.toLowerCase() as 'e' | 'f' | 'g'
  const digits = floatDigits(number, style, spec.precision ?? 6, spec.flags.includes('#'))
  const negative = number < 0 || Object.is(number, -0)
  const upper = spec.type !== spec.type.toLowerCase()
  return [signOf(negative, spec.flags), upper ? digits.toUpperCase() : digits, true]
}

function character(value: Value): string {
  mustBeDefined(value)
  const text = textOf(value)
  if (text !== undefined && text.length < 3 && lengthOfText(text) === 1) return text
  if (isInt(value) && Number(value) >= 0 && Number(value) <= 0x10ffff)
    return String.fromCodePoint(Number(value))
  return raise('TypeError: %c requires int or char')
}

/** A text in which all non-ASCII characters are Python escapes. */
export function ascii(run: Run, text: string): string {
  letters(run, text.length)
  return text.replace(/\P{ASCII}/gu, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`
  })
}

function padded(spec: Conversion, [prefix, body, numeric]: readonly [string, string, boolean]): string {
  const missing = spec.width - lengthOfText(prefix + body)
  if (missing <= 0) return prefix + body
  if (spec.flags.includes('-')) return prefix + body + ' '.repeat(missing)
  if (spec.flags.includes('0') && numeric) return prefix + '0'.repeat(missing) + body
  return ' '.repeat(missing) + prefix + body
}
