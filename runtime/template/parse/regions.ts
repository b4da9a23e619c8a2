/** Determines the names that are defined at the start of each template region. */
import type { Callable, Expression, Statement, Target } from '../tree.ts'
import { argumentsOf, namesIn, readsFree } from './reads.ts'

/**
 * Where the value of a name comes from when its region begins. As in Jinja2, a name belongs to a region that assigns it without
 * having read it before: it comes from nowhere then, whatever the data hold, and the regions inside find it undefined.
 */
type Origin = 'given' | 'data' | 'outer' | 'nowhere'

/** The names of one region, as Jinja2 tracks them (`idtracking.py`). */
interface Region {
  readonly origins: Map<string, Origin>
  readonly stores: Set<string>
  readonly outer: Region | undefined
  /** The region that this is a branch of: what it knows, the branch knows. */
  readonly base: Region | undefined
}

/** A region's statements, and the names that it assigns late. */
interface Marked {
  body: readonly Statement[]
  late?: readonly string[]
  self?: true
}

/**
 * Marks every region of a template, or of a block, with the names that are undefined until it assigns them. `self` is given to
 * one that reads it before it assigns it.
 */
export function markRegions(body: readonly Statement[]): Marked {
  const self = readsFree(body, ['self']).has('self')
  return { ...enter(undefined, self ? ['self'] : [], [], body), ...(self && { self }) }
}

/** Marks a region: names that it begins with, what is evaluated in it before its statements, those, and what comes after. */
function enter(
  outer: Region | undefined,
  given: readonly string[],
  before: readonly Expression[],
  body: readonly Statement[],
  after: readonly Expression[] = [],
): Marked {
  const own: Region = {
    origins: new Map(given.map((name) => [name, 'given'])),
    stores: new Set(given),
    outer,
    base: undefined,
  }
  read(own, before)
  collect(own, body)
  read(own, after)
  const late = [...own.origins].filter(([, origin]) => origin === 'nowhere').map(([name]) => name)
  return { body: mark(own, body), ...(late.length > 0 && { late }) }
}

function hasOrigin(own: Region, name: string): boolean {
  for (let at: Region | undefined = own; at !== undefined; at = at.base) if (at.origins.has(name)) return true
  return false
}

function hasStored(own: Region, name: string): boolean {
  for (let at: Region | undefined = own; at !== undefined; at = at.base) if (at.stores.has(name)) return true
  return false
}

function isKnown(from: Region | undefined, name: string): boolean {
  for (let at = from; at !== undefined; at = at.outer) if (hasOrigin(at, name)) return true
  return false
}

function read(own: Region, expressions: readonly Expression[]): void {
  for (const name of namesIn(expressions)) if (!isKnown(own, name)) own.origins.set(name, 'data')
}

function store(own: Region, name: string): void {
  own.stores.add(name)
  if (!hasOrigin(own, name)) own.origins.set(name, isKnown(own.outer, name) ? 'outer' : 'nowhere')
}

function assign(own: Region, target: Target): void {
  if (target.to === 'tuple') for (const item of target.items) assign(own, item)
  else if (target.to === 'name') store(own, target.name)
  else read(own, [{ is: 'name', name: target.name, at: target.at }])
}

function namesOf(target: Target): string[] {
  if (target.to === 'tuple') return target.items.flatMap(namesOf)
  return target.to === 'name' ? [target.name] : []
}

/** Records what the statements of a region read and assign, in order; inner regions are recorded separately. */
function collect(own: Region, statements: readonly Statement[]): void {
  for (const node of statements) {
    switch (node.do) {
      case 'print':
        read(own, [node.value])
        break
      case 'if':
        choose(own, node.branches, node.otherwise)
        break
      case 'for':
        read(own, [node.over])
        break
      case 'set':
        read(own, [node.value])
        assign(own, node.target)
        break
      case 'capture':
        assign(own, node.target)
        break
      case 'with':
        read(
          own,
          node.values.map(([, value]) => value),
        )
        break
      case 'macro':
        store(own, node.name)
        break
      case 'call':
        read(own, [node.call])
        break
      case 'filter':
        read(
          own,
          node.filters.flatMap(({ args }) => argumentsOf(args)),
        )
        break
    }
  }
}

type Branches = Extract<Statement, { do: 'if' }>['branches']

/** A name that only a branch assigns is the data's, or the outer region's, where the branch is not taken. */
function choose(own: Region, [first, ...rest]: Branches, otherwise: readonly Statement[]): void {
  if (first === undefined) return
  read(own, [first[0]])
  const branches = [branchOf(own), branchOf(own), branchOf(own)] as const
  collect(branches[0], first[1])
  for (const branch of rest) choose(branches[1], [branch], [])
  collect(branches[2], otherwise)
  const stored = new Set(
    branches.flatMap(({ stores }) => [...stores]).filter((name) => !hasStored(own, name)),
  )
  for (const { origins, stores } of branches) {
    for (const [name, origin] of origins) own.origins.set(name, origin)
    for (const name of stores) own.stores.add(name)
  }
  for (const name of stored) own.origins.set(name, isKnown(own.outer, name) ? 'outer' : 'data')
}

/** A branch of a region. It holds only what is new in it: a copy for each of thousands of branches would take seconds. */
function branchOf(base: Region): Region {
  return { origins: new Map(), stores: new Set(), outer: base.outer, base }
}

/** The statements of a region with the regions inside them marked. */
function mark(own: Region, statements: readonly Statement[]): Statement[] {
  return statements.map((node): Statement => {
    switch (node.do) {
      case 'if':
        return {
          ...node,
          branches: node.branches.map(([test, body]) => [test, mark(own, body)] as const),
          otherwise: mark(own, node.otherwise),
        }
      case 'for': {
        const { body: otherwise, late } = enter(own, [], [], node.otherwise)
        const inside = enter(own, ['loop', ...namesOf(node.target)], [], node.body)
        return { ...node, ...inside, otherwise, ...(late && { lateOtherwise: late }) }
      }
      case 'capture':
        return { ...node, ...enter(own, [], [], node.body) }
      case 'with': {
        const given = node.values.flatMap(([target]) => namesOf(target))
        return { ...node, ...enter(own, given, [], node.body) }
      }
      case 'macro':
      case 'call':
        return { ...node, ...callable(own, node) }
      case 'filter': {
        const args = node.filters.flatMap((step) => argumentsOf(step.args))
        return { ...node, ...enter(own, [], [], node.body, args) }
      }
      case 'autoescape':
        return { ...node, ...enter(own, [], [node.on], node.body) }
      case 'block':
        return { ...node, ...markRegions(node.body) }
      default:
        return node
    }
  })
}

function callable(own: Region, node: Callable): Marked {
  const given = [
    ...node.parameters.map(([name]) => name),
    ...(node.usesCaller ? ['caller'] : []),
    ...(node.usesKwargs ? ['kwargs'] : []),
    ...(node.usesVarargs ? ['varargs'] : []),
  ]
  const fallbacks = node.parameters.flatMap(([, fallback]) => (fallback === null ? [] : [fallback]))
  return enter(own, given, fallbacks, node.body)
}
