/** Operators of expressions. */
import { MAX_BITS } from '../budget.ts'
import { raise, refuse } from '../errors.ts'
import { claim, claimList, fits, scan, tick } from '../meter.ts'
import type { ArithmeticOperator } from '../tree.ts'
import { bits, divideInts, tooLarge } from '../values/numbers/numbers.ts'
import { textOf } from '../values/text.ts'
import { isInt, isNumber, typeName } from '../values/types.ts'
import { mustBeDefined } from '../values/undefined.ts'
import { Float, float, int, List, Markup, type Run, Tuple, Undefined, type Value } from '../values/values.ts'
import { toHtml } from './html.ts'
import { percentFormat } from './percent.ts'

/** Python's binary operators. Raises for operands that they do not accept. */
export function arithmetic(run: Run, op: ArithmeticOperator, a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number' && Number.isInteger(a) && Number.isInteger(b)) {
    const quick = smallInts(op, a, b)
    if (quick !== undefined) return quick
  }
  if (isNumber(a) && isNumber(b))
    return isInt(a) && isInt(b) ? ints(run, op, BigInt(a), BigInt(b)) : floats(op, Number(a), Number(b))
  mustBeDefined(a)
  if (op === '%' && (typeof a === 'string' || a instanceof Markup)) return percentFormat(run, a, b)
  mustBeDefined(b)
  const made =
    op === '+' ? concatenate(run, a, b) : op === '*' ? (repeat(run, a, b) ?? repeat(run, b, a)) : undefined
  return (
    made ??
    raise(
      `TypeError: unsupported operand type(s) for ${op === '**' ? '** or pow()' : op}: '${typeName(a)}' and '${typeName(b)}'`,
    )
  )
}

/** Results that JavaScript's numbers hold exactly, computed without converting to large ints. */
function smallInts(op: ArithmeticOperator, a: number, b: number): number | undefined {
  if (op === '//' || op === '%') {
    if (b === 0) return undefined
    const rest = a % b
    const down = rest !== 0 && rest < 0 !== b < 0
    if (op === '%') return (down ? rest + b : rest) + 0
    return (a - rest) / b - (down ? 1 : 0) + 0
  }
  const value = op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : Number.NaN
  return Number.isSafeInteger(value) ? value + 0 : undefined
}

function ints(run: Run, op: ArithmeticOperator, a: bigint, b: bigint): Value {
  switch (op) {
    case '+':
      return int(sized(run, Math.max(bits(a), bits(b))) ? a + b : 0n)
    case '-':
      return int(sized(run, Math.max(bits(a), bits(b))) ? a - b : 0n)
    case '*':
      return int(sized(run, bits(a) + bits(b)) ? a * b : 0n)
    case '/':
      if (b === 0n) raise('ZeroDivisionError: division by zero')
      sized(run, Math.max(bits(a), bits(b)))
      return divideInts(a, b)
    case '//':
      if (b === 0n) raise('ZeroDivisionError: integer division or modulo by zero')
      sized(run, Math.max(bits(a), bits(b)))
      return int((a - modulo(a, b)) / b)
    case '%':
      if (b === 0n) raise('ZeroDivisionError: integer modulo by zero')
      sized(run, Math.max(bits(a), bits(b)))
      return int(modulo(a, b))
    case '**':
      if (b < 0n) return floats('**', Number(a), Number(b))
      if (a === 0n || a === 1n || a === -1n) return int(a ** (b === 0n ? 0n : 2n - (b & 1n)))
      return int(sized(run, bits(a) * Number(b)) ? a ** b : 0n)
  }
}

/** Refuses to create an int of so many bits, and counts the work: one step for each 64. */
function sized(run: Run, size: number): true {
  if (size > MAX_BITS) tooLarge()
  tick(run, size >> 6)
  return true
}

function modulo(a: bigint, b: bigint): bigint {
  const rest = a % b
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest
}

function floats(op: ArithmeticOperator, a: number, b: number): Value {
  switch (op) {
    case '+':
      return float(a + b)
    case '-':
      return float(a - b)
    case '*':
      return float(a * b)
    case '/':
      if (b === 0) raise('ZeroDivisionError: float division by zero')
      return float(a / b)
    case '//':
      if (b === 0) raise('ZeroDivisionError: float floor division by zero')
      return float(floorDivide(a, b))
    case '%':
      if (b === 0) raise('ZeroDivisionError: float modulo')
      return float(floatModulo(a, b))
    case '**':
      return power(a, b)
  }
}

function floatModulo(a: number, b: number): number {
  const rest = a % b
  if (rest === 0) return b < 0 ? -0 : 0
  return rest < 0 !== b < 0 ? rest + b : rest
}

function floorDivide(a: number, b: number): number {
  if (!Number.isFinite(a)) return Number.NaN
  let rest = a % b
  let quotient = (a - rest) / b
  if (rest !== 0 && rest < 0 !== b < 0) {
    rest += b
    quotient -= 1
  }
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

function power(a: number, b: number): Value {
  if (a === 0 && b < 0) raise('ZeroDivisionError: 0.0 cannot be raised to a negative power')
  if (a === 1) return float(1)
  if (a < 0 && !Number.isInteger(b) && Number.isFinite(b) && Number.isFinite(a))
    refuse('The power of a negative number to a fraction is a complex number, which templates do not have.')
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return float(1)
  const value = a ** b
  if (!Number.isFinite(value) && Number.isFinite(a) && Number.isFinite(b))
    raise("OverflowError: (34, 'Numerical result out of range')")
  return float(value)
}

function concatenate(run: Run, a: Value, b: Value): Value | undefined {
  const [left, right] = [textOf(a), textOf(b)]
  if (left !== undefined && right !== undefined) {
    claim(run, left.length + right.length)
    if (!(a instanceof Markup) && !(b instanceof Markup)) return left + right
    return new Markup(toHtml(run, a).text + toHtml(run, b).text)
  }
  if (left !== undefined) return raise(`TypeError: can only concatenate str (not "${typeName(b)}") to str`)
  if (a instanceof List && b instanceof List) {
    claimList(run, a.items.length + b.items.length)
    return new List([...a.items, ...b.items])
  }
  if (a instanceof Tuple && b instanceof Tuple) {
    claimList(run, a.items.length + b.items.length)
    return new Tuple([...a.items, ...b.items])
  }
  return undefined
}

function repeat(run: Run, value: Value, times: Value): Value | undefined {
  if (!isInt(times)) return undefined
  if (typeof times === 'bigint') raise("OverflowError: cannot fit 'int' into an index-sized integer")
  const count = Math.max(0, Number(times))
  const text = textOf(value)
  if (text !== undefined) {
    claim(run, text.length * count)
    const repeated = text === '' ? '' : text.repeat(count)
    return value instanceof Markup ? new Markup(repeated) : repeated
  }
  if (!(value instanceof List) && !(value instanceof Tuple)) return undefined
  const { items } = value
  claimList(run, items.length * count)
  const repeated: Value[] = []
  if (items.length > 0)
    for (let round = 0; round < count; round += 1) for (const item of items) repeated.push(item)
  return value instanceof List ? new List(repeated) : new Tuple(repeated)
}

/** Python's unary minus and plus. */
export function signed(op: '-' | '+', value: Value): Value {
  if (value instanceof Undefined) mustBeDefined(value)
  if (value instanceof Float) return op === '-' ? float(-value.value) : value
  if (typeof value === 'boolean') return op === '-' ? 0 - Number(value) : Number(value)
  if (typeof value === 'bigint') return op === '-' ? int(-value) : value
  if (typeof value === 'number') return op === '-' && value !== 0 ? -value : value
  return raise(`TypeError: bad operand type for unary ${op}: '${typeName(value)}'`)
}

/** Jinja2's `~`: texts joined; where `escaping` is on and one part is HTML, the others are escaped. */
export function join(
  run: Run,
  parts: readonly Value[],
  escaping: boolean,
  text: (value: Value) => string,
): Value {
  const html = escaping && parts.some((part) => part instanceof Markup)
  let joined = ''
  for (const part of parts) {
    const piece = text(part)
    fits(run, joined.length + piece.length)
    joined += html && !(part instanceof Markup) ? toHtml(run, piece).text : piece
    scan(run, piece.length)
  }
  fits(run, joined.length)
  return html ? new Markup(joined) : joined
}
