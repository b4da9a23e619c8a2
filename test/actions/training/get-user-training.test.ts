import { describeAction } from '../../support/action.ts'

const PATH = '/api/awareness-training/user/get-training-details'

describeAction('get-user-training', {
  path: PATH,
  sends: [{ body: { data: [] } }],
  cases: {
    'an empty answer has no modules': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: { merit_badge: null, need_engagement: null, training: [] },
      says: 'Found 0 training modules',
    },
  },
})
