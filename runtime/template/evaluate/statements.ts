/** Evaluates statements. */
import { raise } from '../errors.ts'
import { toHtml } from '../library/html.ts'
import { callValue } from '../library/items.ts'
import { unknownFilter } from '../library/names.ts'
import { FILTERS } from '../library/registry.ts'
import { deeper, emit, tick } from '../meter.ts'
import type { FilterStep, Statement, Target } from '../tree.ts'
import { truthy } from '../values/compare.ts'
import { elements, iterate, lengthOf } from '../values/iterate.ts'
import { str } from '../values/print.ts'
import { textOf } from '../values/text.ts'
import { typeName } from '../values/types.ts'
import { Markup, type Run, Thing, type Value } from '../values/values.ts'
import { isConstant } from './constants.ts'
import {
  asks,
  callArguments,
  type Escaping,
  type Evaluate,
  expression,
  knownToEscape,
} from './expressions.ts'
import { startLoop } from './loop.ts'
import { macroMaker } from './macro.ts'
import { assign, capture, type Frame, newScope, type Render, resolve, type Scope, within } from './scope.ts'
import { selfReference } from './self.ts'

type Store = (frame: Frame, scope: Scope, value: Value) => void
/** Where the blocks of the template are collected while its statements are turned into closures. */
type Blocks = Map<string, Render>

/** Turns statements into one closure that renders them. */
export function statements(nodes: readonly Statement[], escaping: Escaping, blocks: Blocks): Render {
  const renders = nodes.map((node) => statement(node, escaping, blocks))
  const [only] = renders
  if (renders.length === 1 && only !== undefined) return only
  return (frame) => {
    for (const render of renders) render(frame)
  }
}

function write(frame: Frame, text: string): void {
  emit(frame.run, text.length)
  frame.out.text += text
}

/** Text that Jinja2 outputs without converting it: anything but text fails. */
function writeRaw(frame: Frame, value: Value): void {
  const text = textOf(value)
  write(frame, text ?? raise(`TypeError: expected str instance, ${typeName(value)} found`))
}

function isOn(run: Run, escaping: Escaping): boolean {
  return asks(escaping) ? run.autoescape : escaping
}

function statement(node: Statement, escaping: Escaping, blocks: Blocks): Render {
  const go = (nodes: readonly Statement[]) => statements(nodes, escaping, blocks)
  switch (node.do) {
    case 'text': {
      const { text } = node
      return (frame) => write(frame, text)
    }
    case 'print': {
      const value = expression(node.value, escaping)
      const { at } = node
      const rule = asks(escaping) && isConstant(node.value, true) ? knownToEscape(escaping) : escaping
      return (frame) => {
        const { run } = frame
        const printed = value(frame)
        run.at = at
        tick(run)
        write(frame, isOn(run, rule) ? toHtml(run, printed).text : str(run, printed))
      }
    }
    case 'if': {
      const branches = node.branches.map(([test, body]) => [expression(test, escaping), go(body)] as const)
      const otherwise = go(node.otherwise)
      return (frame) => {
        for (const [test, body] of branches) {
          tick(frame.run)
          if (truthy(frame.run, test(frame))) return body(frame)
        }
        otherwise(frame)
      }
    }
    case 'for':
      return loopOver(node, escaping, blocks)
    case 'set': {
      const value = expression(node.value, escaping)
      const store = storeTo(node.target)
      return (frame) => {
        tick(frame.run)
        store(frame, frame.scope, value(frame))
      }
    }
    case 'capture': {
      const body = go(node.body)
      const finish = filterSteps(node.filters, escaping)
      const store = storeTo(node.target)
      return (frame) => {
        tick(frame.run)
        const text = capture(frame, newScope(frame.scope, node.late), body)
        const { run } = frame
        if (node.filters.length === 0)
          return store(frame, frame.scope, run.autoescape ? new Markup(text) : text)
        const value = finish(frame, isOn(run, escaping) ? new Markup(text) : text)
        store(
          frame,
          frame.scope,
          run.autoescape && !(value instanceof Markup) ? new Markup(str(run, value)) : value,
        )
      }
    }
    case 'with': {
      const values = node.values.map(
        ([target, value]) => [storeTo(target), expression(value, escaping)] as const,
      )
      const body = go(node.body)
      return (frame) => {
        tick(frame.run, 1 + values.length)
        const scope = newScope(frame.scope, node.late)
        for (const [store, value] of values) store(frame, scope, value(frame))
        within(frame, scope, body)
      }
    }
    case 'macro': {
      const make = macroMaker(node, go(node.body), node.name, escaping)
      const { name } = node
      return (frame) => {
        tick(frame.run)
        assign(frame.scope, name, make(frame))
      }
    }
    case 'call':
      return callBlock(node, escaping, blocks)
    case 'filter': {
      const body = go(node.body)
      const finish = filterSteps(node.filters, escaping)
      return (frame) => {
        tick(frame.run)
        const text = capture(frame, newScope(frame.scope, node.late), body)
        writeRaw(frame, finish(frame, isOn(frame.run, escaping) ? new Markup(text) : text))
      }
    }
    case 'autoescape':
      return autoescape(node, escaping, blocks)
    case 'block': {
      const { name, scoped, required, at } = node
      const body = statements(node.body, false, blocks)
      blocks.set(name, (frame) => {
        const scope = newScope(frame.root, node.late, scoped ? 'scoped' : 'alone')
        if (node.self) assign(scope, 'self', selfReference(frame))
        within(frame, scope, body)
      })
      return (frame) => {
        frame.run.at = at
        tick(frame.run)
        if (required) raise(`Required block '${name}' not found`)
        const block = frame.blocks.get(name)
        if (block === undefined) return
        const outer = frame.root
        if (scoped) frame.root = frame.scope
        block(frame)
        frame.root = outer
      }
    }
  }
}

function storeTo(target: Target): Store {
  const { at } = target
  if (target.to === 'name') {
    const { name } = target
    return (_frame, scope, value) => assign(scope, name, value)
  }
  if (target.to === 'attribute') {
    const { name, attribute } = target
    return (frame, _scope, value) => {
      const owner = resolve(frame, name)
      frame.run.at = at
      if (!(owner instanceof Thing) || owner.assign === undefined)
        return raise('cannot assign attribute on non-namespace object', 'Make it with namespace(...).')
      owner.assign(attribute, value)
    }
  }
  const stores = target.items.map(storeTo)
  return (frame, scope, value) => {
    frame.run.at = at
    const items = elements(frame.run, value)
    if (items.length !== stores.length)
      raise(
        items.length > stores.length
          ? `ValueError: too many values to unpack (expected ${stores.length})`
          : `ValueError: not enough values to unpack (expected ${stores.length}, got ${items.length})`,
      )
    stores.forEach((store, index) => {
      store(frame, scope, items[index] ?? null)
    })
  }
}

function filterSteps(steps: readonly FilterStep[], escaping: Escaping): (frame: Frame, text: Value) => Value {
  const uses = steps.map((step) => {
    const filter = FILTERS.get(step.name)
    if (filter === undefined) throw unknownFilter(step.name, step.at)
    return { filter, args: callArguments(step.args, escaping), at: step.at }
  })
  return (frame, text) =>
    uses.reduce((value, { filter, args, at }) => {
      const { positional, named } = args(frame)
      frame.run.at = at
      return filter(frame.run, { positional: [value, ...positional], named })
    }, text)
}

function callBlock(node: Extract<Statement, { do: 'call' }>, escaping: Escaping, blocks: Blocks): Render {
  const make = macroMaker(node, statements(node.body, escaping, blocks), null, escaping)
  const callee = expression(node.call.of, escaping)
  const args = callArguments(node.call.args, escaping)
  const { at } = node
  return (frame) => {
    tick(frame.run)
    const value = callee(frame)
    const { positional, named } = args(frame)
    frame.run.at = at
    const call = { positional, named: new Map([...named, ['caller', make(frame)]]) }
    writeRaw(frame, callValue(frame.run, value, call))
  }
}

function autoescape(
  node: Extract<Statement, { do: 'autoescape' }>,
  escaping: Escaping,
  blocks: Blocks,
): Render {
  const on = expression(node.on, escaping)
  const known = node.on.is === 'const' ? Boolean(node.on.value) : undefined
  const escapes = known ?? knownToEscape(escaping)
  const inside: Escaping = known !== undefined && !asks(escaping) ? known : escapes ? 'ask on' : 'ask off'
  const body = statements(node.body, inside, blocks)
  return (frame) => {
    const { run } = frame
    tick(run)
    const outer = run.autoescape
    run.autoescape = truthy(run, on(frame))
    within(frame, newScope(frame.scope, node.late), body)
    run.autoescape = outer
  }
}

/** Steps counted for starting a loop: the same as for several iterations. */
const LOOP = 4

function loopOver(node: Extract<Statement, { do: 'for' }>, escaping: Escaping, blocks: Blocks): Render {
  const over = expression(node.over, escaping)
  const when = node.when === null ? undefined : expression(node.when, escaping)
  const store = storeTo(node.target)
  const body = statements(node.body, escaping, blocks)
  const otherwise = statements(node.otherwise, escaping, blocks)
  const { at, recursive } = node

  const renderOver = (frame: Frame, items: Value, depth0: number): void => {
    const { run, scope: outer } = frame
    run.at = at
    tick(run, LOOP)
    const source = when === undefined ? iterate(run, items) : chosen(frame, outer, items, when)
    const size = when === undefined ? lengthOf(run, items) : undefined
    const recurse = (inner: Value, depth: number): Value => {
      const text = deeper(run, () =>
        capture(frame, newScope(outer), (inside) => renderOver(inside, inner, depth)),
      )
      return isOn(run, escaping) ? new Markup(text) : text
    }
    const loop = startLoop(run, source, size, depth0, recursive ? recurse : undefined)
    let empty = true
    for (let item = loop.advance(); item !== undefined; item = loop.advance()) {
      empty = false
      tick(run)
      const scope = newScope(outer, node.late)
      run.at = at
      store(frame, scope, item)
      assign(scope, 'loop', loop.thing)
      within(frame, scope, body)
    }
    if (empty) within(frame, newScope(outer, node.lateOtherwise), otherwise)
  }

  /** The items that `if` lets through, asked for one by one while the loop runs. */
  function* chosen(frame: Frame, outer: Scope, items: Value, test: Evaluate): Generator<Value> {
    for (const item of iterate(frame.run, items)) {
      const scope = newScope(outer)
      store(frame, scope, item)
      const back = frame.scope
      frame.scope = scope
      const passed = truthy(frame.run, test(frame))
      frame.scope = back
      if (passed) yield item
    }
  }

  return (frame) => renderOver(frame, over(frame), 0)
}
