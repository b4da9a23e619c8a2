/** Parses Python format specifications. */
import { raise } from '../errors.ts'
import { claim, scan } from '../meter.ts'
import { type FloatStyle, filledGroups, floatDigits } from '../values/numbers/format.ts'
import { digitsOf } from '../values/numbers/numbers.ts'
import { str } from '../values/print.ts'
import { cutText, lengthOfText, textOf } from '../values/text.ts'
import { isFloat, isInt, typeName } from '../values/types.ts'
import { mustBeDefined, undefinedText } from '../values/undefined.ts'
import { type Run, Undefined, type Value } from '../values/values.ts'

const SPEC = /^(?:([\s\S])(?=[<>=^]))?([<>=^])?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u

interface Spec {
  readonly fill: string
  readonly align: string | undefined
  readonly sign: string
  /** A zero has no minus sign, also one that rounding made. */
  readonly positiveZero: boolean
  readonly alternate: boolean
  readonly zero: boolean
  readonly width: number
  readonly grouping: string
  readonly precision: number | undefined
  readonly type: string
}

/** Python's `format(value, spec)`. */
export function formatValue(run: Run, value: Value, spec: string): string {
  if (value instanceof Undefined && spec === '') return undefinedText(run, value)
  if (spec === '') return str(run, value)
  mustBeDefined(value)
  const text = textOf(value)
  if (text === undefined && !isInt(value) && !isFloat(value))
    return raise(`TypeError: unsupported format string passed to ${typeName(value)}.__format__`)
  const parsed = parseSpec(run, spec, typeName(value))
  if (text !== undefined) return formatText(run, text, parsed)
  if (isInt(value) && !'eEfFgG%'.includes(parsed.type || 'd')) return formatInt(run, BigInt(value), parsed)
  return formatFloat(Number(value), parsed, isFloat(value))
}

function parseSpec(run: Run, spec: string, type: string): Spec {
  scan(run, spec.length)
  const found = SPEC.exec(spec)
  if (found === null)
    return raise(`ValueError: Invalid format specifier '${spec}' for object of type '${type}'`)
  const [, fill, align, sign, positiveZero, alternate, zero, width, grouping, precision, presentation] = found
  return {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (zero === undefined ? undefined : '='),
    sign: sign ?? '',
    positiveZero: positiveZero !== undefined,
    alternate: alternate !== undefined,
    zero: zero !== undefined && align === undefined,
    width: claim(run, Number(width ?? 0)),
    grouping: grouping ?? '',
    precision: precision === undefined ? undefined : claim(run, Number(precision)),
    type: presentation ?? '',
  }
}

function formatText(run: Run, text: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's')
    raise(`ValueError: Unknown format code '${spec.type}' for object of type 'str'`)
  if (spec.sign !== '') raise('ValueError: Sign not allowed in string format specifier')
  if (spec.positiveZero)
    raise('ValueError: Negative zero coercion (z) not allowed in string format specifier')
  if (spec.alternate) raise('ValueError: Alternate form (#) not allowed in string format specifier')
  if (spec.grouping !== '') raise(`ValueError: Cannot specify '${spec.grouping}' with 's'.`)
  if (spec.align === '=' && !spec.zero)
    raise("ValueError: '=' alignment not allowed in string format specifier")
  scan(run, text.length)
  const cut = spec.precision === undefined ? text : cutText(text, 0, spec.precision)
  return align(spec, '', cut, spec.align === undefined || spec.align === '=' ? '<' : spec.align)
}

function signOf(negative: boolean, spec: Spec): string {
  if (negative) return '-'
  return spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''
}

const BASES: Readonly<Record<string, number>> = { '': 10, d: 10, n: 10, b: 2, o: 8, x: 16, X: 16 }

function formatInt(run: Run, value: bigint, spec: Spec): string {
  if (spec.precision !== undefined) raise('ValueError: Precision not allowed in integer format specifier')
  if (spec.positiveZero)
    raise('ValueError: Negative zero coercion (z) not allowed in integer format specifier')
  if (spec.type === 'c') {
    if (spec.sign !== '') raise("ValueError: Sign not allowed with integer format specifier 'c'")
    if (spec.grouping !== '') raise(`ValueError: Cannot specify '${spec.grouping}' with 'c'.`)
    if (spec.alternate) raise("ValueError: Alternate form (#) not allowed with integer format specifier 'c'")
    if (value < 0n || value > 0x10ffffn) raise('OverflowError: %c arg not in range(0x110000)')
    return align(spec, '', String.fromCodePoint(Number(value)), spec.align ?? '>')
  }
  const base = BASES[spec.type]
  if (base === undefined)
    return raise(`ValueError: Unknown format code '${spec.type}' for object of type 'int'`)
  if (spec.grouping === ',' && base !== 10) raise(`ValueError: Cannot specify ',' with '${spec.type}'.`)
  if (spec.grouping !== '' && spec.type === 'n')
    raise(`ValueError: Cannot specify '${spec.grouping}' with 'n'.`)
  const magnitude = value < 0n ? -value : value
  const digits = digitsOf(run, magnitude, base)
  const mark = spec.alternate && base !== 10 ? `0${spec.type}` : ''
  const prefix = signOf(value < 0n, spec) + mark
  const body = spec.type === 'X' ? digits.toUpperCase() : digits
  return align(spec, prefix, withGroups(spec, prefix, body, '', base === 10 ? 3 : 4), spec.align ?? '>')
}

function formatFloat(value: number, spec: Spec, float: boolean): string {
  const { type } = spec
  const style = ({ '': '', n: 'g', '%': 'f' } as Record<string, FloatStyle>)[type] ?? type.toLowerCase()
  if (style !== '' && style !== 'e' && style !== 'f' && style !== 'g')
    return raise(`ValueError: Unknown format code '${type}' for object of type '${float ? 'float' : 'int'}'`)
  if (spec.grouping !== '' && type === 'n') raise(`ValueError: Cannot specify '${spec.grouping}' with 'n'.`)
  const number = type === '%' ? value * 100 : value
  const bare = style === '' && spec.precision === undefined
  const text = floatDigits(number, bare ? 'r' : style, spec.precision ?? 6, spec.alternate)
  const found = /^(\d*)([\s\S]*)$/.exec(
    type !== '' && type !== '%' && type !== type.toLowerCase() ? text.toUpperCase() : text,
  )
  const [whole = '', rest = ''] = [found?.[1], found?.[2]]
  const zero = spec.positiveZero && !/[1-9in]/.test(text.replace(/e.*$/i, ''))
  const prefix = signOf(!zero && (number < 0 || Object.is(number, -0)), spec)
  const tail = rest + (type === '%' ? '%' : '')
  const body = whole === '' ? tail : withGroups(spec, prefix, whole, tail, 3)
  return align(spec, prefix, body, spec.align ?? '>')
}

/** Separators in the whole part; zeros that fill the width are grouped too, as Python does. */
function withGroups(spec: Spec, prefix: string, whole: string, tail: string, every: number): string {
  if (spec.grouping === '') return whole + tail
  const room = spec.fill === '0' && spec.align === '=' ? spec.width - prefix.length - tail.length : 0
  return filledGroups(whole, spec.grouping, every, room) + tail
}

function align(spec: Spec, prefix: string, body: string, side: string): string {
  const missing = spec.width - lengthOfText(prefix + body)
  if (missing <= 0) return prefix + body
  const left = side === '>' ? missing : side === '^' ? missing >> 1 : 0
  if (side === '=') return prefix + spec.fill.repeat(missing) + body
  return spec.fill.repeat(left) + prefix + body + spec.fill.repeat(missing - left)
}
