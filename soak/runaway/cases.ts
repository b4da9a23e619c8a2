/** One case of each kind, and how it ended. */
import { DEFAULT_BUDGET } from '../../runtime/template/budget.ts'
import { parseTemplate } from '../../runtime/template/parse/parse.ts'
import { isTemplateError, templateFromTree } from '../../runtime/template/template.ts'
import { HONEST, hostileData } from './honest.ts'
import { program } from './programs.ts'
import { type Dice, pick } from './values.ts'

export interface Case {
  template: string
  data: Record<string, unknown>
}

/** The outcome of a case, as the worker reports it. */
export interface Ended {
  at: number
  /** `text`, the kind of a failure, or what is wrong with it. */
  outcome: string
  /** Milliseconds of processor time. */
  ms: number
  /** Most memory that the process held so far, in MiB. */
  mib: number
}

/** The case of a kind that the dice give. */
export function caseOf(kind: string, dice: Dice): Case {
  if (kind === 'honest')
    return { template: pick(dice, HONEST), data: hostileData(dice, pick(dice, [1_000, 100_000, 1_000_000])) }
  return { template: program(dice), data: { e: [], a: 1 } }
}

/**
 * Renders it. A fault of ours is what neither renders nor fails as templates fail.
 *
 * @param time limit of processor time; without one the counts alone have to end it
 */
export function ending({ template, data }: Case, time = DEFAULT_BUDGET.time): string {
  try {
    templateFromTree(parseTemplate(template)).render(data, { undefined: 'empty', budget: { time } })
    return 'text'
  } catch (error) {
    if (!isTemplateError(error)) return `fault: ${error instanceof Error ? error.stack : String(error)}`
    return error.message.includes('fault of ours') ? `fault: ${String(error.cause)}` : error.kind
  }
}
