import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/identity/whoami'

describeAction('get-identity', {
  path: PATH,
  sends: [{ method: 'GET' }],
  generations: ['2.0'],
  cases: {
    'fields that are missing are null': {
      faults: [{ path: PATH, body: { 'account-codes': { cg: 'C1' } } }],
      result: {
        type: null,
        cloud_gateway_code: 'C1',
        cloud_integrated_code: null,
        lead_code: null,
        home_cloud_gateway_code: null,
        version: null,
      },
      says: 'account C1',
    },
    'an answer that is not an object is not a success': {
      faults: [{ path: PATH, body: [] }],
      code: 'RESPONSE_INVALID',
    },
    'an empty answer is not a success': {
      faults: [{ path: PATH, empty: true, status: 200 }],
      code: 'RESPONSE_INVALID',
    },
    'a refused token': {
      faults: [{ path: PATH, status: 401, body: { fail: [{ code: 'unauthorized' }] } }],
      code: 'AUTH_FAILED',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
      after: (tenant) => expect(tenant.simulator.counters.total).toBe(0),
    },
  },
})
