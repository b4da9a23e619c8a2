/** Methods of numbers. */
import { raise } from '../../errors.ts'
import { letters } from '../../meter.ts'
import { digitsOf, truncate } from '../../values/numbers/numbers.ts'
import { isFloat, isInt, isNumber } from '../../values/types.ts'
import { Float, float, int, type Run, Tuple, type Value } from '../../values/values.ts'
import { type Builtin, builtin } from '../builtin.ts'

function wholeOf(value: Value): bigint {
  return isInt(value) ? BigInt(value) : raise('AttributeError: only whole numbers have this method')
}

function binary(run: Run, value: bigint): string {
  const text = digitsOf(run, value < 0n ? -value : value, 2)
  letters(run, text.length)
  return text
}

/** A float as the smallest fraction that equals it. */
function ratio(value: number): Tuple {
  if (!Number.isFinite(value)) return raise('OverflowError: cannot convert it to an integer ratio')
  let under = 1n
  let over = value
  while (!Number.isInteger(over)) {
    over *= 2
    under *= 2n
  }
  return new Tuple([int(BigInt(over)), int(under)])
}

/** The methods of numbers that make sense in a template. */
export const NUMBER_METHODS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [
    'bit_length',
    builtin('bit_length', 'self, /', (run, [self = 0]) => {
      const value = wholeOf(self)
      return value === 0n ? 0 : binary(run, value).length
    }),
  ],
  [
    'bit_count',
    builtin(
      'bit_count',
      'self, /',
      (run, [self = 0]) => binary(run, wholeOf(self)).replaceAll('0', '').length,
    ),
  ],
  [
    'is_integer',
    builtin('is_integer', 'self, /', (_run, [self = 0]) =>
      isFloat(self)
        ? self instanceof Float
        : raise("AttributeError: 'int' object has no attribute 'is_integer'"),
    ),
  ],
  [
    'conjugate',
    builtin('conjugate', 'self, /', (_run, [self = 0]) => (typeof self === 'boolean' ? Number(self) : self)),
  ],
  [
    'as_integer_ratio',
    builtin('as_integer_ratio', 'self, /', (_run, [self = 0]) =>
      isFloat(self) ? ratio(Number(self)) : new Tuple([typeof self === 'boolean' ? Number(self) : self, 1]),
    ),
  ],
])

/** The attributes of numbers. */
export function numberAttribute(value: Value, name: string): Value | undefined {
  if (!isNumber(value)) return undefined
  const own = typeof value === 'boolean' ? Number(value) : value
  if (name === 'real') return own
  if (name === 'imag') return isFloat(value) ? float(0) : 0
  if (isFloat(value)) return undefined
  if (name === 'numerator') return own
  return name === 'denominator' ? 1 : undefined
}

/** Python's `int(number)`. */
export function toInt(value: Value): number | bigint | undefined {
  if (typeof value === 'boolean') return Number(value)
  if (isFloat(value)) return truncate(Number(value))
  return isInt(value) ? int(BigInt(value)) : undefined
}
