/** One step of checking a connection, and the report of all steps. */
import type { Json } from '../../contract/json.ts'
import type { ConnectionFacts } from '../../integration/config/labels.ts'
import type { NeededPermission, RolePermission } from './role.ts'

/** How a step ended: `warn` works but should be changed, `skipped` was not tried or says nothing. */
export type StepLevel = 'ok' | 'warn' | 'failed' | 'skipped'

/** One check. */
export interface Step {
  /** Id of the integration; present if there are several. */
  integration?: string
  step: string
  level: StepLevel
  /** True for `ok`, false for `failed`, null for the others. */
  ok: boolean | null
  /** The sentence for people. */
  detail: string
  remedy?: string
  /** What the sentence says, as data: addresses, certificate, result, error code. */
  data?: Record<string, Json>
}

/** A connection that was checked. */
export interface ReportedConnection extends ConnectionFacts {
  integration?: string
  name: string
}

/** The report of a check. */
export interface Report {
  /** The connections that were checked, without their configuration. */
  connections: ReportedConnection[]
  /** False if a step failed; warnings do not count. */
  ok: boolean
  steps: Step[]
  permissions: NeededPermission[]
  /** The least role for the actions, if it was asked for. */
  role?: RolePermission[]
}

const OK: Readonly<Record<StepLevel, boolean | null>> = { ok: true, warn: null, failed: false, skipped: null }

/** Creates a step; `ok` follows from its level. */
export function stepOf(
  step: string,
  level: StepLevel,
  detail: string,
  more: Pick<Step, 'remedy' | 'data'> = {},
): Step {
  const { remedy, data } = more
  return {
    step,
    level,
    ok: OK[level],
    detail,
    ...(remedy !== undefined && { remedy }),
    ...(data && { data }),
  }
}

/** Joins the reports of several integrations. */
export function joinReports(reports: readonly Report[]): Report {
  return {
    ok: reports.every(({ ok }) => ok),
    connections: reports.flatMap(({ connections }) => connections),
    steps: reports.flatMap(({ steps }) => steps),
    permissions: reports.flatMap(({ permissions }) => permissions),
    ...(reports.some(({ role }) => role) && { role: reports.flatMap(({ role = [] }) => role) }),
  }
}

/** A report whose parts name their integration. */
export function namedReport(integration: string, report: Report): Report {
  const { ok, connections, steps, permissions, role } = report
  return {
    ok,
    connections: connections.map((connection) => ({ integration, ...connection })),
    steps: steps.map((step) => ({ integration, ...step })),
    permissions: permissions.map((permission) => ({ integration, ...permission })),
    ...(role && { role: role.map((one) => ({ integration, ...one })) }),
  }
}
