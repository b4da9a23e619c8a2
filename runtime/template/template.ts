/** Templates: rendering a parsed tree. */
import type { Budget } from './budget.ts'
import { prepare } from './evaluate/evaluate.ts'
import type { TemplateTree } from './tree.ts'

export type { Budget } from './budget.ts'
export { isTemplateError, type TemplateError, templateError } from './errors.ts'
export type { TemplateTree } from './tree.ts'

/** How one rendering behaves. */
export interface RenderOptions {
  /** What printing an undefined name does: `error` (default) fails and names the key, `empty` prints nothing, as Jinja2 out of the box. */
  undefined?: 'error' | 'empty'
  /** BCP 47 locale of the filters `number`, `date` and `plural`; default `en`. */
  locale?: string
  /** Limits of this rendering; what is left out has its default. */
  budget?: Partial<Budget>
  /** Epoch milliseconds at which the rendering must have ended, such as the deadline of a run; a longer rendering fails. */
  deadline?: number
}

/** A loaded template; it holds no state, so one may be rendered any number of times. */
export interface Template {
  readonly source: string
  /** Dotted paths of the data the template reads (`params.sender`), sorted, as far as the source tells. */
  readonly names: readonly string[]
  /** Renders to text. Throws a `TemplateError`, never anything else. */
  render(scope: Record<string, unknown>, options?: RenderOptions): string
  /**
   * Returns plain JSON data. A template that is a single expression keeps its type; any other renders to text. A single
   * expression that is undefined returns `undefined` if `options.undefined` is `empty`, and fails otherwise; `{{ a if b }}`
   * without an else returns `undefined` in both.
   */
  evaluate(scope: Record<string, unknown>, options?: RenderOptions): unknown
}

/** Prepares a parsed (or stored) tree for rendering. Throws a `TemplateError` when the tree is not of this version. */
export function templateFromTree(tree: TemplateTree): Template {
  const prepared = prepare(tree)
  return {
    source: tree.source,
    names: tree.names,
    render: (scope, options = {}) => prepared.render(scope, options),
    evaluate: (scope, options = {}) => prepared.evaluate(scope, options),
  }
}
