/** Says how to take back what a write did, and beforehand whether that is possible. */
import type { Outcome } from '../../contract/action.ts'
import type { Json } from '../../contract/json.ts'
import type { UndoOutlook, UndoRequest } from '../../contract/result.ts'
import type { LoadedAction } from '../../integration/action.ts'
import type { UndoAction } from '../../integration/manifest.ts'
import { toPlain } from '../../safety/plain-data.ts'
import type { Bag } from '../../schema/parameters.ts'
import { evaluate } from '../render-input.ts'
import type { Run } from '../state.ts'

/**
 * The request that undoes a successful write, from `undo` of its manifest. Undefined if nothing was changed, or if the request
 * would not be exact: a template of it fails, or a value holds a secret, which is never part of a result.
 *
 * @param inputs with omitted ones as null
 * @param json the data of the result, redacted
 */
export async function undoRequest(
  run: Run,
  action: LoadedAction,
  undo: UndoAction,
  { inputs, outcome, json }: { inputs: Bag; outcome: Outcome; json: Json },
): Promise<UndoRequest | undefined> {
  const options = { locale: run.locale, undefined: 'empty' } as const
  let isExact = true
  const redact = (text: string): string => {
    const shown = run.redactor.redact(text)
    isExact &&= shown === text
    return shown
  }
  const cut = (): Json => {
    isExact = false
    return null
  }
  const names = {
    inputs,
    result: isStream(outcome.result) ? json : toPlain(outcome.result, sameText, cut),
    before: toPlain(outcome.before ?? null, sameText, cut),
  }
  const parameters: Record<string, Json> = {}
  try {
    const isChanged = undo.when === undefined || (await evaluate(action, 'when', undo.when, names, options))
    if (!isChanged) return undefined
    for (const [name, source] of Object.entries(undo.parameters ?? {})) {
      const value = await evaluate(action, name, source, names, options)
      if (value !== undefined && value !== null && value !== '')
        parameters[name] = toPlain(value, redact, cut)
    }
  } catch (error) {
    run.log.error({ err: error }, 'A template of "undo" failed.')
    return undefined
  }
  if (isExact) return { action: undo.action, parameters }
  run.log.error({}, 'The run has no undo, because a value of it is secret or nested too deeply.')
  return undefined
}

const sameText = (text: string): string => text

const isStream = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && Symbol.asyncIterator in value

/** What is known about undoing a write before it runs, in the run's language; undefined if its manifest does not say. */
export async function undoOutlook(action: LoadedAction, locale: string): Promise<UndoOutlook | undefined> {
  const { undo } = action.manifest
  if (undo === undefined) return undefined
  if (undo.action !== undefined) return { action: undo.action }
  const texts = await action.texts(locale)
  return { none: texts?.undo?.none ?? undo.none }
}
