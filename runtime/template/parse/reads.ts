/** Finds the names that a template reads. */
import type { Position } from '../errors.ts'
import type { Arguments, Expression, FilterStep, Statement, Target } from '../tree.ts'

/** The nodes that a walk over a tree visits, in evaluation order. */
interface Visitor {
  read(expression: Expression, called: boolean): void
  write(name: string): void
}

/** The parts of an expression, in evaluation order; a chain of look-ups counts as one. */
export function partsOf(node: Expression): readonly (Expression | null)[] {
  switch (node.is) {
    case 'const':
    case 'int':
    case 'float':
    case 'name':
      return []
    case 'tuple':
    case 'list':
      return node.items
    case 'dict':
      return node.pairs.flat()
    case 'attribute':
      return [node.of]
    case 'item':
      return [node.of, node.key]
    case 'slice':
      return [node.of, node.start, node.stop, node.step]
    case 'call':
      return argumentsOf(node.args)
    case 'filter':
    case 'test':
      return [node.of, ...argumentsOf(node.args)]
    case 'arithmetic':
    case 'and':
    case 'or':
      return [node.left, node.right]
    case 'sign':
    case 'not':
      return [node.of]
    case 'compare':
      return [node.first, ...node.rest.map(([, value]) => value)]
    case 'concat':
      return node.parts
    case 'if':
      return [node.test, node.yes, node.no]
  }
}

/** The expressions of a call's arguments. */
export function argumentsOf(args: Arguments): Expression[] {
  return [
    ...args.positional,
    ...args.named.map(([, value]) => value),
    ...(args.star === undefined ? [] : [args.star]),
    ...(args.doubleStar === undefined ? [] : [args.doubleStar]),
  ]
}

function visitExpression(node: Expression, visitor: Visitor, called = false): void {
  if (pathOf(node) !== undefined) {
    visitor.read(node, called)
    return
  }
  if (node.is === 'call') visitExpression(node.of, visitor, true)
  for (const part of partsOf(node)) if (part !== null) visitExpression(part, visitor)
}

function visitTarget(target: Target, visitor: Visitor): void {
  if (target.to === 'tuple') for (const item of target.items) visitTarget(item, visitor)
  else if (target.to === 'name') visitor.write(target.name)
  else visitor.read({ is: 'name', name: target.name, at: target.at }, false)
}

function visitSteps(steps: readonly FilterStep[], visitor: Visitor): void {
  for (const step of steps) for (const value of argumentsOf(step.args)) visitExpression(value, visitor)
}

function visitStatements(statements: readonly Statement[], visitor: Visitor, intoBlocks: boolean): void {
  const go = (body: readonly Statement[]) => visitStatements(body, visitor, intoBlocks)
  for (const node of statements) {
    switch (node.do) {
      case 'text':
        break
      case 'print':
        visitExpression(node.value, visitor)
        break
      case 'if':
        for (const [test, body] of node.branches) {
          visitExpression(test, visitor)
          go(body)
        }
        go(node.otherwise)
        break
      case 'for':
        visitTarget(node.target, visitor)
        visitExpression(node.over, visitor)
        go(node.body)
        go(node.otherwise)
        if (node.when !== null) visitExpression(node.when, visitor)
        break
      case 'set':
        // In Jinja2's order: the assigned value is visited first.
        visitTarget(node.target, visitor)
        visitExpression(node.value, visitor)
        break
      case 'capture':
        visitTarget(node.target, visitor)
        visitSteps(node.filters, visitor)
        go(node.body)
        break
      case 'with':
        for (const [target] of node.values) visitTarget(target, visitor)
        for (const [, value] of node.values) visitExpression(value, visitor)
        go(node.body)
        break
      case 'macro':
      case 'call':
        if (node.do === 'call') visitExpression(node.call, visitor)
        else visitor.write(node.name)
        for (const [name] of node.parameters) visitor.write(name)
        for (const [, fallback] of node.parameters) if (fallback !== null) visitExpression(fallback, visitor)
        go(node.body)
        break
      case 'filter':
        go(node.body)
        visitSteps(node.filters, visitor)
        break
      case 'autoescape':
        visitExpression(node.on, visitor)
        go(node.body)
        break
      case 'block':
        if (intoBlocks) go(node.body)
        break
    }
  }
}

/** `params.sender` for a chain of plain look-ups on a name, `undefined` for anything else. */
export function pathOf(node: Expression): string | undefined {
  if (node.is === 'name') return node.name
  if (node.is !== 'attribute' && node.is !== 'item') return undefined
  const of = pathOf(node.of)
  if (of === undefined) return undefined
  if (node.is === 'attribute') return `${of}.${node.name}`
  if (node.key.is !== 'const') return undefined
  return typeof node.key.value === 'string' || typeof node.key.value === 'number'
    ? `${of}.${node.key.value}`
    : undefined
}

/** Where a chain of look-ups on a name begins; for other expressions, where the last look-up is. */
export function startOf(node: Extract<Expression, { at: Position }>): Position {
  let root: Expression = node
  while (root.is === 'attribute' || root.is === 'item') root = root.of
  return root.is === 'name' ? root.at : node.at
}

function rootOf(node: Expression): string {
  return node.is === 'attribute' || node.is === 'item' ? rootOf(node.of) : node.is === 'name' ? node.name : ''
}

/** The names that expressions read, in the order they are evaluated. */
export function namesIn(expressions: readonly Expression[]): string[] {
  const names: string[] = []
  const visitor: Visitor = { read: (node) => names.push(rootOf(node)), write: () => {} }
  for (const node of expressions) visitExpression(node, visitor)
  return names
}

/** Which of `names` the statements read before they write them. */
export function readsFree(statements: readonly Statement[], names: readonly string[]): Set<string> {
  const open = new Set(names)
  const reads = new Set<string>()
  visitStatements(
    statements,
    {
      read: (node) => {
        const name = rootOf(node)
        if (open.has(name)) reads.add(name)
      },
      write: (name) => open.delete(name),
    },
    false,
  )
  return reads
}

/** Dotted paths of the data a template reads, sorted: its own variables and `globals` left out, and a called method's name too. */
export function dataPaths(statements: readonly Statement[], globals: ReadonlySet<string>): string[] {
  const paths = new Set<string>()
  const own = new Set<string>(['loop', 'caller', 'varargs', 'kwargs', 'self'])
  visitStatements(
    statements,
    {
      read: (node, called) => {
        const data = called && (node.is === 'attribute' || node.is === 'item') ? node.of : node
        const path = pathOf(data)
        if (path !== undefined) paths.add(path)
      },
      write: (name) => own.add(name),
    },
    true,
  )
  const root = (path: string) => path.split('.', 1)[0] ?? path
  return [...paths].filter((path) => !own.has(root(path)) && !globals.has(root(path))).sort()
}
