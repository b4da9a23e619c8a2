/** Actions of the Mimecast integration against a simulated tenant, in the time of the recorded samples. */
import { onTestFinished, vi } from 'vitest'
import type { Result } from '../../runtime/contract/result.ts'
import type { Integration } from '../../runtime/integration/integration.ts'
import { closeSessions } from '../../runtime/run/client.ts'
import type { PerformOptions, RunOptions } from '../../runtime/run/options.ts'
import { runAction } from '../../runtime/run/run-action.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/index.ts'
import { openIntegration } from '../../testing/own/subjects.ts'

/** When the story of the recorded samples ends. */
export const STORY_END = Date.parse('2026-03-10T10:30:00Z')

/** The two kinds of credentials. */
export const GENERATIONS = ['2.0', '1.0'] as const

/** The rows that the simulator generates by default; results of examples count them. */
export const GENERATED = { archived: 300, held: 120, tracked: 200, logs: 250 }

/** A simulated tenant and the product in front of it. */
export interface MimecastTenant {
  integration: Integration
  simulator: Simulator
  /** Runs an action; `more` has further fields of the request. */
  run(
    action: string,
    parameters?: Record<string, unknown>,
    more?: Record<string, unknown>,
    options?: RunOptions & PerformOptions,
  ): Promise<Result>
  /** The bodies that arrived at a path, in order. */
  bodies(path: string): unknown[]
}

let loading: Promise<Integration> | undefined

/** The integration, loaded once. */
export function integrationOfMimecast(): Promise<Integration> {
  loading ??= openIntegration()
  return loading
}

/**
 * Starts a tenant that is closed when the test ends. Its clock and that of the test stand at the end of the story, so
 * that dates in results and time frames that count from now are the same in every run. It has no generated rows unless
 * `sizes` say so.
 */
export async function openMimecast(
  options: SimulatorOptions & { generation?: (typeof GENERATIONS)[number] } = {},
): Promise<MimecastTenant> {
  const { generation = '2.0', ...rest } = options
  vi.useFakeTimers({ toFake: ['Date'], now: STORY_END })
  const integration = await integrationOfMimecast()
  const sizes = { archived: 0, held: 0, tracked: 0, logs: 0, ...rest.sizes }
  const simulator = await startSimulator({ ...rest, sizes })
  onTestFinished(async () => {
    await closeSessions(integration)
    await simulator.close()
    vi.useRealTimers()
  })
  const config = { api_root: simulator.url, ...credentialsOf(simulator, generation) }
  return {
    integration,
    simulator,
    run: (action, parameters = {}, more = {}, runOptions = {}) =>
      runAction(integration, { action, parameters, config, ...more }, runOptions),
    bodies: (path) =>
      simulator.requests.filter((request) => request.path === path).map((request) => request.body),
  }
}

/** What the configuration of one kind of credentials says. */
function credentialsOf(simulator: Simulator, generation: string): Record<string, string> {
  const { api1, api2 } = simulator.credentials
  return generation === '2.0'
    ? { ...api2 }
    : {
        application_id: api1.app_id,
        application_key: api1.app_key,
        access_key: api1.access_key,
        secret_key: api1.secret_key,
      }
}

/** The first page of a list as it is asked for. */
export const firstPage = (item?: object): object => ({
  meta: { pagination: { pageSize: 100 } },
  data: item === undefined ? [] : [item],
})
