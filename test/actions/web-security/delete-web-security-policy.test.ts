import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/webwhiteurl/delete-policy-with-targets'
const ID =
  'eNo7vmWWRNDE5FHTedqJOnzZrjOhSYe0m6YHhnXQGfHetWynspPaB5fYt5DLZpDR-b3VkqCex11rByjJhhhb8W81bgfnY4vzw4rXy9lMtzD45Ps60CORb5KAaug'

describeAction('delete-web-security-policy', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the policy is gone, and its entries are in the result': {
      result: expect.objectContaining({
        already_deleted: false,
        policy: expect.objectContaining({
          urls: [expect.objectContaining({ value: 'login.bulk.example.net' })],
        }),
      }),
      after: ({ simulator }) => expect(simulator.state.tables.get('web-policies')?.size).toBe(0),
    },
    'an unknown id is a success that says so': {
      parameters: { policy_id: 'unknown' },
      sends: [],
      result: { policy_id: 'unknown', already_deleted: true, policy: null },
    },
  },
})
