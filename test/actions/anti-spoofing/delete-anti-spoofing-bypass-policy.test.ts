import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/antispoofing-bypass/delete-policy'
const ID =
  'eNoePpohTZ2usgLMsXk-92cAm3XVzt5_y7AYlR6Tdh3GdYFv3giFs6cs6VHZ5JdbtS6-V2vpOvj41qDK0cw-8_qNpiaHndys4KbyLFolYf74pJuEp3eCkmBYbnx'

describeAction('delete-anti-spoofing-bypass-policy', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'the policy is gone, and its fields are in the result': {
      result: expect.objectContaining({
        policy: expect.objectContaining({ spf_domains: ['bulk.example.net'] }),
      }),
      after: ({ simulator }) => expect(simulator.state.tables.get('bypasses')?.size).toBe(0),
    },
    'an unknown id is a success that says so, and nothing is deleted': {
      parameters: { policy_id: 'unknown' },
      sends: [],
      result: { policy_id: 'unknown', already_deleted: true, policy: null },
    },
    'a policy that goes meanwhile is the same': {
      faults: [{ path: PATH, body: { meta: { status: 404 }, data: [], fail: [] } }],
      result: { policy_id: ID, already_deleted: true, policy: null },
      says: 'There is no anti-spoofing bypass policy',
    },
  },
})
