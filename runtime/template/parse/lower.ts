/** Converts parsed expressions to the tree that is evaluated. */
import type { Node } from 'nunjucks/src/nodes.js'
import { type Position, templateError } from '../errors.ts'
import { isConstant } from '../evaluate/constants.ts'
import { knownFilter, knownTest, unknownFilter, unknownTest } from '../library/names.ts'
import type { Arguments, ArithmeticOperator, CompareOperator, Expression } from '../tree.ts'
import { partsOf } from './reads.ts'

/** Longest chain of operators, look-ups or filters in one expression. */
const MAX_CHAIN = 400

const ARITHMETIC: Readonly<Record<string, ArithmeticOperator>> = {
  Add: '+',
  Sub: '-',
  Mul: '*',
  Div: '/',
  FloorDiv: '//',
  Mod: '%',
  Pow: '**',
}
const COMPARISONS: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in']

/** State of the walk over one template's nodes. */
export interface Walk {
  /** Inside a branch of `if`, where Jinja2 lets an unknown filter or test wait until it is reached. */
  readonly soft: boolean
  readonly depth: number
  /** The whole expression is printed: a constant is, then, when Jinja2 loads the template. */
  readonly printed?: boolean
}

/** The place of a node, counted from 1. */
export function placeOf(node: Node): Position {
  return [node.lineno + 1, node.colno + 1]
}

/** A node that must exist; a missing one is a defect of the grammar. */
export function nodeIn(value: unknown): Node {
  if (typeof value === 'object' && value !== null && 'typename' in value) return value as Node
  throw templateError('syntax', 'An expression is missing.')
}

export function nodesIn(value: unknown): Node[] {
  if (Array.isArray(value)) return value.map(nodeIn)
  throw templateError('syntax', 'A list of expressions is missing.')
}

export function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  throw templateError('syntax', 'A name is missing.')
}

/** Converts an expression of nunjucks' nodes to ours. Only the kinds listed here are accepted. */
export function lowerExpression(node: Node, outer: Walk): Expression {
  const lowered = lowerNode(node, outer)
  if (outer.depth === 0) refuseInfinite(lowered, outer.printed === true, placeOf(node))
  return lowered
}

function lowerNode(node: Node, outer: Walk): Expression {
  const walk = { ...outer, depth: outer.depth + 1 }
  const at = placeOf(node)
  if (walk.depth > MAX_CHAIN)
    throw templateError(
      'refused',
      `An expression has more than ${MAX_CHAIN} parts in a chain.`,
      at,
      'Split it with {% set %}.',
    )
  const go = (child: unknown) => lowerExpression(nodeIn(child), walk)
  const maybe = (child: unknown) => (child === null ? null : go(child))
  const op = ARITHMETIC[node.typename]
  if (op !== undefined) return { is: 'arithmetic', op, left: go(node.left), right: go(node.right), at }
  switch (node.typename) {
    case 'Literal':
      return { is: 'const', value: literal(node.value) }
    case 'Integer':
      return integer(textIn(node.value), at)
    case 'Float':
      return { is: 'float', text: String(Number(textIn(node.value))) }
    case 'Symbol':
      return { is: 'name', name: ownName(textIn(node.value), at), at }
    case 'Tuple':
      return { is: 'tuple', items: nodesIn(node.children).map(go) }
    case 'Array':
      return { is: 'list', items: nodesIn(node.children).map(go) }
    case 'Dict': {
      const pairs = nodesIn(node.children).map((pair) => [go(pair.key), go(pair.value)] as const)
      refuseUnhashable(pairs, at)
      return { is: 'dict', pairs, at }
    }
    case 'Attribute':
      return { is: 'attribute', of: go(node.target), name: textIn(node.name), at }
    case 'LookupVal':
      return lowerLookup(node, go, maybe)
    case 'FunCall':
      return { is: 'call', of: go(node.name), args: lowerArguments(nodeIn(node.args), walk), at }
    case 'Filter':
      return lowerFilter(node, walk)
    case 'Test': {
      const name = textIn(node.name)
      if (!walk.soft && !knownTest(name)) throw unknownTest(name, at)
      return { is: 'test', name, of: go(node.target), args: lowerArguments(nodeIn(node.args), walk), at }
    }
    case 'Neg':
      return { is: 'sign', op: '-', of: go(node.target), at }
    case 'Pos':
      return { is: 'sign', op: '+', of: go(node.target), at }
    case 'Not':
      return { is: 'not', of: go(node.target) }
    case 'And':
      return { is: 'and', left: go(node.left), right: go(node.right) }
    case 'Or':
      return { is: 'or', left: go(node.left), right: go(node.right) }
    case 'Compare':
      return {
        is: 'compare',
        first: go(node.expr),
        rest: nodesIn(node.ops).map((operand) => [comparison(operand.type), go(operand.expr)]),
        at,
      }
    case 'Join':
      return { is: 'concat', parts: nodesIn(node.children).map(go), at }
    case 'InlineIf': {
      const soft = { ...walk, soft: true }
      return {
        is: 'if',
        test: lowerExpression(nodeIn(node.cond), soft),
        yes: lowerExpression(nodeIn(node.body), soft),
        no: node.else_ === null ? null : lowerExpression(nodeIn(node.else_), soft),
        at,
      }
    }
    default:
      throw templateError('refused', `"${node.typename}" is not part of the language.`, at)
  }
}

function lowerLookup(
  node: Node,
  go: (child: unknown) => Expression,
  maybe: (child: unknown) => Expression | null,
): Expression {
  const key = nodeIn(node.val)
  const at = placeOf(node)
  if (key.typename === 'Slice')
    return {
      is: 'slice',
      of: go(node.target),
      start: maybe(key.start),
      stop: maybe(key.stop),
      step: maybe(key.step),
      at,
    }
  if (key.typename === 'Tuple' && nodesIn(key.children).some((child) => child.typename === 'Slice'))
    throw templateError('refused', 'A look-up takes one slice, not several.', at, 'Slice twice: x[a:b][c:d].')
  return { is: 'item', of: go(node.target), key: go(key), at }
}

function lowerFilter(node: Node, walk: Walk): Expression {
  const [target, args] = [(node.args as unknown[])[0], (node.args as unknown[])[1]]
  const name = filterName(node, walk)
  return {
    is: 'filter',
    name,
    of: lowerExpression(nodeIn(target), walk),
    args: lowerArguments(nodeIn(args), walk),
    at: placeOf(node),
  }
}

/** The name of a filter node, known or waiting in a branch. */
export function filterName(node: Node, walk: Walk): string {
  const name = textIn(node.name)
  if (!walk.soft && !knownFilter(name)) throw unknownFilter(name, placeOf(node))
  return name
}

export function lowerArguments(node: Node, walk: Walk): Arguments {
  const go = (child: unknown) => lowerExpression(nodeIn(child), walk)
  return {
    positional: nodesIn(node.positional).map(go),
    named: nodesIn(node.named).map((pair) => [ownName(textIn(pair.key), placeOf(pair)), go(pair.value)]),
    ...(node.star === null ? {} : { star: go(node.star) }),
    ...(node.doubleStar === null ? {} : { doubleStar: go(node.doubleStar) }),
  }
}

/**
 * Infinity and NaN have no spelling in the Python code that Jinja2 generates for a template: it fails where it needs one.
 */
function refuseInfinite(node: Expression, printed: boolean, at: Position): void {
  if (isConstant(node)) {
    if (!printed && holdsInfinite(node))
      throw templateError('refused', 'A number is too large for a float.', at, 'Write a smaller one.')
    return
  }
  for (const part of partsOf(node)) if (part !== null) refuseInfinite(part, false, at)
}

function holdsInfinite(node: Expression): boolean {
  const value = folded(node)
  if (value !== undefined) return !Number.isFinite(value)
  return partsOf(node).some((part) => part !== null && holdsInfinite(part))
}

/** The approximate number that a constant expression evaluates to; `undefined` if it is not a number, or fails. */
function folded(node: Expression): number | undefined {
  if (node.is === 'const') return typeof node.value === 'number' ? node.value : undefined
  if (node.is === 'float') return Number(node.text)
  if (node.is === 'sign') {
    const value = folded(node.of)
    return value === undefined ? undefined : node.op === '-' ? -value : value
  }
  if (node.is !== 'arithmetic') return undefined
  const [left, right] = [folded(node.left), folded(node.right)]
  if (
    left === undefined ||
    right === undefined ||
    ![left, right].some((value) => !Number.isInteger(value) || Math.abs(value) > 1e300)
  )
    return undefined
  if (node.op === '+') return left + right
  if (node.op === '-') return left - right
  if (node.op === '*') return left * right
  return node.op === '/' && right !== 0 ? left / right : undefined
}

/** A name of the template. Python takes some for others (`ﬁ` for `fi`), so that two variables may be one in Jinja2. */
export function ownName(name: string, at: Position): string {
  if (name.normalize('NFKC') === name) return name
  throw templateError(
    'refused',
    `The name "${name}" is another one to Python.`,
    at,
    `Write "${name.normalize('NFKC')}", or look it up as a key: data["${name}"].`,
  )
}

/** A dict of constants is made when Jinja2 loads the template, and fails then, also where it would never be reached. */
function refuseUnhashable(pairs: readonly (readonly [Expression, Expression])[], at: Position): void {
  if (
    pairs.every(([key, value]) => isConstant(key) && isConstant(value)) &&
    pairs.some(([key]) => isUnhashable(key))
  )
    throw templateError(
      'syntax',
      'A list or a dict cannot be the key of a dict.',
      at,
      'Use text or a number.',
    )
}

function isUnhashable(node: Expression): boolean {
  return node.is === 'list' || node.is === 'dict' || (node.is === 'tuple' && node.items.some(isUnhashable))
}

function literal(value: unknown): string | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  throw templateError('syntax', 'A literal is neither text, boolean nor none.')
}

function integer(text: string, at: Position): Expression {
  if (text.length > 4300) throw templateError('syntax', 'A number has more than 4300 digits.', at)
  const value = BigInt(text)
  return value <= Number.MAX_SAFE_INTEGER
    ? { is: 'const', value: Number(value) }
    : { is: 'int', digits: value.toString() }
}

function comparison(value: unknown): CompareOperator {
  const op = textIn(value)
  if (COMPARISONS.includes(op)) return op as CompareOperator
  throw templateError('syntax', `"${op}" is no comparison.`)
}
