import details from '../answers/threat_event_details.json' with { type: 'json' }
import events from '../answers/threat_events.json' with { type: 'json' }
import statistics from '../answers/threat_statistics.json' with { type: 'json' }
import recipients from '../answers/threats_by_recipient.json' with { type: 'json' }
import senders from '../answers/threats_by_sender.json' with { type: 'json' }
import { placed } from '../area.ts'
import { type Answer, gatewayRefusal, vendorError } from '../envelope.ts'
import { listed, type Resource, type ResourceCall } from '../resource.ts'
import type { JsonObject } from '../types.ts'

const ROOT = '/threats/v1'
const KINDS = [
  'attachment-scans',
  'gateway-detections',
  'impersonations',
  'phishing',
  'suspicious',
  'unwanted',
  'url-clicks',
]

/** Rows whose time is in the window of the query; its start is required. */
function within(call: ResourceCall, rows: readonly JsonObject[], time: string): JsonObject[] | undefined {
  const start = Date.parse(call.query.get('timestampRangeStartsAt') ?? '')
  const end = Date.parse(call.query.get('timestampRangeEndsAt') ?? '')
  if (Number.isNaN(start)) return undefined
  return placed(rows, call.tenant).filter((row) => {
    const at = Date.parse(String(row[time]))
    return at >= start && !(at >= end)
  })
}

const NO_START: Answer = {
  status: 400,
  body: { fail: [vendorError('err_validation_null', 'timestampRangeStartsAt')] },
}

function listEvents(call: ResourceCall): Answer {
  const chosen = (row: JsonObject, name: string): boolean =>
    call.query.get(name)?.split(',').includes(String(row[name])) ?? true
  const rows = within(call, events.value, 'timestamp')?.filter((row) =>
    ['analysis', 'status', 'source'].every((name) => chosen(row, name)),
  )
  return rows ? listed('value', rows, call) : NO_START
}

const getDetails = ({ params, tenant }: ResourceCall): Answer =>
  params.id === details.id
    ? { status: 200, body: placed(details, tenant) }
    : gatewayRefusal(404, 'not_found', 'Threat event not found')

function getStatistics(call: ResourceCall): Answer {
  const { kind = '' } = call.params
  if (!KINDS.includes(kind)) return gatewayRefusal(404, 'not_found', 'Not Found')
  if (kind === 'gateway-detections' && !call.query.has('type')) {
    return { status: 400, body: { fail: [vendorError('err_validation_null', 'type')] } }
  }
  const value = within(call, statistics.value, 'startTimestamp')
  return value ? { status: 200, body: { value } } : NO_START
}

const top =
  (rows: readonly JsonObject[], name: string) =>
  (call: ResourceCall): Answer =>
    call.query.has('timestampRangeStartsAt')
      ? listed(
          'value',
          rows.filter((row) => [null, row[name]].includes(call.query.get('email'))),
          call,
        )
      : NO_START

const read = (path: string, GET: (call: ResourceCall) => Answer): Resource => ({
  product: 'Threats, Security Events and Data for CG',
  path: `${ROOT}/${path}`,
  methods: { GET },
})

/** Detected threats and their statistics. */
export const resources: readonly Resource[] = [
  read('events', listEvents),
  read('events/{id}/details', getDetails),
  read('stats/threats-by-sender', top(senders.value, 'sender')),
  read('stats/threats-by-recipient', top(recipients.value, 'recipient')),
  read('stats/{kind}', getStatistics),
]
