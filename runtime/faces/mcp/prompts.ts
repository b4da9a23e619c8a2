/** The integration's prompts in the form of the protocol. */
import { type GetPromptResult, type Prompt, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { nearest } from '../../i18n/nearest.ts'
import { writeTemplateError } from '../../i18n/sentences.ts'
import { actionName, type Prompt as OwnPrompt, promptsIn } from '../../integration/prompts.ts'
import { shownIds } from '../../integration/several/ids.ts'
import type { Core, Served } from '../../service/service.ts'
import { isTemplateError } from '../../template/template.ts'
import { protocolError } from './protocol-error.ts'

const refuse = (reason: string): Error => protocolError(ProtocolErrorCode.InvalidParams, reason)

/** A prompt and the integration that it belongs to. */
interface Owned {
  prompt: OwnPrompt
  served: Served
}

/** Every prompt in the server's language by its name: its id, with its integration if several have a prompt of that id. */
function promptsOf({ served, locale }: Core): Record<string, Owned> {
  const all = served.map((one) => ({
    one,
    name: one.integration.spec.id,
    own: promptsIn(one.prompts, locale),
  }))
  const shown = shownIds(all.map(({ name, own }) => ({ name, ids: Object.keys(own) })))
  return Object.fromEntries(
    all.flatMap(({ one, name, own }) =>
      Object.entries(own).map(([id, prompt]) => [shown(name, id), { prompt, served: one }]),
    ),
  )
}

/** Lists every prompt. */
export function listPrompts(core: Core): Prompt[] {
  return Object.entries(promptsOf(core)).map(([name, { prompt }]) => ({
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
  const prompts = promptsOf(core)
  const found = Object.hasOwn(prompts, name) ? prompts[name] : undefined
  if (!found) throw refuse(`There is no prompt "${name.slice(0, 80)}".${hint(name, Object.keys(prompts))}`)
  const { prompt, served } = found
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
  const text = await render(core, served, prompt.text, { args, tools: await toolsOf(core, served) })
  return {
    description: prompt.description,
    messages: [{ role: 'user', content: { type: 'text', text } }],
  }
}

const hint = (written: string, names: readonly string[]): string => {
  const meant = nearest(written, names)
  return meant === undefined ? '' : ` Did you mean "${meant}"?`
}

/** Tool names by action of one integration, None for actions that are not offered. */
async function toolsOf({ offers }: Core, served: Served): Promise<Record<string, string | null>> {
  const none = (await served.integration.ids()).map((id): [string, null] => [actionName(id), null])
  const offered = [...offers.tools.values()]
    .filter((offer) => offer.served === served)
    .map(({ name, action }): [string, string] => [actionName(action.id), name])
  return Object.fromEntries<string | null>([...none, ...offered])
}

async function render(
  { locale }: Core,
  { integration }: Served,
  source: string,
  names: Record<string, unknown>,
): Promise<string> {
  try {
    return (await integration.template(source)).render(names, { locale }).trim()
  } catch (error) {
    if (!isTemplateError(error)) throw error
    throw protocolError(
      ProtocolErrorCode.InternalError,
      `Cannot render the prompt: ${writeTemplateError(error)}`,
    )
  }
}
