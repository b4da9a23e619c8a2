/** The permissions that the role of a connection's credentials needs. */
import type { Integration } from '../../integration/integration.ts'
import type { NeededPermission } from './role.ts'
import { type Step, stepOf } from './step.ts'

/** Returns the permissions of some actions, of all if none is named. Throws ACTION_UNKNOWN. */
export async function neededPermissions(
  integration: Integration,
  actions: readonly string[],
): Promise<NeededPermission[]> {
  const needs = new Map<string, string[]>()
  for (const id of actions.length > 0 ? actions : await integration.ids()) {
    const { manifest } = await integration.action(id)
    for (const permission of manifest.permissions)
      needs.set(permission, [...(needs.get(permission) ?? []), id])
  }
  return [...needs].map(([permission, by]) => ({ permission, actions: by }))
}

/** The permissions as a step, for people. */
export function permissionsStep(permissions: readonly NeededPermission[]): Step {
  const lines = permissions.map(({ permission, actions }) => `${permission} (${actions.join(', ')})`)
  const detail = lines.length > 0 ? `the role needs: ${lines.join('; ')}` : 'these actions need none'
  return stepOf('permissions', 'ok', detail)
}
