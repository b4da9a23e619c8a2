import { describeAction } from '../../support/action.ts'

const PATH = '/api/gateway/get-hold-summary-list'

describeAction('get-hold-summary', {
  path: PATH,
  generated: true,
  sends: [{ body: { data: [] } }],
  cases: {
    'an empty queue': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: [],
      says: 'No hold reasons were found in Mimecast.',
    },
    'a name that is missing is null': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ numberOfItems: 3 }], fail: [] } }],
      result: [{ policy_info: null, message_count: 3 }],
    },
  },
})
