import { expect } from 'vitest'
import { describeAction } from '../../support/action.ts'

const PATH = '/threat-reporting/v1/reported-emails'
const day = { start_time: '2026-03-09T00:00:00Z', end_time: '2026-03-10T00:00:00Z' }
const query = (from: string, to: string, rest = '') =>
  `dateRangeStartsAt=${encodeURIComponent(from)}&dateRangeEndsAt=${encodeURIComponent(to)}&pageSize=100${rest}`
const get = (rest = '') => ({
  method: 'GET',
  query: query('2026-03-09T00:00:00Z', '2026-03-10T00:00:00Z', rest),
})
const one = (message: object, more: object = {}) => ({ value: [{ message, ...more }] })

describeAction('list-reported-emails', {
  path: PATH,
  sends: [get()],
  generations: ['2.0'],
  pages: { parameters: day, rows: 2 },
  cases: {
    'without times, the last 7 days are searched': {
      parameters: {},
      sends: [{ method: 'GET', query: query('2026-03-03T10:30:00Z', '2026-03-10T10:30:00Z') }],
      result: expect.objectContaining({ length: 2 }),
    },
    'the address of the next page is not followed: only its offset is used': {
      parameters: day,
      faults: [
        {
          path: PATH,
          times: 1,
          body: {
            ...one({ messageId: '<1@a.test>' }),
            meta: { nextPage: 'https://elsewhere.test/x?offset=1' },
          },
        },
        { path: PATH, body: one({ messageId: '<2@a.test>' }) },
      ],
      sends: [get(), get('&offset=1')],
      result: [
        expect.objectContaining({ message_id: '<1@a.test>' }),
        expect.objectContaining({ message_id: '<2@a.test>' }),
      ],
    },
    'an address without an offset leads to the next page by number': {
      parameters: day,
      faults: [
        { path: PATH, times: 1, body: { value: [], meta: { nextPage: 'https://api.test/next' } } },
        { path: PATH, body: { value: [] } },
      ],
      sends: [get(), get('&offset=1')],
      result: [],
      says: 'No reported emails were found',
    },
    'a page that names itself as the next one ends the list': {
      parameters: day,
      faults: [{ path: PATH, body: { ...one({}), meta: { nextPage: 'https://api.test/?offset=1' } } }],
      sends: [get(), get('&offset=1')],
      result: expect.objectContaining({ length: 2 }),
    },
    'encoded subjects are decoded, and kept as they came': {
      parameters: day,
      faults: [
        {
          path: PATH,
          body: one(
            { subject: '=?UTF-8?B?RmFjdHVyZSDDqQ==?= =?utf-8?Q?_n=C2=B0_1?=' },
            { threatAnalysis: { date: '2026-03-09T11:10:00Z' } },
          ),
        },
      ],
      result: [
        expect.objectContaining({
          subject: 'Facture é n° 1',
          raw_subject: '=?UTF-8?B?RmFjdHVyZSDDqQ==?= =?utf-8?Q?_n=C2=B0_1?=',
          analysis_time: '2026-03-09T11:10:00Z',
          message_id: null,
        }),
      ],
    },
    'rows in "data", and rows without any container': {
      parameters: day,
      faults: [
        {
          path: PATH,
          body: { data: [{ message: { messageAggregateId: 'a' } }], meta: { nextPageToken: 't' } },
          times: 1,
        },
        { path: PATH, body: [{ message: null }] },
      ],
      sends: [get(), get('&pageToken=t')],
      result: [
        expect.objectContaining({ message_aggregate_id: 'a' }),
        expect.objectContaining({ message_aggregate_id: null, subject: null }),
      ],
    },
    'an answer without a list is not taken for an empty list': {
      parameters: day,
      faults: [{ path: PATH, body: { items: [] } }],
      code: 'RESPONSE_INVALID',
    },
    'API 1.0 does not offer the call': {
      options: { generation: '1.0' },
      code: 'NOT_SUPPORTED',
      sends: [],
    },
  },
})
