/** The streams of the logs about the way of mail (docs/vendor/mimecast-connectors.md#mail-logs). */
import type { MailLogs } from '../../actions/mail-flow/types.gen.ts'
import type { Stream } from '../../runtime/sdk/index.ts'
import { type DlpLog, dlpLogs } from '../dlp.ts'
import { type ReleaseLog, releaseLogs } from '../held-messages.ts'
import type { Client } from '../index.ts'
import { rejections } from '../mail-flow.ts'
import { wireTime } from '../time.ts'
import { dlpAlert, type Rejection, rejectionAlert, releaseAlert } from './mail-log-alerts.ts'
import { textOf, timeOf } from './parts.ts'

type Inputs = MailLogs['inputs']

/** The chosen streams. */
export const mailLogStreams = (client: Client, inputs: Inputs): Stream[] =>
  [...new Set(inputs.streams)].map((name) => STREAMS[name](client, inputs) as Stream)

function released(client: Client, inputs: Inputs): Stream<ReleaseLog> {
  const { release_status: statuses = [], device_product_field: productField } = inputs
  const [status, ...others] = statuses
  // Mimecast filters by one status. That it does is not certain, so rows are filtered here as well.
  const filterBy = status !== undefined && others.length === 0 ? [{ fieldName: 'status', value: status }] : []
  return {
    name: 'released',
    permission: 'Monitoring | Held | Read',
    read: ({ from, to }) =>
      releaseLogs(client, {
        start: wireTime(from),
        end: wireTime(to),
        ...(filterBy.length > 0 && { filterBy }),
      }),
    timeOf: (row) => timeOf(row.released),
    idOf: ({ id }) => textOf(id) || undefined,
    keep: (row) => statuses.length === 0 || statuses.some((one) => one === row.status),
    alertOf: (row, found) => releaseAlert(row, found, productField),
  }
}

function rejected(client: Client, { device_product_field: productField }: Inputs): Stream<Rejection> {
  return {
    name: 'rejections',
    permission: 'Monitoring | Rejections | Read',
    read: ({ from, to }) => rejections(client, { start: wireTime(from), end: wireTime(to) }),
    timeOf: ({ created }) => timeOf(created),
    idOf: ({ id }) => textOf(id) || undefined,
    alertOf: (row, found) => rejectionAlert(row, found, productField),
  }
}

function contentPolicies(client: Client, inputs: Inputs): Stream<DlpLog> {
  const { dlp_actions: chosen = [], device_product_field: productField } = inputs
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
    timeOf: ({ eventTime }) => timeOf(eventTime),
    keep: ({ action }) => actions.length === 0 || actions.includes(textOf(action)),
    groupOf: ({ messageId }) => textOf(messageId) || undefined,
    alertOf: (_, found) => dlpAlert(found, productField),
  }
}

const STREAMS = { released, rejections: rejected, dlp: contentPolicies }
