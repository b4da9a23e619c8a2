/** What the table of all connectors needs: a case for each, and runs of it on a simulated tenant. */
import { vi } from 'vitest'
import type { Json } from '../../runtime/contract/json.ts'
import type { Result } from '../../runtime/contract/result.ts'
import type { PerformOptions, RunOptions } from '../../runtime/run/options.ts'
import type { Alert } from '../../runtime/sdk/connector/alert.ts'
import type { Simulator } from '../../simulator/index.ts'
import { type MimecastTenant, openMimecast, STORY_END } from './mimecast.ts'

/** One connector; `test/connectors/<area>/<id>.case.ts`. */
export interface ConnectorCase {
  id: string
  /** Parameters with which every event that `put` makes becomes an alert of its own. */
  parameters?: Record<string, unknown>
  streams: readonly [StreamCase, ...StreamCase[]]
}

/** One stream of a connector. */
export interface StreamCase {
  /** Its name in the state, in the result and in warnings. */
  name: string
  /** The path of the call that reads it. */
  path: string
  /** The permission as warnings name it. */
  permission: string
  /** How many minutes a run looks back, for rows that appear late. */
  overlap: number
  /** Puts an event into the tenant. The text `mark` must be in the vendor's row. */
  put(simulator: Simulator, event: { mark: string; at: number }): void
  /** Takes the permission away; default is an answer with status 403 at `path`. */
  deny?(simulator: Simulator): void
}

export const MINUTE = 60_000

/** When the tests begin: long after the story of the tenant, which no first run reaches any more. */
const START = STORY_END + 100 * 24 * 60 * MINUTE

/** One run, with the state as a platform stores it. */
export interface ConnectorRun {
  result: Result
  alerts: Alert[]
  /** The marks of the events that became alerts, in the order of the alerts. */
  marks: string[]
  state: Json
  more: boolean
  /** The names of streams that were not read to their end. */
  failed: string[]
  requests: number
}

/** A tenant, and the connector of a case. */
export interface ConnectorTenant extends Pick<MimecastTenant, 'simulator' | 'integration'> {
  /** One run, whatever it results in. Requests are sent once. */
  run(
    state?: Json,
    more?: Record<string, unknown>,
    options?: RunOptions & PerformOptions,
  ): Promise<ConnectorRun>
  /** Runs until nothing is left at once; the marks of all runs. */
  drain(state?: Json, more?: Record<string, unknown>): Promise<{ marks: string[]; state: Json; runs: number }>
  /** Puts an event into a stream, so many minutes old, and returns its mark. */
  put(stream: StreamCase, minutesAgo: number): string
  pass(minutes: number): void
}

/** Opens a tenant in which nothing has happened for a hundred days. */
export async function openConnector(given: ConnectorCase): Promise<ConnectorTenant> {
  const { simulator, integration, run: act } = await openMimecast()
  vi.setSystemTime(START)
  let count = 0
  const run: ConnectorTenant['run'] = async (state = null, more = {}, options = {}) => {
    const before = simulator.counters.total
    const result = await act(
      given.id,
      { ...given.parameters, ...more },
      { state },
      { experimental: true, transport: { retry: false }, ...options },
    )
    const output = (result.json_result ?? {}) as {
      alerts?: Alert[]
      streams?: { stream: string; failure: unknown }[]
    }
    const alerts = output.alerts ?? []
    return {
      result,
      alerts,
      marks: alerts.flatMap(marksOf),
      state: result.state === undefined ? state : (JSON.parse(JSON.stringify(result.state)) as Json),
      more: result.pending === true,
      failed: (output.streams ?? []).filter(({ failure }) => failure !== null).map(({ stream }) => stream),
      requests: simulator.counters.total - before,
    }
  }
  return {
    simulator,
    integration,
    run,
    drain: async (state = null, more = {}) => {
      const marks: string[] = []
      for (let runs = 1, from = state; ; runs++) {
        const one = await run(from, more)
        if (!one.result.is_success) throw new Error(one.result.output_message)
        marks.push(...one.marks)
        if (!one.more) return { marks, state: one.state, runs }
        from = one.state
      }
    },
    put: (stream, minutesAgo) => {
      const mark = `mark-${stream.name.replaceAll(/\W/g, '_')}-${count++}-end`
      stream.put(simulator, { mark, at: Date.now() - minutesAgo * MINUTE })
      return mark
    },
    pass: (minutes) => {
      vi.setSystemTime(Date.now() + minutes * MINUTE)
    },
  }
}

/** The marks of the rows of an alert, each once. */
const marksOf = ({ events, source }: Alert): string[] => [
  ...new Set(JSON.stringify([events, source]).match(/mark-\w+?-\d+-end/g)),
]
