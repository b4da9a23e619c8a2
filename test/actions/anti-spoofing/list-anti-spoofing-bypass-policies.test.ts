import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/antispoofing-bypass/get-policy'
const ID =
  'eNoePpohTZ2usgLMsXk-92cAm3XVzt5_y7AYlR6Tdh3GdYFv3giFs6cs6VHZ5JdbtS6-V2vpOvj41qDK0cw-8_qNpiaHndys4KbyLFolYf74pJuEp3eCkmBYbnx'

describeAction('list-anti-spoofing-bypass-policies', {
  path: PATH,
  sends: [{ body: { meta: { pagination: { pageSize: 100 } }, data: [] } }],
  cases: {
    'one by its id': {
      parameters: { policy_id: ID },
      sends: [{ body: { data: [{ id: ID }] } }],
      result: [expect.objectContaining({ option: 'enable_bypass', spf_domains: ['bulk.example.net'] })],
    },
    'an unknown id': {
      parameters: { policy_id: 'unknown' },
      result: [],
      says: 'No anti-spoofing bypass policies were found in Mimecast.',
    },
    'no policies': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      result: [],
    },
  },
})
