/** Finds out with harmless reads which permissions of a role the credentials have. */
import type { Integration } from '../../integration/integration.ts'
import type { Manifest } from '../../integration/manifest.ts'
import { runAction } from '../../run/run-action.ts'
import { type RolePermission, splitPermission } from './role.ts'
import { type Step, stepOf } from './step.ts'
import type { Subject } from './subject.ts'

/** A read that needs one permission only, so that its refusal says that this one is missing. */
interface Test {
  action: string
  parameters: Record<string, unknown>
}

/**
 * Tests each permission that a read can test, and returns the role with what was found, and a step for each permission that
 * is missing. A write is never sent: a permission that only writes need stays `unknown`.
 */
export async function testRole(
  integration: Integration,
  { request, env, config, names }: Subject,
  role: readonly RolePermission[],
): Promise<{ role: RolePermission[]; steps: Step[] }> {
  const tests = await testsOf(integration)
  const tested: RolePermission[] = []
  const steps: Step[] = []
  for (const one of role) {
    const test = tests.get(one.permission)
    if (!test) {
      tested.push({ ...one, why: 'no read needs it alone, and a write is never sent to test it' })
      continue
    }
    const { action, parameters } = test
    const result = await runAction(
      integration,
      { ...request, action, parameters, dry_run: false },
      { env, config: [...config], reading: { names } },
    )
    const { error } = result
    if (!error) tested.push({ ...one, held: 'granted', tested_with: action })
    else if (error.code === 'PERMISSION_DENIED') {
      tested.push({ ...one, held: 'missing', tested_with: action })
      steps.push(missing(one, action))
    } else tested.push({ ...one, tested_with: action, why: `${error.reason} (${error.code})` })
  }
  return { role: tested, steps }
}

const missing = ({ permission, needed_by }: RolePermission, action: string): Step =>
  stepOf(
    'permission',
    'failed',
    `${permission} is missing: ${action} was refused. It is needed by ${[...new Set(needed_by.map((use) => use.action))].join(', ')}.`,
    {
      remedy: 'Add it to the role of the credentials, or use credentials with another role.',
      data: { permission, tested_with: action },
    },
  )

/** The read that tests each permission. One that can be limited to a single row is preferred. */
async function testsOf(integration: Integration): Promise<Map<string, Test>> {
  const tests = new Map<string, Test>()
  for (const id of await integration.ids()) {
    const { manifest } = await integration.action(id)
    const [written, ...others] = manifest.permissions
    if (written === undefined || others.length > 0 || !isHarmless(manifest)) continue
    const { permission } = splitPermission(written)
    const limited = manifest.parameters.limit?.type === 'integer'
    if (tests.has(permission) && !limited) continue
    if (Object.keys(tests.get(permission)?.parameters ?? {}).length > 0) continue
    tests.set(permission, { action: id, parameters: limited ? { limit: 1 } : {} })
  }
  return tests
}

/** True for a read that needs no value from the caller and is not experimental. */
const isHarmless = ({ kind, effect, experimental, parameters }: Manifest): boolean =>
  kind === 'action' &&
  effect === 'read' &&
  experimental === undefined &&
  Object.values(parameters).every((spec) => !spec.required || spec.default !== undefined)
