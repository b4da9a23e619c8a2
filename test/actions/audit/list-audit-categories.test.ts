import { describeAction } from '../../support/action.ts'

const PATH = '/api/audit/get-categories'

describeAction('list-audit-categories', {
  path: PATH,
  sends: [{ body: { meta: {}, data: [] } }],
  generations: ['2.0'],
  cases: {
    'categories directly in "data" are read, too': {
      faults: [
        { path: PATH, body: { meta: { status: 200 }, data: [{ code: 'policy_logs', id: '2' }], fail: [] } },
      ],
      result: [{ code: 'policy_logs', name: null, id: '2' }],
    },
    'no categories': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ categories: [] }], fail: [] } }],
      result: [],
      says: 'No audit categories were found',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'PERMISSION_DENIED',
    },
  },
})
