import type { Arguments, Expression, FilterStep, Statement, Target } from './tree.ts'

/** What a walk over a tree meets, in the order it is evaluated. */
interface Visitor {
  read(expression: Expression, called: boolean): void
  write(name: string): void
}

function visitArguments(args: Arguments, visitor: Visitor): void {
  for (const value of args.positional) visitExpression(value, visitor)
  for (const [, value] of args.named) visitExpression(value, visitor)
  if (args.star !== undefined) visitExpression(args.star, visitor)
  if (args.doubleStar !== undefined) visitExpression(args.doubleStar, visitor)
}

function visitExpression(node: Expression, visitor: Visitor, called = false): void {
  const go = (child: Expression | null) => {
    if (child !== null) visitExpression(child, visitor)
  }
  switch (node.is) {
    case 'const':
    case 'int':
    case 'float':
      return
    case 'name':
      return visitor.read(node, called)
    case 'tuple':
    case 'list':
      return node.items.forEach(go)
    case 'dict':
      return node.pairs.forEach((pair) => {
        pair.forEach(go)
      })
    case 'attribute':
    case 'item': {
      if (node.is === 'item') go(node.key)
      const path = pathOf(node)
      return path === undefined ? go(node.of) : visitor.read(node, called)
    }
    case 'slice':
      return [node.of, node.start, node.stop, node.step].forEach(go)
    case 'call':
      visitExpression(node.of, visitor, true)
      return visitArguments(node.args, visitor)
    case 'filter':
    case 'test':
      go(node.of)
      return visitArguments(node.args, visitor)
    case 'arithmetic':
    case 'and':
    case 'or':
      go(node.left)
      return go(node.right)
    case 'sign':
    case 'not':
      return go(node.of)
    case 'compare':
      go(node.first)
      return node.rest.forEach(([, value]) => {
        go(value)
      })
    case 'concat':
      return node.parts.forEach(go)
    case 'if':
      return [node.test, node.yes, node.no].forEach(go)
  }
}

function visitTarget(target: Target, visitor: Visitor): void {
  if (target.to === 'tuple') for (const item of target.items) visitTarget(item, visitor)
  else if (target.to === 'name') visitor.write(target.name)
  else visitor.read({ is: 'name', name: target.name, at: target.at }, false)
}

function visitSteps(steps: readonly FilterStep[], visitor: Visitor): void {
  for (const step of steps) visitArguments(step.args, visitor)
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
        visitExpression(node.value, visitor)
        visitTarget(node.target, visitor)
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
        for (const [name, fallback] of node.parameters) {
          visitor.write(name)
          if (fallback !== null) visitExpression(fallback, visitor)
        }
        go(node.body)
        break
      case 'filter':
        visitSteps(node.filters, visitor)
        go(node.body)
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

function rootOf(node: Expression): string {
  return node.is === 'attribute' || node.is === 'item' ? rootOf(node.of) : node.is === 'name' ? node.name : ''
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
