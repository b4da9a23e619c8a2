/** Runs a connector of logs: the settings that all of them share, and the form of their results. */
import {
  type Alert,
  type Budget,
  type Context,
  failureText,
  runStreams,
  type Stream,
  type StreamReport,
  startBudget,
  type TokenStream,
  untilEnded,
  utcSeconds,
} from '../../runtime/sdk/index.ts'

/** The inputs that all connectors of logs have. */
export interface LogInputs {
  device_product_field: string
  python_process_timeout: number
  first_fetch_hours: number
  max_alerts: number
  overlap_minutes: number
  test_run: boolean
}

/** What every connector of logs returns. */
export interface LogsResult {
  alerts: Alert[]
  streams: {
    stream: string
    from: string
    to: string
    found: number
    known: number
    alerts: number
    failure: string | null
    permission: string | null
  }[]
  counts: { found: number; known: number; alerts: number }
}

const MINUTE = 60_000
/** Seconds; the manifest's own deadline of a run is later. */
const LONGEST = 3500

/**
 * Reads the streams from their positions to now. The position is returned only with the alerts, and not in a test run.
 *
 * @param history how far back a run may search, ms; absent if the vendor gives no limit
 */
export async function connectLogs(
  streams: readonly (Stream | TokenStream)[],
  { inputs, log, signal, state }: Pick<Context<LogInputs>, 'inputs' | 'log' | 'signal' | 'state'>,
  { history }: { history?: number } = {},
) {
  const budget = startBudget(Math.min(inputs.python_process_timeout, LONGEST), signal)
  try {
    const run = await runStreams(
      streams.map((stream) => endingWith(stream, budget)),
      {
        state,
        log,
        limit: inputs.max_alerts,
        first: inputs.first_fetch_hours * 60 * MINUTE,
        overlap: inputs.overlap_minutes * MINUTE,
        ...(history !== undefined && { history }),
        over: budget.over,
        late: budget.late,
        test: inputs.test_run,
      },
    )
    const result: LogsResult = {
      alerts: run.alerts,
      streams: run.streams.map((report) => rowOf(report, streams)),
      counts: { found: run.found, known: run.known, alerts: run.alerts.length },
    }
    return {
      result,
      values: { more: run.more },
      ...(run.more && { pending: true }),
      ...(!inputs.test_run && { state: run.state }),
    }
  } finally {
    budget.stop()
  }
}

/** A token stream counts what it read row by row, so it ends by itself. */
const endingWith = (stream: Stream | TokenStream, budget: Budget): Stream | TokenStream =>
  'page' in stream ? stream : { ...stream, read: (window) => untilEnded(stream.read(window), budget) }

function rowOf(
  { name, window, failure, ...counts }: StreamReport,
  streams: readonly (Stream | TokenStream)[],
): LogsResult['streams'][number] {
  const permission = streams.find((stream) => stream.name === name)?.permission
  return {
    stream: name,
    from: `${utcSeconds(window.from)}Z`,
    to: `${utcSeconds(window.to)}Z`,
    ...counts,
    failure: failure ? failureText(failure) : null,
    permission: failure?.code === 'PERMISSION_DENIED' ? (permission ?? null) : null,
  }
}
