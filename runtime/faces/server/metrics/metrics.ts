/** Counts runs and requests for a monitoring system. */
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { RunRecord } from '../../../service/runs/run.ts'
import type { RunService } from '../../../service/runs/service.ts'

/** The counters of one server. No label holds data of a tenant. */
export interface Metrics {
  /** Counts a run that has ended. */
  runEnded(run: RunRecord): void
  /** Counts a response. */
  answered(route: string, method: string, status: number, ms: number): void
  /** Writes all of them in the text format of Prometheus. */
  text(): Promise<string>
}

/** Upper limits of the classes of durations, in seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

/** Creates the counters. */
export function createMetrics(runs: RunService, version: string): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const meter = new MeterProvider({ readers: [exporter] }).getMeter('soar', version)
  const advice = { explicitBucketBoundaries: SECONDS }
  const count = meter.createCounter('soar_runs', { description: 'Runs that have ended.' })
  const duration = meter.createHistogram('soar_run_duration_seconds', {
    description: 'Seconds from start to end of a run.',
    advice,
  })
  const vendor = meter.createCounter('soar_vendor_requests', { description: 'Requests that runs sent.' })
  const http = meter.createHistogram('http_server_request_duration_seconds', {
    description: 'Seconds from request to response.',
    advice,
  })
  const gauge = (name: string, description: string, read: () => number | Promise<number>): void =>
    meter
      .createObservableGauge(name, { description })
      .addCallback(async (result) => result.observe(await read()))
  gauge('soar_runs_active', 'Runs in progress.', () => runs.load.active)
  gauge('soar_runs_queued', 'Runs that wait for a slot.', () => runs.load.queued)
  gauge('soar_unsettled_runs', 'Runs of unknown outcome that need a settlement.', () => runs.unsettled({}))
  const serializer = new PrometheusSerializer()
  return {
    runEnded: ({ action, actor, status, code = 'OK', started_at, ended_at, progress }) => {
      const { integration, id, effect } = action
      count.add(1, { integration, action: id, effect, outcome: status, code, via: actor.via })
      const seconds = (Date.parse(ended_at ?? started_at) - Date.parse(started_at)) / 1000
      duration.record(Math.max(0, seconds), { integration, action: id })
      vendor.add(progress.requests, { integration })
    },
    answered: (route, method, status, ms) =>
      http.record(ms / 1000, { route, method, status: String(status) }),
    text: async () => serializer.serialize((await exporter.collect()).resourceMetrics),
  }
}
