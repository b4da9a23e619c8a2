/** Evaluates a template tree over a context. */
import { isTemplateError, type Position, templateError } from '../errors.ts'
import { wordAt } from '../place.ts'
import type { TemplateTree } from '../tree.ts'
import { toHost } from '../values/host.ts'
import { undefinedError } from '../values/undefined.ts'
import { type Run, Undefined } from '../values/values.ts'
import { expression } from './expressions.ts'
import { assign, type Frame, newScope, type Render } from './scope.ts'
import { selfReference } from './self.ts'
import { type Settings, startRun } from './start.ts'
import { statements } from './statements.ts'

/** A tree turned into closures. */
export interface Prepared {
  render(data: Readonly<Record<string, unknown>>, settings: Settings): string
  evaluate(data: Readonly<Record<string, unknown>>, settings: Settings): unknown
}

/** Turns a tree into closures, once. Rendering keeps no state in them, so one may run any number of times. */
export function prepare(tree: TemplateTree): Prepared {
  if (tree.version !== 1)
    throw templateError('refused', 'The stored template is of another version.', [1, 1], 'Build again.')
  const blocks = new Map<string, Render>()
  const body = statements(tree.body, false, blocks)
  const [first] = tree.body
  const lone = tree.body.length === 1 && first?.do === 'print' ? expression(first.value, false) : undefined

  const start = (run: Run): Frame => {
    const root = newScope(undefined, tree.late)
    const frame = { run, scope: root, out: { text: '' }, root, blocks }
    if (tree.self) assign(root, 'self', selfReference(frame))
    return frame
  }
  const render: Prepared['render'] = (data, settings) =>
    guarded(tree, startRun(data, settings), (run) => {
      const frame = start(run)
      body(frame)
      return frame.out.text
    })
  return {
    render,
    evaluate: (data, settings) => {
      if (lone === undefined) return render(data, settings)
      return guarded(tree, startRun(data, settings), (run) => {
        const value = lone(start(run))
        if (!(value instanceof Undefined)) return toHost(value, run)
        if (run.lenient || value.silent) return undefined
        throw undefinedError(value)
      })
    },
  }
}

/** Runs, and converts any error to a `TemplateError` with its position. */
function guarded<T>(tree: TemplateTree, run: Run, work: (run: Run) => T): T {
  try {
    return work(run)
  } catch (error) {
    if (isTemplateError(error)) {
      if (error.line > 0) throw error
      const doing = error.kind === 'budget' ? `${doingAt(tree.source, run.at)}.` : ''
      throw templateError(error.kind, error.message + doing, run.at, error.remedy, error.cause)
    }
    if (error instanceof RangeError)
      throw templateError(
        'budget',
        `The template nests too deep or makes a value too large${doingAt(tree.source, run.at)}.`,
        run.at,
        'Make it do less.',
        error,
      )
    throw templateError(
      'runtime',
      'The template failed in a way that is a fault of ours.',
      run.at,
      undefined,
      error,
    )
  }
}

/** Names what was being evaluated. */
function doingAt(source: string, at: Position): string {
  const word = wordAt(source, at)
  return word === undefined ? '' : ` while it works on "${word}"`
}
