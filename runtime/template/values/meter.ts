import { type Budget, DEFAULT_BUDGET } from '../budget.ts'
import { templateError } from '../errors.ts'
import type { Run } from './values.ts'

export type { Run } from './values.ts'

/** Settings of one rendering, as `RenderOptions` in `runtime/template/template.ts`. */
export interface Settings {
  readonly undefined?: 'error' | 'empty'
  readonly locale?: string
  readonly budget?: Partial<Budget>
}

/** Starts a rendering. */
export function startRun(data: Readonly<Record<string, unknown>>, settings: Settings): Run {
  const budget = settings.budget === undefined ? DEFAULT_BUDGET : { ...DEFAULT_BUDGET, ...settings.budget }
  return {
    data,
    taken: new Map(),
    lenient: settings.undefined === 'empty',
    locale: settings.locale ?? 'en',
    budget,
    autoescape: false,
    at: [1, 1],
    steps: 0,
    depth: 0,
    output: 0,
  }
}

function exceeded(what: string, limit: number): never {
  throw templateError(
    'budget',
    `The template needs more than ${limit} ${what}.`,
    undefined,
    'Make it do less, or raise the budget.',
  )
}

/** Counts work: one step by default. */
export function tick(run: Run, steps = 1): void {
  run.steps += steps
  if (run.steps > run.budget.steps) exceeded('steps', run.budget.steps)
}

/** Refuses to make a text or list of this size; for what grows piece by piece. */
export function fits(run: Run, size: number): void {
  if (!(size <= run.budget.size)) exceeded('characters or elements in one value', run.budget.size)
}

/** Refuses to make a text or list of this size, and counts the work of making it. */
export function claim(run: Run, size: number): number {
  fits(run, size)
  if (size > 31) tick(run, size >> 5)
  return size
}

/** Counts text that leaves the template. */
export function emit(run: Run, size: number): void {
  run.output += size
  if (run.output > run.budget.output) exceeded('characters of output', run.budget.output)
}

/** Does something one level deeper. */
export function deeper<T>(run: Run, work: () => T): T {
  run.depth += 1
  if (run.depth > run.budget.depth) exceeded('levels of nesting', run.budget.depth)
  const result = work()
  run.depth -= 1
  return result
}
