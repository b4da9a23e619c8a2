import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/delete-policy'
const ID =
  'eNo4UcRq9WXK0mRVvsF98YvkR4-kxTJ3wWqKhxBf6rh8CJ2X_iTCu4DcczMSx881CPsjBgdmK3nlXOFwj8jP2katyiht_iLaOuRwmrBDlPh869juUwNN-tBLs7N'

describeAction('delete-address-alteration-policy', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the policy is gone, and the other one is not': {
      after: ({ simulator }) => expect(simulator.state.tables.get('alteration-policies')?.size).toBe(1),
    },
    'an unknown id is a success that says so': {
      parameters: { policy_id: 'unknown' },
      sends: [],
      result: { policy_id: 'unknown', already_deleted: true, policy: null },
    },
    'deleted false is not reported as deleted': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ id: ID, deleted: false }], fail: [] } }],
      result: { policy_id: ID, already_deleted: true, policy: null },
    },
  },
})
