import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/threats/v1/events'
const day = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const query = (rest: string) =>
  `timestampRangeStartsAt=${encodeURIComponent('2026-03-09T00:00:00.000Z')}&timestampRangeEndsAt=${encodeURIComponent('2026-03-10T00:00:00.000Z')}${rest}`
const rest = '&pageSize=100&limit=100&orderBy=timestamp%3Adesc'

describeAction('list-threat-events', {
  path: PATH,
  sends: [{ method: 'GET', query: query(`&analysis=phishing${rest}`) }],
  generations: ['2.0'],
  cases: {
    'several values of a filter are separated by commas': {
      parameters: { ...day, status: ['held', 'blocked'], source: ['email'] },
      sends: [{ method: 'GET', query: query(`&status=held%2Cblocked&source=email${rest}`) }],
      result: [expect.objectContaining({ id: 'thr_0001', analysis: 'phishing' })],
    },
    'rows under another name, with a token of the next page': {
      parameters: day,
      faults: [
        {
          path: PATH,
          times: 1,
          body: { events: [{ eventId: 1 }], meta: { pagination: { nextPageToken: 't' } } },
        },
        { path: PATH, body: { data: [{ eventId: 2 }] } },
      ],
      sends: [
        { method: 'GET', query: query(rest) },
        { method: 'GET', query: query(`${rest}&pageToken=t`) },
      ],
      result: [{ event_id: 1 }, { event_id: 2 }],
    },
    'the limit is sent and kept': {
      parameters: { ...day, limit: 1 },
      faults: [{ path: PATH, body: { value: [{ id: 'a' }, { id: 'b' }], meta: { nextPage: 't' } } }],
      sends: [{ method: 'GET', query: query(rest.replace('limit=100', 'limit=1')) }],
      result: [{ id: 'a' }],
      says: 'The limit was reached; there may be more.',
    },
    'nothing found': {
      parameters: { ...day, analysis: ['malware'] },
      result: [],
      says: 'No threat events were found',
    },
    'an answer without a list is not taken for an empty list': {
      parameters: day,
      faults: [{ path: PATH, body: { count: 0 } }],
      code: 'RESPONSE_INVALID',
    },
    'an unknown value of a filter is refused before a request': {
      parameters: { ...day, analysis: ['good'] },
      code: 'PARAMETER_INVALID',
      sends: [],
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
