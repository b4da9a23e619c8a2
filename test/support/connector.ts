/** Runs a connector of the Mimecast integration in-process, run after run. */
import { vi } from 'vitest'
import type { Json } from '../../runtime/contract/json.ts'
import type { Result } from '../../runtime/contract/result.ts'
import { casesOf } from '../../runtime/platforms/secops/alerts/cases.ts'
import { flatEvent } from '../../runtime/platforms/secops/alerts/flat-event.ts'
import { actionPackage } from '../../runtime/platforms/secops/package/facts.ts'
import { type Alert, isAlert } from '../../runtime/sdk/index.ts'
import type { SimulatorOptions } from '../../simulator/index.ts'
import { type MimecastTenant, openMimecast } from './mimecast.ts'

/** One run. */
export interface Connected {
  result: Result
  alerts: Alert[]
  ids: string[]
  streams: Record<string, unknown>[]
  /** State for the next run, as it is stored. */
  state: Json
  more: boolean
  warnings: readonly string[]
}

/** A tenant and one of its connectors. */
export interface ConnectedTenant extends Omit<MimecastTenant, 'run'> {
  /** One run; fails the test when the run fails. */
  connect(parameters?: Record<string, unknown>, state?: Json): Promise<Connected>
  /** The same, whatever it comes to. */
  attempt(parameters?: Record<string, unknown>, state?: Json): Promise<Result>
  /** Runs until there is nothing more; all alerts, and the last state. */
  drain(
    parameters?: Record<string, unknown>,
    state?: Json,
  ): Promise<{ alerts: Alert[]; runs: number; state: Json }>
  /** Lets time pass. */
  pass(minutes: number): void
}

/** Opens a tenant for one connector. */
export async function openConnector(
  id: string,
  options: SimulatorOptions & { generation?: '1.0' | '2.0' } = {},
): Promise<ConnectedTenant> {
  const tenant = await openMimecast(options)
  const attempt: ConnectedTenant['attempt'] = (parameters = {}, state = null) =>
    tenant.run(id, parameters, { state })
  const connect: ConnectedTenant['connect'] = async (parameters = {}, before = null) => {
    const result = await attempt(parameters, before)
    if (!result.is_success) throw new Error(result.output_message)
    const { alerts, streams } = result.json_result as unknown as Pick<Connected, 'alerts' | 'streams'>
    if (!alerts.every(isAlert)) throw new Error('One of the alerts is not in the neutral form')
    return {
      result,
      alerts,
      ids: alerts.map((alert) => alert.id),
      streams,
      state: JSON.parse(JSON.stringify(result.state ?? before)) as Json,
      more: result.pending === true,
      warnings: result.warnings ?? [],
    }
  }
  return {
    ...tenant,
    attempt,
    connect,
    async drain(parameters, before = null) {
      const alerts: Alert[] = []
      let [state, runs] = [before, 0]
      for (let more = true; more; runs++) {
        const one = await connect(parameters, state)
        alerts.push(...one.alerts)
        ;({ state, more } = one)
      }
      return { alerts, runs, state }
    },
    pass: (minutes) => {
      vi.setSystemTime(Date.now() + minutes * 60_000)
    },
  }
}

/** The fields of a connector's mapping for Google SecOps that no event of these alerts has. */
export async function unmapped(
  { integration }: MimecastTenant | ConnectedTenant,
  id: string,
  alerts: Alert[],
): Promise<string[]> {
  const { manifest } = await integration.action(id)
  const cases = casesOf({ alerts }, null, {
    environmentOf: () => '',
    connector: id,
    overflow: undefined,
  }).cases
  const events = (cases as { events: Record<string, string>[] }[]).flatMap((one) => one.events)
  const names = new Set(
    [...events, ...alerts.flatMap((alert) => alert.events.map(flatEvent))].flatMap(Object.keys),
  )
  return actionPackage(manifest)
    .mapping.filter(({ from }) => !from.some((name) => names.has(name)))
    .map(({ field }) => field)
}
