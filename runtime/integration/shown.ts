/** An action as data, for `soar show --json` and the HTTP API. */
import type { Request } from '../contract/request.ts'
import type { LoadedAction } from './action.ts'
import type { ActionText } from './texts.ts'

/** Returns the example of the manifest as a request; credentials come from elsewhere. */
export function sampleRequest({ id, manifest: { example } }: LoadedAction): Request {
  const { parameters, templates, context, config, state } = example
  return {
    action: id,
    parameters,
    ...(templates && { templates }),
    ...(context && { context }),
    ...(config && { config }),
    ...(state !== undefined && { state }),
  }
}

/** Returns everything that a form or a client needs to know about an action, in the language of the texts. */
export function actionData(action: LoadedAction, text: ActionText): object {
  const { id, manifest } = action
  const { kind, effect, idempotent, permissions, output } = manifest
  const parameters = Object.entries(manifest.parameters).map(([name, spec]) => ({
    name,
    ...spec,
    ...text.parameters[name],
  }))
  const request = sampleRequest(action)
  const { columns, objects, check_with, undo } = manifest
  const more = {
    ...(columns && { columns }),
    ...(objects && { objects }),
    ...(check_with && { check_with }),
    ...(undo && { undo: text.no_undo === undefined ? undo : { none: text.no_undo } }),
  }
  const { no_undo: _, ...texts } = text
  return { id, ...texts, kind, effect, idempotent, permissions, parameters, output, ...more, request }
}
