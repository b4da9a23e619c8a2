import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/webwhiteurl/update-policy-with-targets'
const ID =
  'eNo7vmWWRNDE5FHTedqJOnzZrjOhSYe0m6YHhnXQGfHetWynspPaB5fYt5DLZpDR-b3VkqCex11rByjJhhhb8W81bgfnY4vzw4rXy9lMtzD45Ps60CORb5KAaug'

describeAction('update-web-security-policy', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            id: ID,
            description: 'Block parcel phishing',
            policies: [expect.objectContaining({ id: expect.any(String), from: { type: 'everyone' } })],
            urls: [
              expect.objectContaining({ action: 'block', value: 'login.bulk.example.net' }),
              { action: 'block', type: 'url', value: 'https://parcel.bulk.example.net/label' },
              { action: 'allow', type: 'domain', value: 'partner.example.net' },
            ],
          },
        ],
      },
    },
  ],
  cases: {
    'an entry with the other action is replaced': {
      parameters: { policy_id: ID, allow: 'login.bulk.example.net' },
      result: expect.objectContaining({
        changed: ['urls'],
        policy: expect.objectContaining({ urls: [expect.objectContaining({ action: 'allow' })] }),
      }),
    },
    'an entry is taken off, and the policy gets another name': {
      parameters: { policy_id: ID, remove: 'login.bulk.example.net', description: 'Old' },
      result: expect.objectContaining({
        changed: ['urls', 'description'],
        policy: expect.objectContaining({ urls: [], description: 'Old' }),
      }),
    },
    'entries that are there already: nothing is sent': {
      parameters: { policy_id: ID, block: 'login.bulk.example.net', remove: 'absent.test' },
      sends: [],
      says: 'already has these values',
    },
    'an unknown id is refused': {
      parameters: { policy_id: 'unknown', block: 'a.test' },
      code: 'VENDOR_REJECTED',
      sends: [],
    },
  },
})
