import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/update-policy'
const ID =
  'eNo4UcRq9WXK0mRVvsF98YvkR4-kxTJ3wWqKhxBf6rh8CJ2X_iTCu4DcczMSx881CPsjBgdmK3nlXOFwj8jP2katyiht_iLaOuRwmrBDlPh869juUwNN-tBLs7N'
const SET =
  'eNoAMbs26npMQPHooftES9dK84QAzMNlD-MDV_-pr9eYvyYNkW9gDEseVAWpjJpWb49ZMJ44EWRPZfvlRPGQS3m2oBI6JiDdS7CC7sJip7MBfo_cQBIsieVVrnN'

describeAction('update-address-alteration-policy', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            id: ID,
            addressAlterationSetId: expect.any(String),
            policy: expect.objectContaining({ enabled: false, description: 'Redirect old accounts mailbox' }),
          },
        ],
      },
    },
  ],
  cases: {
    'another set': {
      parameters: { policy_id: ID, set_id: SET, end_time: '2026-04-01T00:00:00Z' },
      result: expect.objectContaining({
        changed: ['to_date', 'set_id'],
        policy: expect.objectContaining({ set_id: SET, to_eternal: false }),
      }),
    },
    'values that it has already: nothing is sent': {
      parameters: { policy_id: ID, enabled: true },
      sends: [],
      says: 'already has these values',
    },
    'an unknown id is refused': {
      parameters: { policy_id: 'unknown', enabled: false },
      code: 'VENDOR_REJECTED',
      says: 'there is no policy with the id "unknown"',
      sends: [],
    },
  },
})
