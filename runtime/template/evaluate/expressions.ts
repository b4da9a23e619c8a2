/** Evaluates expressions. */
import { isTemplateError, type Position, raise, refuse } from '../errors.ts'
import type { Builtin } from '../library/builtin.ts'
import { callValue } from '../library/items.ts'
import { callMethod, getAttribute, getItem, methodOf, slice } from '../library/lookup.ts'
import { unknownFilter, unknownTest } from '../library/names.ts'
import { arithmetic, join, signed } from '../library/operators.ts'
import { FILTERS, TESTS } from '../library/registry.ts'
import { claimList, tick } from '../meter.ts'
import { pathOf, startOf } from '../parse/reads.ts'
import type { Arguments, CompareOperator, Expression } from '../tree.ts'
import { contains, equal, ordered, truthy } from '../values/compare.ts'
import { elements, iterate } from '../values/iterate.ts'
import { str } from '../values/print.ts'
import { textOf } from '../values/text.ts'
import { isNumber } from '../values/types.ts'
import { mustBeDefined } from '../values/undefined.ts'
import {
  type Call,
  Dict,
  Float,
  float,
  int,
  List,
  type Run,
  Tuple,
  Undefined,
  type Value,
} from '../values/values.ts'
import { isConstant } from './constants.ts'
import { type Frame, resolve } from './scope.ts'

/** An expression, ready to evaluate. */
export type Evaluate = (frame: Frame) => Value

/** Whether text output here is escaped: known from the source, or evaluated at run time, with the value known outside. */
export type Escaping = boolean | 'ask on' | 'ask off'

/** Whether escaping depends on a value: then constants follow what is known outside, as in Jinja2, which prints them when it loads. */
export function asks(escaping: Escaping): escaping is 'ask on' | 'ask off' {
  return typeof escaping === 'string'
}

/** Whether text is escaped as far as the source tells. */
export function knownToEscape(escaping: Escaping): boolean {
  return escaping === true || escaping === 'ask on'
}

/** Turns an expression into a closure. */
export function expression(node: Expression, escaping: Escaping): Evaluate {
  const go = (child: Expression) => expression(child, escaping)
  switch (node.is) {
    case 'const': {
      const { value } = node
      return () => value
    }
    case 'int': {
      const value = int(BigInt(node.digits))
      return () => value
    }
    case 'float': {
      const value = float(Number(node.text))
      return () => value
    }
    case 'name':
      return nameOf(node)
    case 'tuple': {
      const items = node.items.map(go)
      return (frame) => {
        claimList(frame.run, items.length)
        return new Tuple(items.map((item) => item(frame)))
      }
    }
    case 'list': {
      const items = node.items.map(go)
      return (frame) => {
        claimList(frame.run, items.length)
        return new List(items.map((item) => item(frame)))
      }
    }
    case 'dict': {
      const pairs = node.pairs.map(([key, value]) => [go(key), go(value)] as const)
      const { at } = node
      return (frame) => {
        const { run } = frame
        tick(run, pairs.length + 1)
        const made = new Dict()
        for (const [key, value] of pairs) {
          const name = key(frame)
          const item = value(frame)
          run.at = at
          made.set(run, name, item)
        }
        return made
      }
    }
    case 'attribute':
      return attributeLookup(node, go(node.of))
    case 'item':
      return itemLookup(node, go(node.of), go(node.key))
    case 'slice': {
      const of = go(node.of)
      const [start, stop, step] = [node.start, node.stop, node.step].map((bound) =>
        bound === null ? none : go(bound),
      )
      const { at } = node
      const constant = isConstant(node)
      return (frame) => {
        const value = of(frame)
        const bounds = [start, stop, step].map((bound) => (bound === undefined ? null : bound(frame)))
        frame.run.at = at
        tick(frame.run)
        const cut = () => slice(frame.run, value, bounds[0] ?? null, bounds[1] ?? null, bounds[2] ?? null)
        return constant ? orRefused(cut) : cut()
      }
    }
    case 'call':
      return callOf(node, escaping)
    case 'filter':
    case 'test': {
      const known = node.is === 'filter' ? FILTERS : TESTS
      const use = known.get(node.name) ?? waiting(node.is, node.name)
      return applied(use, go(node.of), callArguments(node.args, escaping), node.at)
    }
    case 'arithmetic': {
      const [left, right] = [go(node.left), go(node.right)]
      const { op, at } = node
      const bare = op === '**' && isConstant(node.left) && !isConstant(node.right)
      return (frame) => {
        const [a, b] = [left(frame), right(frame)]
        frame.run.at = at
        tick(frame.run)
        // Jinja2 writes a negative constant without brackets to its Python code, where the power binds tighter than the
        // sign.
        if (bare && isNegative(a)) return signed('-', arithmetic(frame.run, op, signed('-', a), b))
        return arithmetic(frame.run, op, a, b)
      }
    }
    case 'sign': {
      const of = go(node.of)
      const { op, at } = node
      return (frame) => {
        const value = of(frame)
        frame.run.at = at
        tick(frame.run)
        return signed(op, value)
      }
    }
    case 'not': {
      const of = go(node.of)
      return (frame) => {
        tick(frame.run)
        return !truthy(frame.run, of(frame))
      }
    }
    case 'and': {
      const [left, right] = [go(node.left), go(node.right)]
      return (frame) => {
        tick(frame.run)
        const value = left(frame)
        return truthy(frame.run, value) ? right(frame) : value
      }
    }
    case 'or': {
      const [left, right] = [go(node.left), go(node.right)]
      return (frame) => {
        tick(frame.run)
        const value = left(frame)
        return truthy(frame.run, value) ? value : right(frame)
      }
    }
    case 'compare':
      return comparison(node, escaping)
    case 'concat': {
      const parts = node.parts.map(go)
      const html = escaping === true && !isConstant(node)
      const { at } = node
      return (frame) => {
        const values = parts.map((part) => part(frame))
        const { run } = frame
        run.at = at
        tick(run, parts.length)
        return join(run, values, html, (value) => str(run, value))
      }
    }
    case 'if': {
      const [test, yes] = [go(node.test), go(node.yes)]
      const no = node.no === null ? undefined : go(node.no)
      const hint = `the inline if-expression on line ${node.at[0]} evaluated to false and no else section was defined.`
      return (frame) => {
        tick(frame.run)
        if (truthy(frame.run, test(frame))) return yes(frame)
        return no === undefined ? new Undefined('', { hint, silent: true }) : no(frame)
      }
    }
  }
}

const none: Evaluate = () => null

/** A number below zero, or the float -0.0. */
function isNegative(value: Value): boolean {
  if (!isNumber(value)) return false
  return Number(value) < 0 || (value instanceof Float && Object.is(value.value, -0))
}

/**
 * A slice of constants that Python cannot create evaluates to nothing in Jinja2, which evaluates it at load time; here it
 * is refused.
 */
function orRefused(cut: () => Value): Value {
  try {
    return cut()
  } catch (error) {
    if (isTemplateError(error) && error.kind === 'runtime') return refuse(error.message, error.remedy)
    throw error
  }
}

function nameOf({ name, at }: Extract<Expression, { is: 'name' }>): Evaluate {
  return (frame) => placed(resolve(frame, name), at)
}

/** A failure to use an undefined value is about the place of its name, not of what uses it. */
function placed(value: Value, at: Position): Value {
  if (value instanceof Undefined) value.at ??= at
  return value
}

/** A filter or test that is unknown in a branch raises when the branch is reached. */
function waiting(is: 'filter' | 'test', name: string): Builtin {
  return () => {
    throw is === 'filter' ? unknownFilter(name) : unknownTest(name)
  }
}

function attributeLookup(node: Extract<Expression, { is: 'attribute' }>, of: Evaluate): Evaluate {
  const path = pathOf(node) ?? node.name
  const { name, at } = node
  const start = startOf(node)
  return (frame) => {
    const value = of(frame)
    frame.run.at = at
    tick(frame.run)
    return placed(getAttribute(frame.run, value, name, path), start)
  }
}

function itemLookup(node: Extract<Expression, { is: 'item' }>, of: Evaluate, key: Evaluate): Evaluate {
  const path = pathOf(node)
  const base = pathOf(node.of) ?? ''
  const { at } = node
  const start = startOf(node)
  return (frame) => {
    const [value, which] = [of(frame), key(frame)]
    frame.run.at = at
    tick(frame.run)
    return placed(getItem(frame.run, value, which, path ?? `${base}[${shortKey(which)}]`), start)
  }
}

/** A computed key in a message: names and numbers as they are, never other data. */
function shortKey(key: Value): string {
  const text = textOf(key)
  if (text !== undefined) return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
  return typeof key === 'number' ? String(key) : '...'
}

/** Calls; a method is called directly on its value, without creating a bound method. */
function callOf(node: Extract<Expression, { is: 'call' }>, escaping: Escaping): Evaluate {
  const args = callArguments(node.args, escaping)
  const { at } = node
  if (node.of.is === 'attribute') {
    const of = expression(node.of.of, escaping)
    const { name } = node.of
    const path = pathOf(node.of) ?? name
    const start = startOf(node.of)
    return (frame) => {
      const value = of(frame)
      const method = methodOf(value, name)
      if (method === undefined) {
        frame.run.at = at
        const callee = placed(getAttribute(frame.run, value, name, path), start)
        const call = args(frame)
        frame.run.at = at
        return callValue(frame.run, callee, call)
      }
      const call = args(frame)
      frame.run.at = at
      return callMethod(frame.run, method, value, call)
    }
  }
  const of = expression(node.of, escaping)
  return (frame) => {
    const callee = of(frame)
    const call = args(frame)
    frame.run.at = at
    return callValue(frame.run, callee, call)
  }
}

function applied(
  use: Builtin,
  of: Evaluate,
  args: (frame: Frame) => Call,
  at: readonly [number, number],
): Evaluate {
  return (frame) => {
    const value = of(frame)
    const { positional, named } = args(frame)
    frame.run.at = at
    return use(frame.run, { positional: [value, ...positional], named })
  }
}

const NOTHING: Call = { positional: [], named: new Map() }

/** Arguments, ready to evaluate. */
export function callArguments(args: Arguments, escaping: Escaping): (frame: Frame) => Call {
  const positional = args.positional.map((value) => expression(value, escaping))
  const named = args.named.map(([name, value]) => [name, expression(value, escaping)] as const)
  const star = args.star === undefined ? undefined : expression(args.star, escaping)
  const doubleStar = args.doubleStar === undefined ? undefined : expression(args.doubleStar, escaping)
  if (positional.length + named.length === 0 && star === undefined && doubleStar === undefined)
    return () => NOTHING
  const size = positional.length + named.length
  return (frame) => {
    tick(frame.run, size)
    const values = positional.map((value) => value(frame))
    if (star !== undefined) for (const item of elements(frame.run, star(frame))) values.push(item)
    const names = new Map<string, Value>()
    for (const [name, value] of named) names.set(name, value(frame))
    if (doubleStar !== undefined) spread(frame.run, doubleStar(frame), names)
    return { positional: values, named: names }
  }
}

function spread(run: Run, value: Value, names: Map<string, Value>): void {
  mustBeDefined(value)
  if (!(value instanceof Dict)) raise('TypeError: the argument after ** must be a mapping')
  else
    for (const key of iterate(run, value)) {
      const name = textOf(key) ?? raise('TypeError: keywords must be strings')
      if (names.has(name)) raise(`TypeError: got multiple values for keyword argument '${name}'`)
      names.set(name, value.get(run, key) ?? null)
    }
}

/** One comparison of two values. */
function compared(run: Run, op: CompareOperator, a: Value, b: Value): boolean {
  switch (op) {
    case '==':
      return equal(run, a, b)
    case '!=':
      return !equal(run, a, b)
    case 'in':
      return contains(run, a, b)
    case 'not in':
      return !contains(run, a, b)
    default:
      return ordered(run, op, a, b)
  }
}

/** `a < b < c`: each value is evaluated once, and no further than the first that fails. */
function comparison(node: Extract<Expression, { is: 'compare' }>, escaping: Escaping): Evaluate {
  const first = expression(node.first, escaping)
  const rest = node.rest.map(([op, value]) => [op, expression(value, escaping)] as const)
  const { at } = node
  return (frame) => {
    let left = first(frame)
    for (const [op, next] of rest) {
      const right = next(frame)
      frame.run.at = at
      if (!compared(frame.run, op, left, right)) return false
      left = right
    }
    return true
  }
}
