/** The least role that some actions need: each permission once. */

/** A permission as manifests write it, and the actions whose manifests have it. */
export interface NeededPermission {
  integration?: string
  permission: string
  actions: string[]
}

/** An action that needs a permission, and for what, where its manifest says so. */
export interface RoleUse {
  action: string
  /** For example "to read the policy", or what the permission is called in another generation of the API. */
  note?: string
}

/** What is known about a permission of the credentials: `unknown` was not tested. */
export type Held = 'granted' | 'missing' | 'unknown'

/** One permission of the least role. */
export interface RolePermission {
  integration?: string
  /** The permission as the vendor's console names it, from area to right: `Gateway | Policies | Edit`. */
  permission: string
  needed_by: RoleUse[]
  held: Held
  /** The read that tested it. */
  tested_with?: string
  /** Why it was not tested. */
  why?: string
}

/** A permission of a manifest in its two parts: the vendor's name, and the note in brackets behind it. */
export function splitPermission(written: string): { permission: string; note?: string } {
  const at = written.indexOf(' (', written.lastIndexOf(' | '))
  const first = written.search(/ \((?:API |to )/)
  const start = first >= 0 ? first : at
  if (start < 0 || !written.endsWith(')')) return { permission: written }
  return { permission: written.slice(0, start), note: written.slice(start + 2, -1) }
}

/** The least role for some needs, sorted by name, so that a person finds each line in the console. */
export function leastRole(needed: readonly NeededPermission[]): RolePermission[] {
  const role = new Map<string, RoleUse[]>()
  for (const { permission: written, actions } of needed) {
    const { permission, note } = splitPermission(written)
    const uses = actions.map((action) => ({ action, ...(note !== undefined && { note }) }))
    role.set(permission, [...(role.get(permission) ?? []), ...uses])
  }
  return [...role]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([permission, needed_by]) => ({ permission, needed_by, held: 'unknown' }))
}
