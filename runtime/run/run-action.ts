/** Runs one action: one request becomes one result. */
import type { Result } from '../contract/result.ts'
import type { Integration } from '../integration/integration.ts'
import { openRun } from './open-run.ts'
import type { PerformOptions, RunOptions } from './options.ts'

/**
 * Opens, prepares and performs one run. `input` is a parsed request; every problem in it becomes a failed result. Never
 * throws.
 */
export async function runAction(
  integration: Integration,
  input: unknown,
  options: RunOptions & PerformOptions = {},
): Promise<Result> {
  const open = await openRun(integration, input, options)
  if ('failed' in open) return open.failed
  const ready = await open.prepare()
  if ('failed' in ready) return ready.failed
  return (await ready.perform(options)).result
}
