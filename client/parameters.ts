/** Rules over several parameters that a manifest cannot express. */
import { ActionError, type RawProblem } from '../runtime/sdk/index.ts'

/** A parameter: its id, its label and its value. */
export type Given = readonly [id: string, label: string, value: unknown]

/** Throws PARAMETER_INVALID unless exactly one of two parameters has a value. Nothing is sent. */
export function requireOne([id, name, value]: Given, [, other, otherValue]: Given): void {
  if ((value === undefined) !== (otherValue === undefined)) return
  throw invalid({
    where: id,
    rule: value === undefined ? 'required_one' : 'only_one',
    values: { name, other },
  })
}

/** The error for a parameter that breaks a rule of its action. Nothing is sent. */
export const invalid = (...problems: RawProblem[]): ActionError =>
  new ActionError('PARAMETER_INVALID', {}, { problems, unsent: true })
