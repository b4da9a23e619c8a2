import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/create-address-alteration-set'
const SET =
  'eNoAMbs26npMQPHooftES9dK84QAzMNlD-MDV_-pr9eYvyYNkW9gDEseVAWpjJpWb49ZMJ44EWRPZfvlRPGQS3m2oBI6JiDdS7CC7sJip7MBfo_cQBIsieVVrnN'

describeAction('create-address-alteration-set', {
  path: PATH,
  sends: [{ body: { data: [{ description: 'Old mailboxes' }] } }],
  cases: {
    'below another set': {
      parameters: { name: 'Brands 2026', parent_id: SET },
      sends: [{ body: { data: [{ description: 'Brands 2026', parentId: SET }] } }],
      result: expect.objectContaining({ name: 'Brands 2026', parent_id: SET }),
    },
    'without a name nothing is sent': { parameters: {}, code: 'PARAMETER_INVALID', sends: [] },
    'an empty answer leaves open whether it was created': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
