/** Evaluates the parts of a template that are constant. */
import type { Arguments, Expression } from '../tree.ts'

/** Filters that ask for the running template, which Jinja2 does not evaluate ahead. */
const LATE = ['map', 'select', 'reject', 'selectattr', 'rejectattr', 'random']

/**
 * Whether Jinja2 evaluates an expression when it loads the template. It matters where Jinja2 then does something else than
 * when it runs: `~` forgets that a text is HTML, for instance. Where escaping depends on a value (`asking`), filters and tests
 * wait until it runs.
 */
export function isConstant(node: Expression, asking = false): boolean {
  const go = (child: Expression) => isConstant(child, asking)
  switch (node.is) {
    case 'const':
    case 'int':
    case 'float':
      return true
    case 'name':
    case 'call':
      return false
    case 'tuple':
    case 'list':
      return node.items.every(go)
    case 'dict':
      return node.pairs.every((pair) => pair.every(go))
    case 'attribute':
    case 'sign':
    case 'not':
      return go(node.of)
    case 'item':
      return go(node.of) && go(node.key)
    case 'slice':
      return [node.of, node.start, node.stop, node.step].every((part) => part === null || go(part))
    case 'filter':
    case 'test':
      return !asking && !LATE.includes(node.name) && go(node.of) && constantArguments(node.args)
    case 'arithmetic':
      return go(node.left) && go(node.right)
    case 'and':
    case 'or':
      // What the left side decides leaves the right side alone.
      return go(node.left) && (knownTruth(node.left) === (node.is === 'or') || go(node.right))
    case 'compare':
      return go(node.first) && node.rest.every(([, value]) => go(value))
    case 'concat':
      return node.parts.every(go)
    case 'if':
      return go(node.test) && branches(node).every((branch) => branch !== null && go(branch))
  }
}

function branches(node: Extract<Expression, { is: 'if' }>): (Expression | null)[] {
  const truth = knownTruth(node.test)
  return truth === undefined ? [node.yes, node.no] : [truth ? node.yes : node.no]
}

/** Whether a literal counts as true; `undefined` for what is not a literal. */
function knownTruth(node: Expression): boolean | undefined {
  switch (node.is) {
    case 'const':
      return Boolean(node.value)
    case 'int':
      return true
    case 'float':
      return Number(node.text) !== 0
    case 'tuple':
    case 'list':
      return node.items.length > 0
    case 'dict':
      return node.pairs.length > 0
    default:
      return undefined
  }
}

function constantArguments(args: Arguments): boolean {
  return (
    args.positional.every((value) => isConstant(value)) &&
    args.named.every(([, value]) => isConstant(value)) &&
    (args.star === undefined || isConstant(args.star)) &&
    (args.doubleStar === undefined || isConstant(args.doubleStar))
  )
}
