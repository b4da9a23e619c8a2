import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'
import { refusalCase } from '../../support/refusals.ts'

const PATH = '/api/user/get-aliases'
const row = { emailAddress: 'other@example.com', addressType: 'created_manually' }

describeAction('get-aliases', {
  path: PATH,
  sends: [{ body: { meta: {}, data: [{ emailAddress: 'ap@example.com' }] } }],
  cases: {
    'a row that names the address otherwise': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [row], fail: [] } }],
      result: [
        {
          alias: 'other@example.com',
          alias_display_name: null,
          alias_for: null,
          domain: null,
          is_internal: null,
          type: null,
          email_address: 'other@example.com',
          address_type: 'created_manually',
        },
      ],
    },
    'a mailbox without aliases': {
      parameters: { email_address: 'dana@example.com' },
      result: [],
      says: 'No aliases of dana@example.com were found',
    },
    'a refusal is reported in words of Mimecast': refusalCase(PATH, {
      code: 'err_user_not_found',
      message: 'User not found',
    }),
    'a text that is not an address is refused before a request': {
      parameters: { email_address: 'ap' },
      code: 'PARAMETER_INVALID',
      after: (tenant) => expect(tenant.simulator.counters.total).toBe(0),
    },
  },
})
