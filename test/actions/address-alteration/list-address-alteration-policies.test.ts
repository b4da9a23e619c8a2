import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/get-policy'
const ID =
  'eNo4UcRq9WXK0mRVvsF98YvkR4-kxTJ3wWqKhxBf6rh8CJ2X_iTCu4DcczMSx881CPsjBgdmK3nlXOFwj8jP2katyiht_iLaOuRwmrBDlPh869juUwNN-tBLs7N'
const SET =
  'eNonbwY_ig3Rz2k-xZHBb54VroGQG2dW9UXSNjGyaw0GmbCnuI8x66MNDjzf2nZek3x3Kmw6M0KYeziUt0DLSC4hhuBIN9JzJfOR1pjDJm4-dYMA6TQBBMxiDbp'

describeAction('list-address-alteration-policies', {
  path: PATH,
  sends: [{ body: { meta: { pagination: { pageSize: 100 } }, data: [] } }],
  pages: { parameters: {}, rows: 2 },
  cases: {
    'one by its id, with its set': {
      parameters: { policy_id: ID },
      sends: [{ body: { data: [{ id: ID }] } }],
      result: [expect.objectContaining({ id: ID, set_id: SET, to_value: 'example.com' })],
    },
    'an unknown id': { parameters: { policy_id: 'unknown' }, result: [] },
    'no policies': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: [],
      says: 'No address alteration policies were found',
    },
  },
})
