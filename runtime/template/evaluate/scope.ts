/** Scopes of names during evaluation. */
import { NOWHERE } from '../errors.ts'
import { GLOBALS } from '../library/globals.ts'
import type { Late } from '../tree.ts'
import { fromHost, ownData } from '../values/host.ts'
import { type Run, Thing, Undefined, type Value } from '../values/values.ts'

/** A scoped block sees every variable around it; one that is alone sees what the template has assigned so far. */
type Apart = false | 'alone' | 'scoped'

/** Variables of one region of a template; inner regions see outer ones and write their own. */
export interface Scope {
  vars: Map<string, Value> | undefined
  readonly parent: Scope | undefined
  /** A block is a function of its own: names that the template has not assigned yet come from the data. */
  readonly apart: Apart
}

/** Text being rendered. */
export interface Output {
  text: string
}

/** A block of the template, ready to render. */
export type Render = (frame: Frame) => void

/** The current position of a running template. */
export interface Frame {
  readonly run: Run
  scope: Scope
  out: Output
  /** What blocks see: the template's own region, or inside a scoped block all that block saw. */
  root: Scope
  readonly blocks: ReadonlyMap<string, Render>
}

/** A value that is not assigned yet. */
const LATER = new Undefined('later', { at: NOWHERE })

/** Begins a region; `late` contains the names that it will assign and that are undefined until then. */
export function newScope(parent: Scope | undefined, late?: Late, apart: Apart = false): Scope {
  const vars = late === undefined ? undefined : new Map<string, Value>(late.map((name) => [name, LATER]))
  return { vars, parent, apart }
}

export function assign(scope: Scope, name: string, value: Value): void {
  scope.vars ??= new Map()
  scope.vars.set(name, value)
}

/** The value of a name: the template's own variables, then the data, then the functions of the language. */
export function resolve(frame: Frame, name: string): Value {
  let apart: Apart = false
  for (let scope: Scope | undefined = frame.scope; scope !== undefined; scope = scope.parent) {
    const own = scope.vars?.get(name)
    if (own !== undefined) {
      // Of the template a block sees what it assigns, not what it is.
      const reference =
        apart === 'alone' && name === 'self' && own instanceof Thing && own.type === 'TemplateReference'
      if (own !== LATER && !reference) return own
      if (!apart)
        return new Undefined(name, { hint: `"${name}" is undefined here: the template assigns it later.` })
    }
    if (scope.apart !== false) apart = scope.apart
  }
  const { run } = frame
  const given = fromHost(ownData(run.data, name), run)
  if (given !== undefined) return given
  const global = GLOBALS.get(name)
  if (global !== undefined) return global
  return new Undefined(name, { owner: fromHost(run.data, run) ?? null })
}

/** Renders into a text of its own, with variables of its own. */
export function capture(frame: Frame, scope: Scope, render: Render): string {
  const { scope: outerScope, out: outerOut } = frame
  const own: Output = { text: '' }
  frame.scope = scope
  frame.out = own
  render(frame)
  frame.scope = outerScope
  frame.out = outerOut
  return own.text
}

/** Renders with variables of its own. */
export function within(frame: Frame, scope: Scope, render: Render): void {
  const outer = frame.scope
  frame.scope = scope
  render(frame)
  frame.scope = outer
}
