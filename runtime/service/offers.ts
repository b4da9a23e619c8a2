/** Which actions a server offers: what its operator allows of what the integration has. */
import { refuse } from '../contract/refuse.ts'
import { nearest } from '../i18n/nearest.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Integration } from '../integration/integration.ts'
import { actionName } from '../integration/prompts.ts'
import { type ActionText, actionText } from '../integration/texts.ts'

/** What the operator lets clients do. */
export interface Policy {
  /** Only tools that read. */
  readOnly: boolean
  /** Only these actions, by id or tool name; all when absent. */
  allow?: readonly string[]
  /** Not these actions; wins over `allow`. */
  deny: readonly string[]
  /** Changes go without a confirmation where the client cannot ask a person. */
  yesWrites: boolean
}

/** One offered action with its texts in the server's language. */
export interface Offer {
  /** Its name as a tool. */
  name: string
  action: LoadedAction
  texts: ActionText
}

/** What is offered by tool name, and which tools exist but are not: with the reason. */
export interface Offers {
  tools: ReadonlyMap<string, Offer>
  withheld: ReadonlyMap<string, string>
}

/** The name of an action's tool. */
export const toolName = (integration: string, id: string): string => actionName(`${integration}_${id}`)

/**
 * Loads every action and decides which are offered. Connectors are not: they keep their place in `state`, which a
 * conversation has no use for.
 *
 * @throws ActionError REQUEST_INVALID where `allow` or `deny` name what does not exist; what a manifest is wrong with
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

/** Ids from a list of ids and tool names. */
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
