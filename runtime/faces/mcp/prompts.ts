/** The integration's prompts in the form of the protocol. */
import { type GetPromptResult, type Prompt, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { nearest } from '../../i18n/nearest.ts'
import { writeTemplateError } from '../../i18n/sentences.ts'
import { actionName, type Prompt as OwnPrompt, promptsIn } from '../../integration/prompts.ts'
import { shownIds } from '../../integration/several/ids.ts'
import type { Core, Served } from '../../service/service.ts'
import { isTemplateError } from '../../template/template.ts'
import { connectionSchema } from './call/connection.ts'
import { protocolError } from './protocol-error.ts'

const refuse = (reason: string): Error => protocolError(ProtocolErrorCode.InvalidParams, reason)

/** The argument of every prompt of an integration with several connections. */
export const CONNECTION = 'connection'

/** A prompt and the integration that it belongs to. */
export interface Owned {
  prompt: OwnPrompt
  served: Served
}

/** Every prompt in the server's language by its name: its id, with its integration if several have a prompt of that id. */
export function promptsOf({ served, locale }: Core): Record<string, Owned> {
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
  return Object.entries(promptsOf(core)).map(([name, { prompt, served }]) => ({
    name,
    title: prompt.title,
    description: prompt.description,
    arguments: Object.entries(blanksOf(prompt, served, core)).map(
      ([blank, { description, required = false }]) => ({ name: blank, description, required }),
    ),
  }))
}

/** The arguments of a prompt, and the connection if there are several. */
function blanksOf(prompt: OwnPrompt, served: Served, { t }: Core): OwnPrompt['arguments'] {
  const { description } = connectionSchema(served, t) ?? {}
  if (typeof description !== 'string') return prompt.arguments
  return { [CONNECTION]: { label: CONNECTION, description, required: true }, ...prompt.arguments }
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
  const own = blanksOf(prompt, served, core)
  const blanks = Object.entries(own)
  for (const written of Object.keys(given)) {
    if (Object.hasOwn(own, written)) continue
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
    messages: [
      {
        role: 'user',
        content: { type: 'text', text: [text, ...connectionLine(core, served, args)].join('\n\n') },
      },
    ],
  }
}

/** The instruction to use the connection that the person chose. */
function connectionLine({ t }: Core, { connections }: Served, args: Record<string, string | null>): string[] {
  if (connections === undefined) return []
  const chosen = connections.find(({ connection }) => connection === args[CONNECTION])
  const names = connections.map(({ connection }) => connection).join(', ')
  if (chosen === undefined) throw refuse(t('connection_wrong', { argument: CONNECTION, names }))
  return [t('prompt_connection', { connection: chosen.connection })]
}

const hint = (written: string, names: readonly string[]): string => {
  const meant = nearest(written, names)
  return meant === undefined ? '' : ` Did you mean "${meant}"?`
}

/** Tool names by action of one integration, None for actions that are not offered. */
async function toolsOf({ offers }: Core, served: Served): Promise<Record<string, string | null>> {
  const none = (await served.integration.ids()).map((id): [string, null] => [actionName(id), null])
  const offered = [...offers.tools.values()]
    .filter((offer) => offer.served.integration === served.integration)
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
