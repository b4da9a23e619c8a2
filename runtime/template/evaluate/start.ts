/** Starts the evaluation of a template. */
import { type Budget, DEFAULT_BUDGET } from '../budget.ts'
import { firstLook } from '../meter.ts'
import type { Run } from '../values/values.ts'

/** Settings of one rendering, as `RenderOptions` in `runtime/template/template.ts`. */
export interface Settings {
  readonly undefined?: 'error' | 'empty'
  readonly locale?: string
  readonly budget?: Partial<Budget>
  readonly deadline?: number
}

/** Starts a rendering. */
export function startRun(data: Readonly<Record<string, unknown>>, settings: Settings): Run {
  const { budget: given } = settings
  const budget = given === undefined ? DEFAULT_BUDGET : { ...DEFAULT_BUDGET, ...given }
  return {
    data,
    taken: new Map(),
    names: undefined,
    flat: undefined,
    lenient: settings.undefined === 'empty',
    locale: settings.locale ?? 'en',
    autoescape: false,
    budget,
    deadline: settings.deadline,
    at: [1, 1],
    steps: 0,
    pause: firstLook(budget),
    cpu: undefined,
    looked: 0,
    depth: 0,
    output: 0,
    made: 0,
  }
}
