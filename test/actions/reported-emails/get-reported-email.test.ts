import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/threat-reporting/v1/reported-emails/aggParcel0001'

describeAction('get-reported-email', {
  path: PATH,
  sends: [{ method: 'GET' }],
  generations: ['2.0'],
  cases: {
    'one that is not analyzed yet': {
      parameters: { message_aggregate_id: 'aggNews0001' },
      result: expect.objectContaining({
        subject: 'Quarterly pricing update',
        raw_subject: '=?UTF-8?Q?Quarterly_pricing_update?=',
        classification: null,
        threat_analysis_id: null,
        analysis_time: null,
      }),
      says: 'classification: none yet',
    },
    'an unknown id is refused': {
      parameters: { message_aggregate_id: 'absent' },
      code: 'VENDOR_REJECTED',
      says: 'Reported email not found',
    },
    'an id cannot lead to another path': {
      parameters: { message_aggregate_id: '../threat-reports' },
      code: 'PARAMETER_INVALID',
      after: (tenant) => expect(tenant.simulator.counters.total).toBe(0),
    },
    'signs of an id that mean something in an address are escaped': {
      parameters: { message_aggregate_id: 'a?b#c%2e d' },
      after: (tenant) =>
        expect(tenant.simulator.requests.at(-1)).toMatchObject({
          path: '/threat-reporting/v1/reported-emails/a%3Fb%23c%252e%20d',
          query: '',
        }),
      code: 'VENDOR_REJECTED',
    },
    'an answer that is a list is not a success': {
      faults: [{ path: PATH, body: [] }],
      code: 'RESPONSE_INVALID',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
