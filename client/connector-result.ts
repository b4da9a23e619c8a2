/** What the connectors of logs have in common: their result, and the parts of an alert. */
import {
  type Entity,
  english,
  failureReason,
  instant,
  type Json,
  type Severity,
  type StreamsRun,
  utcSeconds,
} from '../runtime/sdk/index.ts'

/** What a run read of one stream, for people. */
export interface StreamRow {
  stream: string
  from: string
  to: string
  found: number
  known: number
  alerts: number
  /** Why it was not read to its end; null if it was. */
  failure: string | null
  [key: string]: unknown
}

/** The outcome of a run. A test run returns no state. */
export function connectorOutcome(run: StreamsRun, { test_run }: { test_run: boolean }) {
  const streams = run.streams.map(
    ({ name, window, found, known, alerts, failure }): StreamRow => ({
      stream: name,
      from: `${utcSeconds(window.from)}Z`,
      to: `${utcSeconds(window.to)}Z`,
      found,
      known,
      alerts,
      failure: failure ? english(failureReason(failure)) : null,
    }),
  )
  const counts = { found: run.found, known: run.known, alerts: run.alerts.length }
  return {
    result: { alerts: run.alerts, streams, counts },
    values: { more: run.more, failed: streams.filter(({ failure }) => failure !== null).length },
    ...(run.more && { pending: true }),
    ...(!test_run && { state: run.state as Json }),
  }
}

/** Milliseconds of a time in a row; undefined if it is missing. */
export function timeIn(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? instant(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** Entities of a row; empty values and repeated ones are left out. */
export function entitiesOf(...parts: [type: Entity['type'], role: string, values: unknown][]): Entity[] {
  const found = parts.flatMap(([type, role, values]) =>
    [...new Set([values].flat())]
      .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
      .map((value): Entity => ({ type, role, value })),
  )
  return found
}

/** Severities, the least first. */
export const SEVERITIES: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical']

/** Whether a severity is at least another one. */
export const isAtLeast = (severity: Severity, lowest: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(lowest)
