/** Filters for numbers. */
import { MAX_DIGITS } from '../../budget.ts'
import { raise } from '../../errors.ts'
import { letters, tick } from '../../meter.ts'
import { wantInt } from '../../values/convert.ts'
import { fixedText, roundFloat, truncate } from '../../values/numbers/numbers.ts'
import { parseFloatText } from '../../values/numbers/read-float.ts'
import { parseInteger } from '../../values/numbers/read-integer.ts'
import { textOf } from '../../values/text.ts'
import { isFloat, isInt, isNumber, typeName } from '../../values/types.ts'
import { mustBeDefined } from '../../values/undefined.ts'
import { Float, float, int, type Run, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'
import { toInt } from '../methods/number.ts'
import { arithmetic, signed } from '../operators.ts'

type Entry = readonly [name: string, filter: Builtin]

/** Python's `float()`, `undefined` where it raises TypeError or ValueError. */
function toFloat(run: Run, value: Value): number | undefined {
  mustBeDefined(value)
  const text = textOf(value)
  if (text !== undefined) {
    letters(run, text.length)
    return parseFloatText(text)
  }
  if (!isNumber(value)) return undefined
  const number = Number(value)
  if (typeof value === 'bigint' && !Number.isFinite(number))
    raise('OverflowError: int too large to convert to float')
  return number
}

function intFilter(run: Run, [value = null, fallback = 0, base = 10]: readonly Value[]): Value {
  const text = textOf(value)
  mustBeDefined(value)
  if (text === undefined && !(isFloat(value) && Number.isNaN(Number(value)))) {
    const whole = toInt(value)
    if (whole !== undefined) return whole
  }
  if (text !== undefined && text.length <= MAX_DIGITS) tick(run, text.length)
  // A base that is none is not a failure: the text is read as a float then.
  const parsed = text !== undefined && isInt(base) ? parseInteger(text, Number(base)) : undefined
  if (parsed !== undefined) return parsed
  const number = text === undefined ? undefined : parseFloatText(text)
  return number !== undefined && Number.isFinite(number) ? int(BigInt(Math.trunc(number))) : fallback
}

function round(run: Run, [value = null, precision = 0, method = 'common']: readonly Value[]): Value {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor')
    raise('FilterArgumentError: method must be common, ceil or floor')
  mustBeDefined(value)
  if (!isNumber(value)) return raise(`TypeError: type ${typeName(value)} doesn't define __round__ method`)
  if (method === 'common') {
    if (precision === null)
      return isFloat(value) ? truncate(roundFloat(Number(value), 0)) : (toInt(value) ?? 0)
    const digits = wantInt(precision)
    if (isFloat(value)) return float(roundFloat(Number(value), digits))
    return digits >= 0 ? (toInt(value) ?? 0) : roundInt(BigInt(value), -digits)
  }
  const scale = arithmetic(run, '**', 10, precision)
  const scaled = arithmetic(run, '*', value, scale)
  const whole = isInt(scaled) ? scaled : turned(Number(scaled), method === 'ceil')
  return arithmetic(run, '/', whole, scale)
}

function turned(value: number, up: boolean): Value {
  if (!Number.isFinite(value)) return raise('OverflowError: cannot convert float infinity to integer')
  return int(BigInt(up ? Math.ceil(value) : Math.floor(value)))
}

/** Python rounds ints to tens, hundreds, ... half to even. */
function roundInt(value: bigint, zeros: number): Value {
  if (zeros > 5000) return 0
  const unit = 10n ** BigInt(zeros)
  const magnitude = value < 0n ? -value : value
  const twice = (magnitude % unit) * 2n
  const quotient = magnitude / unit
  const up = twice > unit || (twice === unit && (quotient & 1n) === 1n)
  const rounded = (up ? quotient + 1n : quotient) * unit
  return int(value < 0n ? -rounded : rounded)
}

const PREFIXES = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']

function fileSize(run: Run, value: Value, binary: boolean): string {
  const bytes = toFloat(run, value)
  if (bytes === undefined) return raise('ValueError: could not convert it to float')
  const base = binary ? 1024 : 1000
  if (bytes === 1) return '1 Byte'
  if (bytes < base) return `${toInt(float(bytes))} Bytes`
  let index = 0
  while (index < PREFIXES.length - 1 && bytes >= base ** (index + 2)) index += 1
  const unit = `${binary ? (PREFIXES[index] ?? '').toUpperCase() : PREFIXES[index]}${binary ? 'iB' : 'B'}`
  const size = (base * bytes) / base ** (index + 2)
  return `${Number.isFinite(size) ? fixedText(size, 1) : Number.isNaN(size) ? 'nan' : 'inf'} ${unit}`
}

function abs(value: Value): Value {
  mustBeDefined(value)
  if (!isNumber(value)) return raise(`TypeError: bad operand type for abs(): '${typeName(value)}'`)
  if (value instanceof Float) return float(Math.abs(value.value))
  return typeof value === 'boolean' ? Number(value) : value < 0 ? signed('-', value) : value
}

/** Filters over numbers. */
export const NUMBER_FILTERS: readonly Entry[] = [
  ['abs', builtin('abs', 'x, /', (_run, [value = null]) => abs(value))],
  [
    'int',
    builtin('int', 'value, default=0, base=10', (run, args) => {
      letters(run, textOf(args[0] ?? null)?.length ?? 0)
      return intFilter(run, args)
    }),
  ],
  [
    'float',
    builtin('float', 'value, default=0.0', (run, [value = null, fallback = null]) => {
      const number = toFloat(run, value)
      return number === undefined ? fallback : float(number)
    }),
  ],
  ['round', builtin('round', "value, precision=0, method='common'", round)],
  [
    'filesizeformat',
    builtin('filesizeformat', 'value, binary=False', (run, [value = null, binary = false]) =>
      fileSize(run, value, binary !== false && binary !== 0 && binary !== null && binary !== ''),
    ),
  ],
]
