import { describeAction } from '../../support/action.ts'

const PATH = '/api/email/get-email-queues'

describeAction('get-email-queues', {
  path: PATH,
  sends: [{ body: { data: [{ start: '2026-03-09T08:00:00+0000', end: '2026-03-09T12:00:00+0000' }] } }],
  cases: {
    'empty queues': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{}], fail: [] } }],
      result: { inbound: [], outbound: [] },
    },
    'an answer without queues is not a result': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'RESPONSE_INVALID',
    },
    'a window that ends before it starts is refused before a request': {
      parameters: { start_time: '2026-03-10T00:00:00Z', end_time: '2026-03-09T00:00:00Z' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
