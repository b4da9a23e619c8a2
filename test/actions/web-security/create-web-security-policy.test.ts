import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/api/policy/webwhiteurl/create-policy-with-targets'

describeAction('create-web-security-policy', {
  path: PATH,
  sends: [
    {
      body: {
        data: [
          {
            description: 'Block parcel phishing',
            policies: [
              { description: 'Block parcel phishing', from: { type: 'everyone' }, to: { type: 'everyone' } },
            ],
            urls: [{ action: 'block', type: 'domain', value: 'login.bulk.example.net' }],
          },
        ],
      },
    },
  ],
  cases: {
    'URLs and domains have their own type': {
      parameters: { description: 'x', block: 'https://a.test/x', allow: 'b.test' },
      result: expect.objectContaining({
        urls: [
          expect.objectContaining({ action: 'block', type: 'url', value: 'https://a.test/x' }),
          expect.objectContaining({ action: 'allow', type: 'domain', value: 'b.test' }),
        ],
      }),
    },
    'without any URL nothing is sent': {
      parameters: { description: 'x' },
      code: 'PARAMETER_INVALID',
      says: '"Block" or "Allow" is required',
      sends: [],
    },
    'an empty answer leaves open whether it was created': {
      faults: [{ path: PATH, body: { meta: { status: 200 }, data: [], fail: [] } }],
      code: 'OUTCOME_UNKNOWN',
    },
  },
})
