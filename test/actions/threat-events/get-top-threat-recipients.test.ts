import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/threats/v1/stats/threats-by-recipient'
const day = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const query = (rest: string) =>
  `timestampRangeStartsAt=${encodeURIComponent('2026-03-09T00:00:00.000Z')}&timestampRangeEndsAt=${encodeURIComponent('2026-03-10T00:00:00.000Z')}${rest}`

describeAction('get-top-threat-recipients', {
  path: PATH,
  sends: [{ method: 'GET', query: query('&pageSize=100&limit=10&orderBy=totalCount%3Adesc') }],
  generations: ['2.0'],
  cases: {
    'one address': {
      parameters: { ...day, email_address: 'info@example.com', limit: 5 },
      sends: [
        {
          method: 'GET',
          query: query('&email=info%40example.com&pageSize=100&limit=5&orderBy=totalCount%3Adesc'),
        },
      ],
      result: [expect.objectContaining({ recipient: 'info@example.com' })],
    },
    'an address without threats': {
      parameters: { ...day, email_address: 'absent@example.org' },
      result: [],
      says: 'No recipients of threats were found',
    },
    'an answer without a list is not taken for an empty list': {
      parameters: day,
      faults: [{ path: PATH, body: {} }],
      code: 'RESPONSE_INVALID',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
