/** Renders the output message of a result. */
import type { Log } from '../contract/action.ts'
import { phrase } from '../contract/phrases.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Integration } from '../integration/integration.ts'
import { isTemplateError } from '../template/errors.ts'

/**
 * Renders a message of an action in the run's language: from the overlay, then the manifest, then the integration. Returns
 * undefined if there is none, and also, with a warning, if its template fails: a message must not make a run fail.
 */
export async function actionSentence(
  integration: Integration,
  action: LoadedAction,
  key: string,
  locale: string,
  names: Record<string, unknown>,
  warn: Log['warn'],
): Promise<string | undefined> {
  const overlay = await integration.overlay(locale)
  const texts = await action.texts(locale)
  const source =
    texts?.messages?.[key] ??
    action.manifest.messages[key] ??
    overlay?.integration?.messages?.[key] ??
    integration.spec.messages[key]
  if (source === undefined) return undefined
  const name = texts?.name ?? action.manifest.name
  const scope = { ...names, action: { id: action.id, name, title: action.manifest.name } }
  try {
    return (await action.template(source)).render(scope, { locale })
  } catch (error) {
    if (!isTemplateError(error)) throw error
    warn(
      { message_key: key },
      phrase('The message "{key}" cannot be rendered: {reason}', { key, reason: error.message }),
    )
    return undefined
  }
}
