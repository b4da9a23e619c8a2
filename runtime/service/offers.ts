/** Determines which actions a server offers, by its operator's policy. */
import { toActionError } from '../contract/errors.ts'
import { refuse } from '../contract/refuse.ts'
import type { Toolset } from '../contract/toolsets.ts'
import { nearest } from '../i18n/nearest.ts'
import { english, writeError } from '../i18n/sentences.ts'
import type { LoadedAction } from '../integration/action.ts'
import type { Integration } from '../integration/integration.ts'
import { type Named, resolveId, shownIds } from '../integration/several/ids.ts'
import { type ActionText, actionText } from '../integration/texts.ts'
import { toolNames } from './tool-names.ts'
import { isIn, offeredToolsets, toolsetsOf } from './toolsets.ts'

/** What the operator allows clients to do. */
export interface Policy {
  /** Offer only tools that read. */
  readOnly: boolean
  /** Offer only actions of these tool sets; `standard` leaves the choice to each integration; default all. */
  toolsets?: readonly Toolset[] | 'standard'
  /** Offer only these actions, by id or tool name; default all. */
  allow?: readonly string[]
  /** Offer experimental actions, too; default no. */
  experimental?: boolean
  /** Do not offer these actions; takes precedence over `allow`. */
  deny: readonly string[]
  /** Run writes without confirmation if the client cannot ask a person. */
  yesWrites: boolean
  /** Offer connectors, too: a face that shows alerts without keeping a checkpoint. */
  connectors?: boolean
}

/** An integration that a server offers. Callers add what its tools need. */
type Offering = { integration: Integration }

/** An integration that cannot be loaded. */
export interface BrokenIntegration {
  /** Its id. */
  name: string
  /** The ids of its actions, as far as they are known. */
  ids: readonly string[]
  /** A sentence. */
  reason: string
}

/** One offered action with its texts in the server's language. */
export interface Offer<T extends Offering = Offering> {
  /** Its tool name. */
  name: string
  /** The displayed id of the action: full if several integrations have the action. */
  id: string
  action: LoadedAction
  texts: ActionText
  /** The integration of the action. */
  served: T
}

/** Offered actions by tool name, and the tools that exist but are not offered, with the reason. */
export interface Offers<T extends Offering = Offering> {
  tools: ReadonlyMap<string, Offer<T>>
  withheld: ReadonlyMap<string, string>
  /** Tool names by the full names that were too long. */
  fullNames: ReadonlyMap<string, string>
  /** The tool sets whose actions are offered. */
  toolsets: ReadonlySet<Toolset>
  /** Sentences about integrations and manifests that cannot be loaded. */
  faults: readonly string[]
}

/**
 * Loads every action and decides which are offered. Connectors are offered only if the policy says so: they keep their
 * checkpoint in `state`, which a conversation does not need. Of several integrations, a broken one and a broken manifest do not affect the others.
 *
 * @throws ActionError REQUEST_INVALID if `allow` or `deny` name an unknown action; the error of an invalid manifest if there is
 *   one integration
 */
export async function makeOffers<T extends Offering>(
  served: readonly T[],
  broken: readonly BrokenIntegration[],
  policy: Policy,
  locale: string,
): Promise<Offers<T>> {
  const loaded = await Promise.all(
    served.map(async (one) => ({ one, name: one.integration.spec.id, ids: await one.integration.ids() })),
  )
  const all: readonly Named[] = [...loaded, ...broken]
  const toolOf = toolNames(all)
  const shown = shownIds(all)
  const allowed = policy.allow && readNames('allow', policy.allow, all)
  const denied = readNames('deny', policy.deny, all)
  const tools = new Map<string, Offer<T>>()
  const withheld = new Map<string, string>()
  const fullNames = new Map<string, string>()
  const toolsets = new Set<Toolset>()
  const nameOf = (integration: string, id: string): string => {
    const { name, full } = toolOf(integration, id)
    if (full !== name) fullNames.set(full, name)
    return name
  }
  const faults = broken.map(({ reason }) => reason)
  for (const { name, ids, reason } of broken)
    for (const id of ids) withheld.set(nameOf(name, id), reason.replace(/\.$/, ''))
  for (const { one, name: own, ids } of loaded) {
    const actions: LoadedAction[] = []
    for (const id of ids) {
      try {
        actions.push(await one.integration.action(id))
      } catch (thrown) {
        if (all.length === 1) throw thrown
        const reason = writeError(english, toActionError(thrown))
        faults.push(reason)
        withheld.set(nameOf(own, id), reason.replace(/\.$/, ''))
      }
    }
    const sets = offeredToolsets(
      policy.toolsets,
      actions.map(({ manifest }) => manifest),
    )
    for (const set of sets) toolsets.add(set)
    for (const action of actions) {
      const name = nameOf(own, action.id)
      const reason = refusal(name, action, policy, allowed, denied) ?? outsideOf(sets, action)
      if (reason !== undefined) withheld.set(name, reason)
      else {
        const texts = await actionText(one.integration, action, locale)
        tools.set(name, { name, id: shown(own, action.id), action, texts, served: one })
      }
    }
  }
  return { tools, withheld, fullNames, toolsets, faults }
}

function refusal(
  name: string,
  { manifest }: LoadedAction,
  { readOnly, experimental = false, connectors = false }: Policy,
  allowed: ReadonlySet<string> | undefined,
  denied: ReadonlySet<string>,
): string | undefined {
  if (manifest.kind === 'connector' && !connectors) return 'connectors are not tools'
  if (denied.has(name)) return 'denied by --deny'
  if (allowed && !allowed.has(name)) return 'not in --allow'
  if (manifest.experimental !== undefined && !experimental)
    return 'it is experimental, and the server does not run with --experimental'
  return readOnly && manifest.effect !== 'read'
    ? 'it changes the tenant, and the server is --read-only'
    : undefined
}

/** The refusal of an action that belongs to other tool sets. */
function outsideOf(sets: readonly Toolset[], { manifest }: LoadedAction): string | undefined {
  if (isIn(manifest, sets)) return undefined
  const own = toolsetsOf(manifest)
  return `it is in the tool set ${own.join(', ')}, and the server offers ${sets.join(', ')}; --toolset ${own[0]} adds it`
}

/** Converts a list of ids, short or full, and tool names to tool names. */
function readNames(option: string, written: readonly string[], all: readonly Named[]): ReadonlySet<string> {
  const toolOf = toolNames(all)
  const names = all.flatMap(({ name, ids }) => ids.map((id) => toolOf(name, id)))
  const tools = names.map(({ name }) => name)
  const found = written.map((word) => {
    const tool = names.find(({ name, full }) => word === name || word === full)
    if (tool !== undefined) return tool.name
    const meaning = resolveId(word, all)
    if ('one' in meaning) return toolOf(meaning.one.name, meaning.one.id).name
    const start = `--${option} names "${word.slice(0, 80)}", which is`
    if ('several' in meaning) {
      throw refuse(
        `${start} an action of several integrations. Use one of these ids: ${meaning.several.join(', ')}.`,
      )
    }
    const meant = meaning.nearest ?? nearest(word, tools)
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
    throw refuse(`${start} not an action.${hint} \`soar list\` shows all actions.`)
  })
  return new Set(found)
}
