/**
 * Prompts of an integration: texts that a person picks in an assistant.
 *
 * Each names the actions it needs, and is one file under `prompts/`.
 */

/** One blank of a prompt that a person fills in; its value is text. */
export interface PromptArgument {
  label: string
  description: string
  required?: boolean
}

/** One prompt, as its file says. */
export interface Prompt {
  title: string
  description: string
  arguments: Record<string, PromptArgument>
  /** A template over `args` and `tools`: the filled-in blanks, and the tool names of the actions that may be used. */
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

/** What an integration without prompts has. */
export const noPrompts: PromptSet = { prompts: {}, overlays: {} }

/** How a template names an action: its id with underscores, since a dash is a minus there. */
export const actionName = (id: string): string => id.replaceAll('-', '_')

/** The prompts in one language; what is not translated is as its own file has it. */
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
