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
    case 'and':
    case 'or':
      return go(node.left) && go(node.right)
    case 'compare':
      return go(node.first) && node.rest.every(([, value]) => go(value))
    case 'concat':
      return node.parts.every(go)
    case 'if':
      return node.no !== null && go(node.test) && go(node.yes) && go(node.no)
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
