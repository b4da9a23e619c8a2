/** Determines which of an integration's actions a server offers, by its operator's policy. */
import { refuse } from '../contract/refuse.ts'
import { nearest } from '../i18n/nearest.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Integration } from '../integration/integration.ts'
import { actionName } from '../integration/prompts.ts'
import { type ActionText, actionText } from '../integration/texts.ts'

/** What the operator allows clients to do. */
export interface Policy {
  /** Offer only tools that read. */
  readOnly: boolean
  /** Offer only these actions, by id or tool name; default all. */
  allow?: readonly string[]
  /** Do not offer these actions; takes precedence over `allow`. */
  deny: readonly string[]
  /** Run writes without confirmation if the client cannot ask a person. */
  yesWrites: boolean
}

/** One offered action with its texts in the server's language. */
export interface Offer {
  /** Its tool name. */
  name: string
  action: LoadedAction
  texts: ActionText
}

/** Offered actions by tool name, and the tools that exist but are not offered, with the reason. */
export interface Offers {
  tools: ReadonlyMap<string, Offer>
  withheld: ReadonlyMap<string, string>
}

/** Returns the tool name of an action. */
export const toolName = (integration: string, id: string): string => actionName(`${integration}_${id}`)

/**
 * Loads every action and decides which are offered. Connectors are not offered: they keep their checkpoint in `state`, which
 * a conversation does not need.
 *
 * @throws ActionError REQUEST_INVALID if `allow` or `deny` name an unknown action; the error of an invalid manifest
 */
export async function makeOffers(integration: Integration, policy: Policy, locale: string): Promise<Offers> {
  const ids = await integration.ids()
  const names = new Map(ids.map((id) => [id, toolName(integration.spec.id, id)]))
  const allowed = policy.allow && readNames('allow', policy.allow, names)
  const denied = readNames('deny', policy.deny, names)
  const tools = new Map<string, Offer>()
  const withheld = new Map<string, string>()
  for (const [id, name] of names) {
    const action = await integration.action(id)
    const reason = refusal(action, policy.readOnly, allowed, denied)
    if (reason !== undefined) withheld.set(name, reason)
    else {
      const texts = await actionText(integration, action, locale)
      tools.set(name, { name, action, texts })
    }
  }
  return { tools, withheld }
}

function refusal(
  { id, manifest }: LoadedAction,
  readOnly: boolean,
  allowed: ReadonlySet<string> | undefined,
  denied: ReadonlySet<string>,
): string | undefined {
  if (manifest.kind === 'connector') return 'connectors are not tools'
  if (denied.has(id)) return 'denied by --deny'
  if (allowed && !allowed.has(id)) return 'not in --allow'
  return readOnly && manifest.effect !== 'read'
    ? 'it changes the tenant, and the server is --read-only'
    : undefined
}

/** Converts a list of ids and tool names to ids. */
function readNames(
  option: string,
  written: readonly string[],
  names: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const ids = new Map([...names].flatMap(([id, name]) => [[id, id] as const, [name, id] as const]))
  const found = written.map((word) => {
    const id = ids.get(word)
    if (id !== undefined) return id
    const meant = nearest(word, [...names.keys(), ...names.values()])
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    const reason = `--${option} names "${word.slice(0, 80)}", which is not an action.${hint} \`soar list\` shows all actions.`
    throw refuse(reason)
  })
  return new Set(found)
}
