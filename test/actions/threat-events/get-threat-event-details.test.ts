import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/threats/v1/events/thr_0001/details'

describeAction('get-threat-event-details', {
  path: PATH,
  sends: [{ method: 'GET', query: 'source=EMAIL&pageSize=100' }],
  generations: ['2.0'],
  cases: {
    'fields are returned as they come, with names in snake case': {
      faults: [{ path: PATH, body: { fileHashes: [{ fileName: 'a.zip' }] } }],
      result: { file_hashes: [{ file_name: 'a.zip' }] },
    },
    'an unknown id is refused': {
      parameters: { event_id: 'absent' },
      code: 'VENDOR_REJECTED',
      says: 'Threat event not found',
    },
    'an id of another form is refused before a request': {
      parameters: { event_id: 'a/../b' },
      code: 'PARAMETER_INVALID',
      after: (tenant) => expect(tenant.simulator.counters.total).toBe(0),
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
