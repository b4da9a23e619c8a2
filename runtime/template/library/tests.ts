/** Tests of expressions, such as `is defined`. */
import { refuse } from '../errors.ts'
import { contains, equal, identical, type Order, ordered } from '../values/compare.ts'
import { hashOf } from '../values/hash.ts'
import { isIterable, lengthOf } from '../values/iterate.ts'
import { str } from '../values/print.ts'
import { textOf } from '../values/text.ts'
import { isFloat, isInt, isNumber, isText } from '../values/types.ts'
import { allCased } from '../values/unicode.ts'
import { Dict, DictView, Markup, type Run, Stream, Thing, Undefined, type Value } from '../values/values.ts'
import { type Builtin, builtin } from './builtin.ts'
import { arithmetic } from './operators.ts'

type Entry = readonly [name: string, test: Builtin]

function test(name: string, question: (value: Value, run: Run) => boolean): Entry {
  return [name, builtin(name, 'value', (run, [value = null]) => question(value, run))]
}

function compared(name: string, question: (run: Run, a: Value, b: Value) => boolean): Entry {
  return [name, builtin(name, 'a, b, /', (run, [a = null, b = null]) => question(run, a, b))]
}

function order(name: string, op: Order): Entry {
  return compared(name, (run, a, b) => ordered(run, op, a, b))
}

/** The remainder of a division is this; text fails in it as in Python. */
function leaves(run: Run, value: Value, divisor: Value, rest: number): boolean {
  return equal(run, arithmetic(run, '%', value, divisor), rest)
}

/** Python's `is`, where the result can be determined here. */
function same(a: Value, b: Value): boolean {
  return (
    identical(a, b) ??
    refuse('The test "sameas" cannot tell whether two equal values are one object.', 'Use the test "eq".')
  )
}

function isSequence(run: Run, value: Value): boolean {
  if (value instanceof DictView || value instanceof Stream || value instanceof Thing) return false
  return lengthOf(run, value) !== undefined
}

function isCallable(value: Value): boolean {
  return value instanceof Undefined || (value instanceof Thing && value.call !== undefined)
}

/** The tests of Jinja2 except `filter` and `test`, which need the list of known names. */
export const BASIC_TESTS: readonly Entry[] = [
  test('odd', (value, run) => leaves(run, value, 2, 1)),
  test('even', (value, run) => leaves(run, value, 2, 0)),
  [
    'divisibleby',
    builtin('divisibleby', 'value, num', (run, [value = null, num = null]) => leaves(run, value, num, 0)),
  ],
  test('defined', (value) => !(value instanceof Undefined)),
  test('undefined', (value) => value instanceof Undefined),
  test('none', (value) => value === null),
  test('boolean', (value) => typeof value === 'boolean'),
  test('true', (value) => value === true),
  test('false', (value) => value === false),
  test('integer', (value) => isInt(value) && typeof value !== 'boolean'),
  test('float', isFloat),
  test('number', isNumber),
  test('string', isText),
  test('lower', (value, run) => allCased(str(run, value), 'lower')),
  test('upper', (value, run) => allCased(str(run, value), 'upper')),
  test('mapping', (value) => value instanceof Dict),
  test('sequence', (value, run) => isSequence(run, value)),
  test('iterable', isIterable),
  test('callable', isCallable),
  test('escaped', (value) => value instanceof Markup),
  ['sameas', builtin('sameas', 'value, other', (_run, [value = null, other = null]) => same(value, other))],
  ['in', builtin('in', 'value, seq', (run, [value = null, seq = null]) => contains(run, value, seq))],
  ...['==', 'eq', 'equalto'].map((name) => compared(name, equal)),
  ...['!=', 'ne'].map((name) => compared(name, (run, a, b) => !equal(run, a, b))),
  ...['<', 'lt', 'lessthan'].map((name) => order(name, '<')),
  ...['<=', 'le'].map((name) => order(name, '<=')),
  ...['>', 'gt', 'greaterthan'].map((name) => order(name, '>')),
  ...['>=', 'ge'].map((name) => order(name, '>=')),
]

/** The tests `filter` and `test`: whether there is one of this name. */
export function knowingTests(known: { filter(name: string): boolean; test(name: string): boolean }): Entry[] {
  const asks = (question: (name: string) => boolean) => (value: Value, run: Run) => {
    hashOf(run, value)
    const name = textOf(value)
    return name !== undefined && question(name)
  }
  return [test('filter', asks(known.filter)), test('test', asks(known.test))]
}
