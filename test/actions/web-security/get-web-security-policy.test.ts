import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/webwhiteurl/get-policy-with-targets'
const ID =
  'eNo7vmWWRNDE5FHTedqJOnzZrjOhSYe0m6YHhnXQGfHetWynspPaB5fYt5DLZpDR-b3VkqCex11rByjJhhhb8W81bgfnY4vzw4rXy9lMtzD45Ps60CORb5KAaug'

describeAction('get-web-security-policy', {
  path: PATH,
  sends: [{ body: { data: [{ id: ID }] } }],
  cases: {
    'an unknown id is refused': {
      parameters: { policy_id: 'unknown' },
      code: 'VENDOR_REJECTED',
      says: 'there is no policy with the id "unknown"',
    },
    'a policy without entries': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [{ id: ID }], fail: [] } }],
      result: expect.objectContaining({ id: ID, urls: [] }),
    },
  },
})
