/** The texts of an integration's actions in one language, for every face that shows them. */
import type { LoadedAction } from './action.ts'
import { categoryOf } from './areas.ts'
import type { Integration } from './integration.ts'

/** The texts of one parameter. */
export interface ParameterText {
  label: string
  description: string
}

/** The texts of one action; an untranslated text falls back to the manifest. */
export interface ActionText {
  name: string
  /** The name of its area. */
  category?: string
  description: string
  deprecated?: string
  experimental?: string
  notes: string[]
  parameters: Record<string, ParameterText>
  /** Why the action cannot be undone, if it says so. */
  no_undo?: string
  messages: Record<string, string>
}

/** Reads the texts of an action. Throws INTEGRATION_INVALID if an overlay is invalid. */
export async function actionText(
  integration: Integration,
  action: LoadedAction,
  locale: string,
): Promise<ActionText> {
  const { manifest } = action
  const texts = (await action.texts(locale)) ?? {}
  const category = categoryOf(action.area, integration.spec, await integration.overlay(locale))
  const deprecated = texts.deprecated ?? manifest.deprecated
  const experimental = texts.experimental ?? manifest.experimental
  const noUndo = texts.undo?.none ?? manifest.undo?.none
  const parameters = Object.entries(manifest.parameters).map(([name, { label, description }]) => {
    const own = texts.parameters?.[name]
    return [name, { label: own?.label ?? label, description: own?.description ?? description }] as const
  })
  return {
    name: texts.name ?? manifest.name,
    ...(category === undefined ? {} : { category }),
    description: texts.description ?? manifest.description,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(experimental === undefined ? {} : { experimental }),
    notes: texts.notes ?? manifest.notes,
    parameters: Object.fromEntries(parameters),
    ...(noUndo === undefined ? {} : { no_undo: noUndo }),
    messages: { ...manifest.messages, ...texts.messages },
  }
}
