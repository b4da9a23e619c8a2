import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/threat-reporting/v1/threat-reports'
const parameters = { message_aggregate_id: 'aggParcel0001' }

describeAction('list-threat-reports', {
  path: PATH,
  sends: [{ method: 'GET', query: 'reportedMessageAggregateId=aggParcel0001&pageSize=100' }],
  generations: ['2.0'],
  pages: { parameters, rows: 2 },
  cases: {
    'fields are returned as they come, with names in snake case': {
      faults: [{ path: PATH, body: { data: [{ userId: 7, nested: { reportedDate: 'now' } }] } }],
      result: [{ user_id: 7, nested: { reported_date: 'now' } }],
    },
    'a message without reports': {
      parameters: { message_aggregate_id: 'absent' },
      result: [],
      says: 'No reports of the message were found',
    },
    'an answer without a list is not taken for an empty list': {
      faults: [{ path: PATH, body: {} }],
      code: 'RESPONSE_INVALID',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      after: (tenant) => expect(tenant.simulator.counters.total).toBe(0),
    },
  },
})
