import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/create-definition'
const SET =
  'eNoAMbs26npMQPHooftES9dK84QAzMNlD-MDV_-pr9eYvyYNkW9gDEseVAWpjJpWb49ZMJ44EWRPZfvlRPGQS3m2oBI6JiDdS7CC7sJip7MBfo_cQBIsieVVrnN'

describeAction('create-address-alteration-definition', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            addressAlterations: [
              {
                addressType: 'envelope_to',
                originalAddress: 'accounts-2025@example.com',
                newAddress: 'ap@example.com',
                routing: 'inbound',
              },
            ],
            folderId: SET,
          },
        ],
      },
    },
  ],
  cases: {
    'a whole domain': {
      parameters: { set_id: SET, original_address: '@old.example.com', new_address: '@example.com' },
      after: ({ simulator }) => expect(simulator.state.tables.get('alterations')?.size).toBe(2),
    },
    'success false is a failure': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ id: '', success: false }], fail: [] } }],
      code: 'VENDOR_REJECTED',
      says: 'the address alteration was not created',
    },
    'what has no @ is refused before a request': {
      parameters: { set_id: SET, original_address: 'old', new_address: '@example.com' },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
  },
})
