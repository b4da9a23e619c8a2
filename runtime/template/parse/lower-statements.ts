/** Converts parsed statements to the tree that is evaluated. */
import type { Node } from 'nunjucks/src/nodes.js'
import { templateError } from '../errors.ts'
import type { Callable, FilterStep, Statement, Target } from '../tree.ts'
import {
  filterName,
  lowerArguments,
  lowerExpression,
  nodeIn,
  nodesIn,
  ownName,
  placeOf,
  textIn,
  type Walk,
} from './lower.ts'
import { readsFree } from './reads.ts'

/** Converts the statements of nunjucks' nodes to ours. `blocks` collects the names of blocks: each may occur once. */
export function lowerStatements(node: Node, walk: Walk, blocks: Set<string>): Statement[] {
  const statements: Statement[] = []
  for (const child of nodesIn(node.children)) {
    for (const statement of lowerStatement(child, walk, blocks)) {
      const last = statements.at(-1)
      if (statement.do === 'text' && last?.do === 'text')
        statements[statements.length - 1] = { do: 'text', text: last.text + statement.text }
      else statements.push(statement)
    }
  }
  return statements
}

function lowerStatement(node: Node, walk: Walk, blocks: Set<string>): Statement[] {
  const at = placeOf(node)
  const inner: Walk = { ...walk, soft: false }
  const value = (child: unknown) => lowerExpression(nodeIn(child), walk)
  const body = (child: unknown, rule: Walk = inner) =>
    child === null ? [] : lowerStatements(nodeIn(child), rule, blocks)
  switch (node.typename) {
    case 'Output':
      return nodesIn(node.children).map((child) =>
        child.typename === 'TemplateData'
          ? { do: 'text', text: textIn(child.value) }
          : {
              do: 'print',
              value: lowerExpression(child, { ...walk, printed: true }),
              at: placeOf(child),
            },
      )
    case 'Branches': {
      const soft: Walk = { ...walk, soft: true }
      return [
        {
          do: 'if',
          branches: nodesIn(node.branches).map((branch) => [
            lowerExpression(nodeIn(branch.test), soft),
            body(branch.body, soft),
          ]),
          otherwise: body(node.otherwise, soft),
        },
      ]
    }
    case 'Loop': {
      const loop: Statement = {
        do: 'for',
        target: lowerTarget(nodeIn(node.target)),
        over: value(node.over),
        when: node.when === null ? null : lowerExpression(nodeIn(node.when), inner),
        recursive: node.recursive === true,
        body: body(node.body),
        otherwise: body(node.otherwise),
        at,
      }
      refuseLoopTargets([loop])
      return [loop]
    }
    case 'Assign':
      return [{ do: 'set', target: lowerTarget(nodeIn(node.target)), value: value(node.value), at }]
    case 'CaptureInto':
      return [
        {
          do: 'capture',
          target: lowerTarget(nodeIn(node.target)),
          filters: lowerFilterSteps(node.filter, inner),
          body: body(node.body),
          at,
        },
      ]
    case 'With':
      return [
        {
          do: 'with',
          values: nodesIn(node.values).map((pair) => [lowerTarget(nodeIn(pair.key)), value(pair.value)]),
          body: body(node.body),
          at,
        },
      ]
    case 'MacroOf':
      return [
        { do: 'macro', name: ownName(textIn(node.name), at), at, ...lowerCallable(node, inner, blocks) },
      ]
    case 'CallOf': {
      const call = value(node.call)
      if (call.is !== 'call') throw templateError('syntax', '{% call %} needs the call of a macro.', at)
      return [{ do: 'call', call, at, ...lowerCallable(node, inner, blocks) }]
    }
    case 'FilterOf':
      return [{ do: 'filter', filters: lowerFilterSteps(node.filter, inner), body: body(node.body), at }]
    case 'Autoescape':
      return [{ do: 'autoescape', on: lowerExpression(nodeIn(node.on), inner), body: body(node.body) }]
    case 'BlockOf':
      return [lowerBlock(node, inner, blocks)]
    default:
      throw templateError('refused', `"${node.typename}" is not part of the language.`, at)
  }
}

function lowerBlock(node: Node, walk: Walk, blocks: Set<string>): Statement {
  const name = textIn(node.name)
  const at = placeOf(node)
  if (blocks.has(name)) throw templateError('syntax', `The block "${name}" is defined twice.`, at)
  blocks.add(name)
  const body = lowerStatements(nodeIn(node.body), walk, blocks)
  const required = node.required === true
  if (required && body.some((statement) => statement.do !== 'text' || statement.text.trim() !== ''))
    throw templateError('syntax', 'A required block holds nothing but white space and comments.', at)
  if (readsFree(body, ['super']).has('super'))
    throw templateError(
      'refused',
      'There is no parent template, so no super().',
      at,
      'Write the text in place.',
    )
  return { do: 'block', name, scoped: node.scoped === true, required, body, at }
}

function lowerCallable(node: Node, walk: Walk, blocks: Set<string>): Callable {
  const parameters = nodesIn(node.parameters).map(
    (pair) =>
      [
        ownName(textIn(pair.key), placeOf(pair)),
        pair.value === null ? null : lowerExpression(nodeIn(pair.value), walk),
      ] as const,
  )
  const body = lowerStatements(nodeIn(node.body), walk, blocks)
  const reads = readsFree(body, ['caller', 'kwargs', 'varargs'])
  const caller = parameters.find(([name]) => name === 'caller')
  if (reads.has('caller') && caller?.[1] === null)
    throw templateError(
      'syntax',
      'The parameter "caller" of a macro needs a default.',
      placeOf(node),
      'Leave it out or give it a default.',
    )
  const named = (name: string) => parameters.some(([parameter]) => parameter === name)
  return {
    parameters,
    body,
    usesCaller: reads.has('caller'),
    usesKwargs: reads.has('kwargs') && !named('kwargs'),
    usesVarargs: reads.has('varargs') && !named('varargs'),
  }
}

/** The filters of a block, first applied first: in the nodes the last one is outermost and the first has no target. */
function lowerFilterSteps(filter: unknown, walk: Walk): FilterStep[] {
  const steps: FilterStep[] = []
  for (let node: unknown = filter; node !== null; ) {
    const step = nodeIn(node)
    const [target, args] = step.args as [unknown, unknown]
    steps.unshift({
      name: filterName(step, walk),
      args: lowerArguments(nodeIn(args), walk),
      at: placeOf(step),
    })
    node = target
  }
  return steps
}

function lowerTarget(node: Node): Target {
  const at = placeOf(node)
  if (node.typename === 'Symbol') return { to: 'name', name: ownName(textIn(node.value), at), at }
  if (node.typename === 'Array') return { to: 'tuple', items: nodesIn(node.children).map(lowerTarget), at }
  return { to: 'attribute', name: ownName(textIn(node.target), at), attribute: textIn(node.val), at }
}

/** Jinja2 refuses any assignment to `loop` inside a loop, and so do we. */
function refuseLoopTargets(statements: readonly Statement[]): void {
  const check = (target: Target): void => {
    if (target.to === 'tuple') target.items.forEach(check)
    else if (target.to === 'name' && target.name === 'loop')
      throw templateError(
        'syntax',
        '"loop" cannot be assigned inside a loop.',
        target.at,
        'Use another name.',
      )
  }
  for (const statement of statements) {
    if (statement.do === 'for' || statement.do === 'set' || statement.do === 'capture')
      check(statement.target)
    if (statement.do === 'if') for (const [, body] of statement.branches) refuseLoopTargets(body)
    if ('otherwise' in statement) refuseLoopTargets(statement.otherwise)
    if ('body' in statement) refuseLoopTargets(statement.body)
  }
}
