import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/get-definition'
const SET =
  'eNoAMbs26npMQPHooftES9dK84QAzMNlD-MDV_-pr9eYvyYNkW9gDEseVAWpjJpWb49ZMJ44EWRPZfvlRPGQS3m2oBI6JiDdS7CC7sJip7MBfo_cQBIsieVVrnN'

describeAction('list-address-alteration-definitions', {
  path: PATH,
  sends: [
    {
      body: {
        meta: { pagination: { pageSize: 100 } },
        data: [{ routing: 'all', originalAddress: 'accounts-old@example.com' }],
      },
    },
  ],
  cases: {
    'the routing is always sent, because one field is required': {
      parameters: {},
      sends: [{ body: { meta: { pagination: { pageSize: 100 } }, data: [{ routing: 'all' }] } }],
      result: [expect.objectContaining({ new_address: 'ap@example.com', routing: 'inbound' })],
    },
    'by set, new address and direction': {
      parameters: { set_id: SET, new_address: 'ap@example.com', routing: 'outbound' },
      sends: [
        {
          body: {
            meta: { pagination: { pageSize: 100 } },
            data: [{ routing: 'outbound', folderId: SET, newAddress: 'ap@example.com' }],
          },
        },
      ],
      result: [],
      says: 'No address alteration definitions were found',
    },
  },
})
