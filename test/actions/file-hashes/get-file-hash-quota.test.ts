import { describeAction } from '../../support/action.ts'

const PATH = '/api/byo-threat-intelligence/get-quota'

describeAction('get-file-hash-quota', {
  path: PATH,
  sends: [{ body: { data: [] } }],
  cases: {
    'whatever the numbers are called, they are returned in snake case': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ hashesLeft: 7 }], fail: [] } }],
      result: { hashes_left: 7 },
    },
    'an empty answer is an empty result': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: {},
    },
  },
})
