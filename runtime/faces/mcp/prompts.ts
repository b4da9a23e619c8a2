/** The integration's prompts in the form of the protocol. */
import { ErrorCode, type GetPromptResult, type Prompt } from '@modelcontextprotocol/sdk/types.js'
import { nearest } from '../../i18n/nearest.ts'
import { writeTemplateError } from '../../i18n/sentences.ts'
import { actionName, promptsIn } from '../../integration/prompts.ts'
import type { Core } from '../../service/service.ts'
import { isTemplateError } from '../../template/template.ts'
import { protocolError } from './protocol-error.ts'

const refuse = (reason: string): Error => protocolError(ErrorCode.InvalidParams, reason)

/** Every prompt in the server's language. */
export function listPrompts({ prompts, locale }: Core): Prompt[] {
  return Object.entries(promptsIn(prompts, locale)).map(([name, prompt]) => ({
    name,
    title: prompt.title,
    description: prompt.description,
    arguments: Object.entries(prompt.arguments).map(([blank, { description, required = false }]) => ({
      name: blank,
      description,
      required,
    })),
  }))
}

/**
 * Writes a prompt. Arguments are data and not rendered; actions that are not offered are None in it.
 *
 * @throws a protocol error if the prompt does not exist, or an argument is missing or unknown
 */
export async function getPrompt(
  core: Core,
  name: string,
  given: Record<string, string>,
): Promise<GetPromptResult> {
  const prompts = promptsIn(core.prompts, core.locale)
  const prompt = Object.hasOwn(prompts, name) ? prompts[name] : undefined
  if (!prompt) throw refuse(`There is no prompt "${name.slice(0, 80)}".${hint(name, Object.keys(prompts))}`)
  const blanks = Object.entries(prompt.arguments)
  for (const written of Object.keys(given)) {
    if (Object.hasOwn(prompt.arguments, written)) continue
    const names = blanks.map(([blank]) => blank)
    throw refuse(`The prompt has no argument "${written.slice(0, 80)}".${hint(written, names)}`)
  }
  const args: Record<string, string | null> = {}
  for (const [blank, { label, required }] of blanks) {
    const value = given[blank]?.trim()
    if (required && !value) throw refuse(`"${label}" (${blank}) is required.`)
    args[blank] = value || null
  }
  const text = await render(core, prompt.text, { args, tools: await toolsOf(core) })
  return {
    description: prompt.description,
    messages: [{ role: 'user', content: { type: 'text', text } }],
  }
}

const hint = (written: string, names: readonly string[]): string => {
  const meant = nearest(written, names)
  return meant === undefined ? '' : ` Did you mean "${meant}"?`
}

/** Tool names by action, None for actions that are not offered. */
async function toolsOf({ integration, offers }: Core): Promise<Record<string, string | null>> {
  const none = (await integration.ids()).map((id): [string, null] => [actionName(id), null])
  const offered = [...offers.tools].map(([name, { action }]): [string, string] => [
    actionName(action.id),
    name,
  ])
  return Object.fromEntries<string | null>([...none, ...offered])
}

async function render(core: Core, source: string, names: Record<string, unknown>): Promise<string> {
  try {
    return (await core.integration.template(source)).render(names, { locale: core.locale }).trim()
  } catch (error) {
    if (!isTemplateError(error)) throw error
    throw protocolError(ErrorCode.InternalError, `Cannot render the prompt: ${writeTemplateError(error)}`)
  }
}
