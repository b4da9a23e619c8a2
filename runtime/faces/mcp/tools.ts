/** Describes offered actions as tools of the protocol. */
import type { Tool } from '@modelcontextprotocol/server'
import type { Translate } from '../../i18n/sentences.ts'
import type { CallArguments } from '../../platforms/arguments.ts'
import type { Offer } from '../../service/offers.ts'
import type { Core, Served } from '../../service/service.ts'
import { toolsetsOf } from '../../service/toolsets.ts'
import { connectionSchema } from './call/connection.ts'
import { inputSchema, outputSchema } from './schema.ts'

/** The tools by offer: the schemas of a hundred actions take long to make, and every session asks for them. */
const made = new WeakMap<Offer, Tool>()

/** Every offered action as a tool. Each is made once. */
export const toolsOf = ({ offers, callArguments, t }: Core): Tool[] =>
  [...offers.tools.values()].map((offer) => {
    const tool = made.get(offer) ?? toTool(offer, callArguments, t)
    made.set(offer, tool)
    return tool
  })

/** One action as a tool. `callArguments`: the arguments common to all tools. */
export function toTool(
  { name, id, action, texts, served }: Offer<Served>,
  callArguments: CallArguments,
  t: Translate,
): Tool {
  const { manifest } = action
  const connection = connectionSchema(served, t)
  const { effect, idempotent, lowers_protection: lowers } = manifest
  const description = [
    ...(texts.deprecated === undefined ? [] : [t('deprecated', { why: texts.deprecated })]),
    ...(texts.experimental === undefined ? [] : [t('experimental', { why: texts.experimental })]),
    texts.description,
    ...texts.notes.map((note) => `- ${note}`),
    ...(texts.no_undo === undefined ? [] : [`- ${t('no_undo', { reason: texts.no_undo })}`]),
  ]
  return {
    name,
    title: texts.name,
    description: description.join('\n'),
    inputSchema: inputSchema(manifest, texts, { callArguments, connection }, t) as Tool['inputSchema'],
    outputSchema: outputSchema(manifest, t) as NonNullable<Tool['outputSchema']>,
    annotations: {
      title: texts.name,
      readOnlyHint: effect === 'read',
      destructiveHint: effect === 'destructive' || lowers === true,
      idempotentHint: idempotent,
      // Every action talks to a vendor's service, which contains texts that anyone may have sent.
      openWorldHint: true,
    },
    _meta: {
      'soar/action': id,
      'soar/toolsets': [...toolsetsOf(manifest)],
      ...(texts.category === undefined ? {} : { 'soar/category': texts.category }),
    },
  }
}
