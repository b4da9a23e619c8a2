/** The streams of remediation incidents: new ones, and changes of known ones. */
import type { RemediationIncidents } from '../../actions/remediation/types.gen.ts'
import { type Stream, utcSeconds } from '../../runtime/sdk/index.ts'
import type { Client } from '../index.ts'
import { type Incident, incidents, incidentsById } from '../remediation.ts'
import { incidentAlert } from './incident-alert.ts'
import { type IncidentWatch, printOf } from './incident-watch.ts'
import { textOf, timeOf } from './parts.ts'

type Inputs = RemediationIncidents['inputs']

const PERMISSION = 'Services | Threat Remediation | Read'

/** The streams of a run; that of changes is there if there is something that may have changed. */
export function incidentStreams(client: Client, inputs: Inputs, watch: IncidentWatch): Stream[] {
  const all = inputs.report_changes && watch.ids.length > 0 ? [created, changes] : [created]
  return all.map((stream) => stream(client, inputs, watch) as Stream)
}

function created(client: Client, inputs: Inputs, watch: IncidentWatch): Stream<Incident> {
  const { types, device_product_field: productField } = inputs
  return {
    name: 'incidents',
    permission: PERMISSION,
    read: ({ from, to }) =>
      incidents(client, {
        start: `${utcSeconds(from)}+00:00`,
        end: `${utcSeconds(to)}+00:00`,
        filterBy: types.map((value) => ({ fieldName: 'type', value })),
      }),
    timeOf: ({ create }) => timeOf(create),
    idOf: ({ id, code }) => textOf(id) || textOf(code) || undefined,
    // The filter of Mimecast is documented in several forms, so it is applied here as well.
    keep: ({ type }) => types.some((one) => one === type),
    alertOf(row, found) {
      if (row.id) watch.delivered(row.id, row)
      return { ...incidentAlert(row, found, productField), group: found.id }
    },
  }
}

/** Incidents that were delivered, as they are now. They are read by id, so the window does not matter. */
function changes(client: Client, { device_product_field: productField }: Inputs, watch: IncidentWatch) {
  const before = watch.ids
  const stream: Stream<Incident> = {
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
    timeOf: ({ modified }) => timeOf(modified),
    idOf: (row) => `${row.id}:${printOf(row)}`,
    alertOf(row, found) {
      const group = row.id ?? ''
      watch.delivered(group, row)
      return { ...incidentAlert(row, found, productField), group, update: true }
    },
  }
  return stream
}
