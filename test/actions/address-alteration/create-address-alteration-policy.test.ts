import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/address-alteration/create-policy'
const SET =
  'eNoAMbs26npMQPHooftES9dK84QAzMNlD-MDV_-pr9eYvyYNkW9gDEseVAWpjJpWb49ZMJ44EWRPZfvlRPGQS3m2oBI6JiDdS7CC7sJip7MBfo_cQBIsieVVrnN'

describeAction('create-address-alteration-policy', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            addressAlterationSetId: SET,
            policy: {
              description: 'Redirect old accounts mailbox',
              fromPart: 'envelope_from',
              from: { type: 'external_addresses' },
              to: { type: 'email_domain', emailDomain: 'example.com' },
              enabled: true,
              bidirectional: false,
              override: false,
              fromEternal: true,
              toEternal: true,
            },
          },
        ],
      },
    },
  ],
  cases: {
    'for everyone, for a time': {
      parameters: {
        set_id: SET,
        description: 'x',
        start_time: '2026-03-01T00:00:00Z',
        end_time: '2026-04-01T00:00:00Z',
      },
      result: expect.objectContaining({ set_id: SET, from_type: 'everyone', to_eternal: false }),
      after: ({ simulator }) => expect(simulator.state.tables.get('alteration-policies')?.size).toBe(3),
    },
    'without a set nothing is sent': {
      parameters: { description: 'x' },
      code: 'PARAMETER_INVALID',
      says: '"Set ID" is required',
      sends: [],
    },
    'a policy that ends before it starts is refused before a request': {
      parameters: {
        set_id: SET,
        description: 'x',
        start_time: '2026-04-01T00:00:00Z',
        end_time: '2026-03-01T00:00:00Z',
      },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'an empty answer leaves open whether it was created': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
