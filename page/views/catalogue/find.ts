/** Finds actions by what people remember of them. */
import type { ActionLine } from '../../api/types.ts'

/** Whether every word occurs in the action's names, description, parameters, result fields or permissions. */
export function matches(action: ActionLine, search: string): boolean {
  const { name, id, description, parameters, fields = [], permissions } = action
  const named = parameters.flatMap((parameter) => [
    parameter.name,
    parameter.label,
    ...(parameter.aliases ?? []),
  ])
  const text = [name, id, description, ...named, ...fields, ...permissions].join('\n').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The order of the catalogue: by name, experimental actions last. */
export const stableByName = (a: ActionLine, b: ActionLine): number =>
  Number(a.experimental !== undefined) - Number(b.experimental !== undefined) || a.name.localeCompare(b.name)

/** The last two steps of a permission's path: `Account | Monitoring | Held | Edit` is `Held · Edit`. */
export function shortPermission(permission: string): string {
  const path = permission.split(' (')[0] ?? ''
  return path.split(' | ').slice(-2).join(' · ')
}
