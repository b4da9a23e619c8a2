/** Runs one action: one request becomes one result. */
import type { Result } from '../contract/result.ts'
import type { Integration } from '../integration/integration.ts'
import type { RunOptions } from './options.ts'
import { execute } from './perform.ts'
import { lookUp, makeInputs } from './prepare.ts'
import { settle } from './result.ts'
import { begin } from './state.ts'

/** Runs one action. `input` is a parsed request; whatever is wrong with it is an answer, too. */
export async function runAction(
  integration: Integration,
  input: unknown,
  options: RunOptions = {},
): Promise<Result> {
  const run = begin(integration, options)
  return settle(run, async () => {
    const found = await lookUp(run, input)
    const inputs = await makeInputs(run, found)
    return execute(run, found, inputs)
  })
}
