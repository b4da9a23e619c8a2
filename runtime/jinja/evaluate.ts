import type { Budget } from './budget.ts'
import { templateError } from './errors.ts'
import type { TemplateTree } from './tree.ts'

/** Settings of one rendering, as `RenderOptions` in `runtime/template.ts`. */
export interface Settings {
  readonly undefined?: 'error' | 'empty'
  readonly locale?: string
  readonly budget?: Partial<Budget>
}

/** A tree turned into closures. */
export interface Prepared {
  render(scope: Record<string, unknown>, settings: Settings): string
  evaluate(scope: Record<string, unknown>, settings: Settings): unknown
}

/** Turns a tree into closures, once. */
export function prepare(tree: TemplateTree): Prepared {
  if (tree.version !== 1)
    throw templateError('refused', 'The stored template is of another version.', undefined, 'Build again.')
  throw templateError('refused', 'The evaluator is not built yet.')
}
