/** Arguments that a platform's tool calls take besides the action's own parameters. */
import type { RawProblem } from '../contract/errors.ts'
import type { Translate } from '../i18n/sentences.ts'
import type { Bag, ParameterSpecs } from '../schema/parameters.ts'
import type { JsonSchema } from '../schema/validate.ts'

/** The arguments of one call, sorted. */
export interface SortedArguments {
  parameters: Bag
  /** What templates see as `context`: only what was given. */
  context: Bag
  problems: RawProblem[]
}

/** What every tool takes. An action's own parameter of the same name takes precedence. */
export interface CallArguments {
  /** The JSON Schema of each argument by its name. */
  properties(say: Translate): JsonSchema
  /** Separates the action's parameters from these arguments. */
  sort(specs: ParameterSpecs, given: Readonly<Record<string, unknown>>): SortedArguments
}
