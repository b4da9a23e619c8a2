import type { MailLogs } from '../../actions/mail-flow/types.gen.ts'
import { connectorOutcome, timeIn } from '../../client/connector-result.ts'
import { type DlpLog, dlpLogs } from '../../client/dlp.ts'
import { type ReleaseLog, releaseLogs } from '../../client/held-messages.ts'
import type { Action, Client } from '../../client/index.ts'
import { rejections } from '../../client/mail-flow.ts'
import { dlpAlert, type Rejection, rejectionAlert, releaseAlert } from '../../client/mail-log-alerts.ts'
import { wireTime } from '../../client/time.ts'
import { runStreams, type Stream, startBudget } from '../../runtime/sdk/index.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** No source says how long the logs are kept. */
const HISTORY = 30 * 24 * HOUR

/** Seconds; the manifest's own deadline of a run is later. */
const LONGEST = 3500

type Inputs = MailLogs['inputs']

/** Returns new rows of the chosen logs as alerts; each log has its own position. */
export const run: Action<MailLogs> = async ({ inputs, client, log, state, signal }) => {
  const budget = startBudget(Math.min(inputs.python_process_timeout, LONGEST), signal)
  try {
    const run = await runStreams(
      [...new Set(inputs.streams)].map((name) => STREAMS[name](client, inputs) as Stream),
      {
        state,
        log,
        limit: inputs.max_alerts,
        first: inputs.first_fetch_hours * HOUR,
        overlap: inputs.overlap_minutes * MINUTE,
        history: HISTORY,
        test: inputs.test_run,
        over: budget.over,
      },
    )
    return connectorOutcome(run, inputs)
  } finally {
    budget.stop()
  }
}

function released(
  client: Client,
  { device_product_field: product, release_status: statuses = [] }: Inputs,
): Stream<ReleaseLog> {
  const [status, ...others] = statuses
  // Mimecast filters by one status. That it does is not certain, so rows are filtered here as well.
  const filter = status !== undefined && others.length === 0 ? [{ fieldName: 'status', value: status }] : []
  return {
    name: 'released',
    permission: 'Monitoring | Held | Read',
    read: ({ from, to }) =>
      releaseLogs(client, {
        start: wireTime(from),
        end: wireTime(to),
        ...(filter.length > 0 && { filterBy: filter }),
      }),
    timeOf: (row) => timeIn(row.released),
    idOf: ({ id }) => id ?? undefined,
    keep: (row) => statuses.length === 0 || statuses.some((one) => one === row.status),
    alertOf: (row, { id, time }) => releaseAlert(row, { id, time, product }),
  }
}

function rejected(client: Client, { device_product_field: product }: Inputs): Stream<Rejection> {
  return {
    name: 'rejections',
    permission: 'Monitoring | Rejections | Read',
    read: ({ from, to }) => rejections(client, { start: wireTime(from), end: wireTime(to) }),
    timeOf: ({ created }) => timeIn(created),
    idOf: ({ id }) => id ?? undefined,
    alertOf: (row, { id, time }) => rejectionAlert(row, { id, time, product }),
  }
}

function contentPolicies(
  client: Client,
  { device_product_field: product, dlp_actions: chosen = [] }: Inputs,
): Stream<DlpLog> {
  const actions = chosen.includes('all') ? [] : chosen
  return {
    name: 'dlp',
    permission: 'Monitoring | Data Leak Prevention | Read',
    oldestFirst: true,
    read: ({ from, to }) =>
      dlpLogs(client, {
        from: wireTime(from),
        to: wireTime(to),
        oldestFirst: true,
        actions: actions.length > 0 ? actions : undefined,
      }),
    timeOf: ({ eventTime }) => timeIn(eventTime),
    keep: ({ action }) => actions.length === 0 || actions.includes(action ?? ''),
    groupOf: ({ messageId }) => messageId || undefined,
    alertOf: (_, { id, time, rows }) => dlpAlert(rows, { id, time, product }),
  }
}

const STREAMS = { released, rejections: rejected, dlp: contentPolicies }
