import type { RemediationIncidents } from '../../actions/remediation/types.gen.ts'
import { connectorOutcome, timeIn } from '../../client/connector-result.ts'
import { type IncidentWatch, openWatch, printOf } from '../../client/incident-watch.ts'
import type { Action, Client } from '../../client/index.ts'
import { type Incident, incidents, incidentsById } from '../../client/remediation.ts'
import { incidentAlert } from '../../client/remediation-alert.ts'
import { runStreams, type Stream, startBudget, utcSeconds } from '../../runtime/sdk/index.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** No source says how long incidents are kept. */
const HISTORY = 30 * 24 * HOUR

/** Seconds; the manifest's own deadline of a run is later. */
const LONGEST = 3500

const PERMISSION = 'Services | Threat Remediation | Read'

type Inputs = RemediationIncidents['inputs']

/** Returns new incidents as alerts, and changes of incidents that earlier runs returned. */
export const run: Action<RemediationIncidents> = async ({ inputs, client, log, state, signal }) => {
  const watch = openWatch(state)
  const budget = startBudget(Math.min(inputs.python_process_timeout, LONGEST), signal)
  try {
    const streams = [
      created(client, inputs, watch),
      ...(inputs.report_changes && watch.ids.length > 0 ? [changes(client, inputs, watch)] : []),
    ]
    const run = await runStreams(streams as Stream[], {
      state,
      log,
      limit: inputs.max_alerts,
      first: inputs.first_fetch_hours * HOUR,
      overlap: inputs.overlap_minutes * MINUTE,
      history: HISTORY,
      test: inputs.test_run,
      over: budget.over,
    })
    return connectorOutcome({ ...run, state: { ...run.state, open: watch.write() } }, inputs)
  } finally {
    budget.stop()
  }
}

function created(
  client: Client,
  { types, device_product_field: product }: Inputs,
  watch: IncidentWatch,
): Stream<Incident> {
  return {
    name: 'incidents',
    permission: PERMISSION,
    read: ({ from, to }) =>
      incidents(client, {
        start: `${utcSeconds(from)}+00:00`,
        end: `${utcSeconds(to)}+00:00`,
        filterBy: types.map((value) => ({ fieldName: 'type', value })),
      }),
    timeOf: ({ create }) => timeIn(create),
    idOf: ({ id, code }) => id ?? code ?? undefined,
    // The filter of Mimecast is documented in several forms, so it is applied here as well.
    keep: ({ type }) => types.some((one) => one === type),
    alertOf(row, { id, time }) {
      if (row.id) watch.delivered(row.id, row)
      return { ...incidentAlert(row, { id, time, product }), group: id }
    },
  }
}

/** Incidents that were delivered, as they are now. They are listed by id, so the window does not matter. */
function changes(
  client: Client,
  { device_product_field: product }: Inputs,
  watch: IncidentWatch,
): Stream<Incident> {
  const before = watch.ids
  return {
    name: 'changes',
    permission: PERMISSION,
    async *read() {
      for await (const answer of incidentsById(client, before)) {
        const id = answer.item
        if (!answer.ok) {
          if (answer.error.code === 'VENDOR_REJECTED') watch.gone(id)
        } else if (watch.isChanged({ ...answer.value, id })) yield { ...answer.value, id }
        else watch.unchanged(id)
      }
    },
    timeOf: ({ modified }) => timeIn(modified),
    idOf: (row) => `${row.id}:${printOf(row)}`,
    alertOf(row, { id, time }) {
      const group = row.id ?? ''
      watch.delivered(group, row)
      return { ...incidentAlert(row, { id, time, product }), group, update: true }
    },
  }
}
