/** Short and full action ids where several integrations are used together. */
import { nearest } from '../../i18n/nearest.ts'

/** The word that names the integration that the product contains. */
export const BUILT_IN = 'built-in'

/** An integration by its id, with the ids of its actions and connectors. */
export interface Named {
  readonly name: string
  readonly ids: readonly string[]
}

/** An action by its integration and its id there. */
export interface ActionName {
  name: string
  id: string
}

/** What a written id means: one action, several, or none, with the most similar id. */
export type Meaning = { one: ActionName } | { several: string[] } | { none: true; nearest?: string }

/** Returns the full id of an action. Neither part contains a full stop. */
export const fullId = (name: string, id: string): string => `${name}.${id}`

/** Returns an action's id within its integration: the full form of its own integration becomes short. */
export const ownId = (written: string, integration: string): string =>
  written.startsWith(`${integration}.`) ? written.slice(integration.length + 1) : written

/** Returns how an id is displayed: short if only one integration has it, full otherwise. */
export function shownIds(all: readonly Named[]): (name: string, id: string) => string {
  const count = new Map<string, number>()
  for (const { ids } of all) for (const id of new Set(ids)) count.set(id, (count.get(id) ?? 0) + 1)
  return (name, id) => ((count.get(id) ?? 0) > 1 ? fullId(name, id) : id)
}

/** Finds the action that an id names, short or full. */
export function resolveId(written: string, all: readonly Named[]): Meaning {
  const found = all.flatMap(({ name, ids }): ActionName[] => {
    const id = ownId(written, name)
    return ids.includes(id) ? [{ name, id }] : []
  })
  const [one] = found
  if (one !== undefined && found.length === 1) return { one }
  if (one !== undefined) return { several: found.map(({ name, id }) => fullId(name, id)) }
  const meant = nearestId(written, all)
  return { none: true, ...(meant === undefined ? {} : { nearest: meant }) }
}

/** A full id is compared with the ids of its own integration first, a short one with all ids. */
function nearestId(written: string, all: readonly Named[]): string | undefined {
  const full = all.flatMap(({ name, ids }) => ids.map((id) => fullId(name, id)))
  const owner = all.find(({ name }) => written.startsWith(`${name}.`))
  if (!owner) return nearest(written, written.includes('.') ? full : all.flatMap(({ ids }) => ids))
  const id = ownId(written, owner.name)
  const own = nearest(id, owner.ids)
  if (own !== undefined) return fullId(owner.name, own)
  const other = nearest(
    id,
    all.flatMap(({ ids }) => ids),
  )
  return full.find((one) => one.endsWith(`.${other}`))
}
