/** Arguments that a platform's tool calls take besides the action's own parameters. */
import type { RawProblem } from '../contract/errors.ts'
import type { Translate } from '../i18n/sentences.ts'
import type { Bag, ParameterSpecs } from '../schema/parameters.ts'
import type { JsonSchema } from '../schema/validate.ts'

/** The sorted arguments of one call. */
export interface SortedArguments {
  parameters: Bag
  /** The `context` of templates: only the arguments that were given. */
  context: Bag
  problems: RawProblem[]
}

/** The arguments common to all tools. An action's own parameter of the same name takes precedence. */
export interface CallArguments {
  /** The JSON Schema of each argument by its name. */
  properties(say: Translate): JsonSchema
  /** Separates the action's parameters from these arguments. */
  sort(specs: ParameterSpecs, given: Readonly<Record<string, unknown>>): SortedArguments
}
