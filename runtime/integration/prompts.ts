/**
 * Prompts of an integration: texts that a person picks in an assistant.
 *
 * Each names the actions it needs, and is one file under `prompts/`.
 */

/** One argument of a prompt, filled in by a person; its value is text. */
export interface PromptArgument {
  label: string
  description: string
  required?: boolean
  /** Values that clients suggest while a person types. */
  values?: string[]
  /** By id of an action, the field of its earlier results whose values clients suggest, too. */
  values_from?: Record<string, string>
}

/** The content of one prompt file. */
export interface Prompt {
  title: string
  description: string
  arguments: Record<string, PromptArgument>
  /** A template over `args` and `tools`: the given arguments, and the tool names of the actions that may be used. */
  text: string
}

/** The texts of one prompt in another language. */
export interface PromptTexts {
  title?: string
  description?: string
  arguments?: Record<string, { label?: string; description?: string }>
  text?: string
}

/** All prompts of an integration by id, and their texts by language and id. */
export interface PromptSet {
  prompts: Record<string, Prompt>
  overlays: Record<string, Record<string, PromptTexts>>
}

/** The prompts of an integration without prompts. */
export const noPrompts: PromptSet = { prompts: {}, overlays: {} }

/** Returns the name of an action in templates: its id with underscores, since a dash is a minus there. */
export const actionName = (id: string): string => id.replaceAll('-', '_')

/** Returns the prompts in one language; an untranslated text falls back to the prompt's own file. */
export function promptsIn({ prompts, overlays }: PromptSet, locale: string): Record<string, Prompt> {
  const texts = overlays[locale] ?? {}
  return Object.fromEntries(
    Object.entries(prompts).map(([id, prompt]) => [id, overlaid(prompt, texts[id] ?? {})]),
  )
}

function overlaid(prompt: Prompt, { title, description, arguments: own = {}, text }: PromptTexts): Prompt {
  const blanks = Object.entries(prompt.arguments).map(([name, blank]) => [name, { ...blank, ...own[name] }])
  return {
    title: title ?? prompt.title,
    description: description ?? prompt.description,
    arguments: Object.fromEntries(blanks),
    text: text ?? prompt.text,
  }
}
