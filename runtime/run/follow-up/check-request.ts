/** Says how to look whether a write happened whose outcome is unknown. */
import type { Json } from '../../contract/json.ts'
import type { CheckRequest } from '../../contract/result.ts'
import { toPlain } from '../../safety/plain-data.ts'
import { evaluate } from '../render-input.ts'
import type { Run } from '../state.ts'

/**
 * The read that shows whether the write of a run happened, from `check_with` of its manifest. Undefined if the manifest names
 * none, or a template of it fails: the failure of the run is reported either way.
 */
export async function checkRequest(run: Run): Promise<CheckRequest | undefined> {
  const { action, inputs } = run
  const check = action?.manifest.check_with
  if (action === undefined || check === undefined || inputs === undefined) return undefined
  const parameters: Record<string, Json> = {}
  const options = { locale: run.locale, undefined: 'empty' } as const
  try {
    for (const [name, source] of Object.entries(check.parameters ?? {})) {
      const value = await evaluate(action, name, source, { inputs }, options)
      if (value !== undefined && value !== null && value !== '')
        parameters[name] = toPlain(value, run.redactor.redact)
    }
    return { action: check.action, parameters }
  } catch (error) {
    run.log.error({ err: error }, 'A template of "check_with" failed.')
    return undefined
  }
}
