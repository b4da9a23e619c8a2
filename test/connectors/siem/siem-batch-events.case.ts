import type { ConnectorCase, StreamCase } from '../../support/connector-case.ts'

const PATH = '/siem/v1/batch/events/cg'

/** Types of events, in the order in which a run asks for them. */
const TYPES = ['av', 'url protect'] as const

const stream = (type: (typeof TYPES)[number]): StreamCase => ({
  name: type,
  path: PATH,
  permission: 'Security Events and Data Retrieval | Threat and Security Events (SIEM) | Read',
  overlap: 60,
  put: (simulator, { mark, at }) => {
    const event = { type, action: 'Block', aggregateId: mark, timestamp: at, senderEnvelope: 'a@x.example' }
    simulator.seed({ siem: [{ events: [event] }] })
  },
  // Both types have one path, and each asks for one page.
  deny: (simulator) => simulator.fault({ path: PATH, after: TYPES.indexOf(type), times: 1, status: 403 }),
})

const given: ConnectorCase = {
  id: 'siem-batch-events',
  parameters: { event_types: TYPES.join(', '), pause_minutes: 0 },
  streams: [stream('av'), stream('url protect')],
}

export default given
