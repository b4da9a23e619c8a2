import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/get-address-alteration-set'
const SET =
  'eNoAMbs26npMQPHooftES9dK84QAzMNlD-MDV_-pr9eYvyYNkW9gDEseVAWpjJpWb49ZMJ44EWRPZfvlRPGQS3m2oBI6JiDdS7CC7sJip7MBfo_cQBIsieVVrnN'

describeAction('get-address-alteration-set', {
  path: PATH,
  sends: [{ body: { data: [{ depth: 1 }] } }],
  cases: {
    'one by its id, without the sets in it': {
      parameters: { set_id: SET, depth: 2 },
      sends: [{ body: { data: [{ depth: 2, folderId: SET }] } }],
      result: [expect.objectContaining({ id: SET, name: 'Old mailboxes', level: 0 })],
    },
    'an unknown id fails': { parameters: { set_id: 'unknown' }, code: 'VENDOR_REJECTED' },
    'no sets': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: [],
      says: 'No address alteration sets were found',
    },
  },
})
