/** Evaluates the parts of a template that are constant. */
import type { Arguments, Expression } from '../tree.ts'

/** Filters that ask for the running template, which Jinja2 does not evaluate ahead. */
const LATE = ['map', 'select', 'reject', 'selectattr', 'rejectattr', 'random']

/**
 * Whether Jinja2 evaluates an expression when it loads the template. It matters in one place, where Jinja2 then does
 * something else than when it runs: `~` forgets that a text is HTML.
 */
export function isConstant(node: Expression): boolean {
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
      return node.items.every(isConstant)
    case 'dict':
      return node.pairs.every((pair) => pair.every(isConstant))
    case 'attribute':
    case 'sign':
    case 'not':
      return isConstant(node.of)
    case 'item':
      return isConstant(node.of) && isConstant(node.key)
    case 'slice':
      return [node.of, node.start, node.stop, node.step].every((part) => part === null || isConstant(part))
    case 'filter':
    case 'test':
      return !LATE.includes(node.name) && isConstant(node.of) && constantArguments(node.args)
    case 'arithmetic':
    case 'and':
    case 'or':
      return isConstant(node.left) && isConstant(node.right)
    case 'compare':
      return isConstant(node.first) && node.rest.every(([, value]) => isConstant(value))
    case 'concat':
      return node.parts.every(isConstant)
    case 'if':
      return node.no !== null && isConstant(node.test) && isConstant(node.yes) && isConstant(node.no)
  }
}

function constantArguments(args: Arguments): boolean {
  return (
    args.positional.every(isConstant) &&
    args.named.every(([, value]) => isConstant(value)) &&
    (args.star === undefined || isConstant(args.star)) &&
    (args.doubleStar === undefined || isConstant(args.doubleStar))
  )
}
