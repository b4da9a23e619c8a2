import { isTemplateError, templateError } from '../errors.ts'
import type { TemplateTree } from '../tree.ts'
import { toHost } from '../values/host.ts'
import { type Settings, startRun } from '../values/meter.ts'
import { undefinedError } from '../values/undefined.ts'
import { type Run, Undefined } from '../values/values.ts'
import { expression } from './expressions.ts'
import { type Frame, newScope, type Render } from './scope.ts'
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
    const root = newScope(undefined)
    return { run, scope: root, out: { text: '' }, root, blocks }
  }
  const render: Prepared['render'] = (data, settings) =>
    guarded(startRun(data, settings), (run) => {
      const frame = start(run)
      body(frame)
      return frame.out.text
    })
  return {
    render,
    evaluate: (data, settings) => {
      if (lone === undefined) return render(data, settings)
      return guarded(startRun(data, settings), (run) => {
        const value = lone(start(run))
        if (!(value instanceof Undefined)) return toHost(value, run)
        if (run.lenient || value.silent) return undefined
        throw undefinedError(value)
      })
    },
  }
}

/** Runs, and turns whatever is thrown into a `TemplateError` that knows its place. */
function guarded<T>(run: Run, work: (run: Run) => T): T {
  try {
    return work(run)
  } catch (error) {
    if (isTemplateError(error)) {
      if (error.line > 0) throw error
      throw templateError(error.kind, error.message, run.at, error.remedy, error.cause)
    }
    if (error instanceof RangeError)
      throw templateError(
        'budget',
        'The template nests too deep or makes a value too large.',
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
