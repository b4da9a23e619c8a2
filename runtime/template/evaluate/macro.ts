/** Macros: definition, arguments, calls. */
import { NOWHERE, raise } from '../errors.ts'
import { deeper, hold, tick } from '../meter.ts'
import type { Callable } from '../tree.ts'
import { type Call, Dict, Markup, type Run, Thing, Tuple, Undefined, type Value } from '../values/values.ts'
import { type Escaping, type Evaluate, expression } from './expressions.ts'
import { assign, type Frame, newScope, type Output, type Render, type Scope } from './scope.ts'

/**
 * Creates a macro from a `{% macro %}` or `{% call %}`, bound to the scope of its definition. A call block has no `name`.
 */
export function macroMaker(
  node: Callable,
  body: Render,
  name: string | null,
  escaping: Escaping,
): (frame: Frame) => Thing {
  const parameters = node.parameters.map(
    ([parameter, fallback]) =>
      [parameter, fallback === null ? undefined : expression(fallback, escaping)] as const,
  )
  const names = parameters.map(([parameter]) => parameter)
  const shown = name === null ? 'anonymous' : `'${name}'`
  return (frame) => {
    const { scope } = frame
    hold(frame.run, MACRO)
    const traits: Readonly<Record<string, () => Value>> = {
      name: () => name,
      arguments: () => new Tuple(names),
      catch_kwargs: () => node.usesKwargs,
      catch_varargs: () => node.usesVarargs,
      caller: () => node.usesCaller,
    }
    const attributes = new Map(Object.entries(traits))
    return new Thing('Macro', {
      print: () => `<Macro ${shown}>`,
      attribute: (attribute) => attributes.get(attribute)?.(),
      call: (run, call) => invoke(run, frame, scope, node, parameters, shown, body, call),
    })
  }
}

/** Bytes of a macro that is defined. */
const MACRO = 1_000

type Parameters = readonly (readonly [name: string, fallback: Evaluate | undefined])[]

function invoke(
  run: Run,
  frame: Frame,
  outer: Scope,
  node: Callable,
  parameters: Parameters,
  shown: string,
  body: Render,
  call: Call,
): Value {
  tick(run, 1 + parameters.length)
  const scope = newScope(outer, node.late)
  const out: Output = { text: '' }
  const inner: Frame = { run, scope, out, root: frame.root, blocks: frame.blocks }
  deeper(run, () => {
    fillParameters(run, inner, node, parameters, shown, call)
    body(inner)
  })
  return run.autoescape ? new Markup(out.text) : out.text
}

/** Python's binding as Jinja2's macros do it; defaults are evaluated in order and see the parameters before them. */
function fillParameters(
  run: Run,
  frame: Frame,
  node: Callable,
  parameters: Parameters,
  shown: string,
  call: Call,
): void {
  const { scope } = frame
  const named = new Map(call.named)
  const given = call.positional.slice(0, parameters.length)
  const late: Parameters = parameters.slice(given.length)
  const foundCaller = (given.length < parameters.length ? late : parameters).some(
    ([name]) => name === 'caller',
  )
  parameters.forEach(([name], index) => {
    const keyword = index < given.length ? undefined : named.get(name)
    if (keyword !== undefined) named.delete(name)
    const value = index < given.length ? given[index] : keyword
    assign(scope, name, value === undefined ? NOT_GIVEN : value)
  })
  if (node.usesCaller && !foundCaller) {
    const caller = named.get('caller')
    named.delete('caller')
    const there = caller !== undefined && caller !== null
    assign(scope, 'caller', there ? caller : new Undefined('caller', { hint: 'No caller defined' }))
  }
  if (node.usesKwargs) assign(scope, 'kwargs', Dict.of(run, named))
  else if (named.size > 0)
    raise(
      named.has('caller')
        ? `TypeError: macro ${shown} was invoked with two values for the special caller argument`
        : `TypeError: macro ${shown} takes no keyword argument '${[...named.keys()][0]}'`,
    )
  if (node.usesVarargs) assign(scope, 'varargs', new Tuple(call.positional.slice(parameters.length)))
  else if (call.positional.length > parameters.length)
    raise(`TypeError: macro ${shown} takes not more than ${parameters.length} argument(s)`)
  for (const [name, fallback] of parameters)
    if (scope.vars?.get(name) === NOT_GIVEN)
      assign(
        scope,
        name,
        fallback === undefined
          ? new Undefined(name, { hint: `parameter '${name}' was not provided` })
          : fallback(frame),
      )
}

/** A parameter without a value yet: undefined to defaults before it. */
const NOT_GIVEN = new Undefined('parameter', { at: NOWHERE })
