import { type MovableClock, parseDate } from './dates.ts'
import type { Answer } from './envelope.ts'
import type { Faults } from './faults.ts'
import type { RequestLog } from './request-log.ts'
import { readFaults, readSeed, sow } from './seed-data.ts'
import { isFlag, oneOf, problemsOf } from './shape.ts'
import { readState, type Tenant } from './tenant/tenant.ts'
import { isObject, type JsonObject } from './types.ts'

/** Everything below this path controls the simulator and is not part of the API. */
export const CONTROL = '/__simulator/'

/** The objects that the control endpoints can change. */
export interface Controls {
  tenant: Tenant
  faults: Faults
  log: RequestLog
  clock: MovableClock
  reset(): void
}

const SWITCHES = {
  handled_twice: oneOf('false', 'fail'),
  binding_expired: isFlag,
  finder_rows: oneOf('paged', 'all', 'capped'),
  archive_rows: oneOf('nested', 'flat'),
  gateway_detail: isFlag,
}

type Control = (body: unknown, controls: Controls) => Answer

const ENDPOINTS: Readonly<Record<string, Control>> = {
  'GET state': (_body, controls) => ok(describe(controls)),
  'GET requests': (_body, { log }) => ok({ ...countersOf(log), requests: log.latest() }),
  'GET faults': (_body, { faults }) => ok({ faults: faults.list() }),
  'POST faults': (body, { faults }) => {
    const read = readFaults(body)
    if ('problems' in read) return refused(read.problems)
    for (const fault of read.value) faults.add(fault)
    return ok({ faults: faults.list() })
  },
  'DELETE faults': (_body, { faults }) => {
    faults.clear()
    return ok({ faults: [] })
  },
  'POST seed': (body, { tenant, faults }) => {
    const read = readSeed(body)
    if ('problems' in read) return refused(read.problems)
    for (const fault of read.value.faults ?? []) faults.add(fault)
    return ok({ mails: sow(tenant, read.value) })
  },
  'POST switches': (body, { tenant }) => {
    const problems = isObject(body) ? problemsOf(body, SWITCHES) : ['Switches are an object']
    if (problems.length > 0) return refused(problems)
    return ok({ switches: Object.assign(tenant.switches, body) })
  },
  'POST clock': (body, { clock }) => setClock(body, clock),
  'POST reset': (_body, controls) => {
    controls.reset()
    return ok({ reset: true })
  },
}

/** Handles a control request. */
export function answerControl(method: string, path: string, body: unknown, controls: Controls): Answer {
  const endpoint = ENDPOINTS[`${method} ${path.slice(CONTROL.length)}`]
  return endpoint === undefined
    ? { status: 404, body: { error: 'No such control', controls: Object.keys(ENDPOINTS) } }
    : endpoint(body, controls)
}

const ok = (body: JsonObject): Answer => ({ status: 200, body })
const refused = (problems: string[]): Answer => ({
  status: 400,
  body: { error: problems.join('; '), problems },
})

function describe({ tenant, log, clock, faults }: Controls): JsonObject {
  const state = readState(tenant)
  const senders = [...state.managed_senders.values()]
  return {
    now: new Date(clock.now()).toISOString(),
    blocked_senders: senders.filter(({ type }) => type === 'Block'),
    permitted_senders: senders.filter(({ type }) => type === 'Permit'),
    held: state.heldIds(),
    decisions: [...state.decisions.values()],
    reports: state.reports,
    policies: [...state.policies.values()].map(({ id, option, policy }) => ({ id, option, policy })),
    groups: [...state.groups.values()].map(({ members, ...group }) => ({
      ...group,
      userCount: members.size,
    })),
    managed_urls: [...state.managed_urls.values()],
    tables: Object.fromEntries([...state.tables].map(([name, rows]) => [name, [...rows.values()]])),
    switches: tenant.switches,
    faults: faults.list(),
    ...countersOf(log),
  }
}

function countersOf(log: RequestLog): JsonObject {
  const { total, paths } = log.counters()
  return { total, paths: Object.fromEntries(paths) }
}

function setClock(body: unknown, clock: MovableClock): Answer {
  const { now, advance_ms } = isObject(body) ? body : {}
  if (typeof advance_ms === 'number') clock.advance(advance_ms)
  else {
    const ms = typeof now === 'number' ? now : parseDate(now)
    if (ms === undefined)
      return refused(['Send {"now": epoch milliseconds or 2026-03-09T08:14:22Z} or {"advance_ms": n}'])
    clock.set(ms)
  }
  return ok({ now: new Date(clock.now()).toISOString() })
}
